/** Tests of where payments come from. */
@NullMarked
package uz.fiskaldesk.intake;

import org.jspecify.annotations.NullMarked;

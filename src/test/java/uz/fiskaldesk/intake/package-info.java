/** Tests of the intake of payments. */
@NullMarked
package uz.fiskaldesk.intake;

import org.jspecify.annotations.NullMarked;

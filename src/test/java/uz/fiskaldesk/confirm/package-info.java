/** Tests of the confirmation workflow. */
@NullMarked
package uz.fiskaldesk.confirm;

import org.jspecify.annotations.NullMarked;

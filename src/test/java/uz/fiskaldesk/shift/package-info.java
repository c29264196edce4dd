/** Tests of the end of a shift. */
@NullMarked
package uz.fiskaldesk.shift;

import org.jspecify.annotations.NullMarked;

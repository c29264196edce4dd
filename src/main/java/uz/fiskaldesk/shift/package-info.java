/** The end of a shift: what happened in it, and what is handed over to the next one. */
@NullMarked
package uz.fiskaldesk.shift;

import org.jspecify.annotations.NullMarked;

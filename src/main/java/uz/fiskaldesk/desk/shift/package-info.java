/** The report on the shift, and its closing. */
@NullMarked
package uz.fiskaldesk.desk.shift;

import org.jspecify.annotations.NullMarked;

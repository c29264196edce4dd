/** Adds payments by hand and imports them from files. */
@NullMarked
package uz.fiskaldesk.desk.intake;

import org.jspecify.annotations.NullMarked;

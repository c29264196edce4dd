/** Checks of the source code: formatting, dependencies between packages, coding rules. */
@NullMarked
package uz.fiskaldesk.quality;

import org.jspecify.annotations.NullMarked;

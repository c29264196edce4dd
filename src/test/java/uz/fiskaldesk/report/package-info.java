/** Tests of what leaves the program. */
@NullMarked
package uz.fiskaldesk.report;

import org.jspecify.annotations.NullMarked;

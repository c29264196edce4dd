/** What leaves the program for other programs and for the office: payments as JSON, exports. */
@NullMarked
package uz.fiskaldesk.report;

import org.jspecify.annotations.NullMarked;

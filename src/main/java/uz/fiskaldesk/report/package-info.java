/** Output for other programs, the office and the support: JSON, exports, reports on a shift and the support bundle. */
@NullMarked
package uz.fiskaldesk.report;

import org.jspecify.annotations.NullMarked;

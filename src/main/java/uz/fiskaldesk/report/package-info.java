/** Output for other programs and for the office: payments as JSON, and exports. */
@NullMarked
package uz.fiskaldesk.report;

import org.jspecify.annotations.NullMarked;

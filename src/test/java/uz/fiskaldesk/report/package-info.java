/** Tests of exports and JSON output. */
@NullMarked
package uz.fiskaldesk.report;

import org.jspecify.annotations.NullMarked;

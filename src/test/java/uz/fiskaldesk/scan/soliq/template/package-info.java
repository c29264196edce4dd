/** Tests of the templates against real codes. */
@NullMarked
package uz.fiskaldesk.scan.soliq.template;

import org.jspecify.annotations.NullMarked;

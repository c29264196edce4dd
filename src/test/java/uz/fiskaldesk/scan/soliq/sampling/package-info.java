/** Tests of sampling and grid refinement. */
@NullMarked
package uz.fiskaldesk.scan.soliq.sampling;

import org.jspecify.annotations.NullMarked;

/** Samples the modules under a grid, corrects the grid for bent paper, and estimates how black each module is. */
@NullMarked
package uz.fiskaldesk.scan.soliq.sampling;

import org.jspecify.annotations.NullMarked;

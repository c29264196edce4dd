package uz.fiskaldesk.scan.soliq.grid;

import uz.fiskaldesk.scan.soliq.template.ModuleLayout;

/**
 * A place where a code may lie.
 *
 * @param score agreement of the function patterns, in standard deviations
 */
public record GridCandidate(ModuleLayout layout, Grid grid, double score) {}

package uz.fiskaldesk.scan.soliq;

/**
 * A guess where a code may lie.
 *
 * @param likeness agreement of what every code of the version has, in standard deviations
 */
record Proposal(ModuleLayout layout, Homography grid, double likeness) {}

package uz.fiskaldesk.scan.soliq;

/**
 * A place that looks like a finder pattern.
 *
 * @param x of its centre in the picture, pixels
 * @param y of its centre in the picture, pixels
 * @param module side of a module, pixels; good to a sixth
 * @param likeness correlation with a finder turned in all directions, up to 1
 */
record FinderMark(double x, double y, double module, double likeness) {
    double distance(FinderMark other) {
        return Math.hypot(x - other.x, y - other.y);
    }
}

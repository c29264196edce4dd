package uz.fiskaldesk.scan.soliq.finder;

/**
 * A place that looks like a finder pattern.
 *
 * @param x of its centre in the picture, pixels
 * @param y of its centre in the picture, pixels
 * @param module side of a module, pixels; accurate to a sixth
 * @param correlation with a finder pattern averaged over all rotations, up to 1
 */
public record FinderCandidate(double x, double y, double module, double correlation) {
    /** Between the centres, pixels. */
    public double distance(FinderCandidate other) {
        return Math.hypot(x - other.x, y - other.y);
    }
}

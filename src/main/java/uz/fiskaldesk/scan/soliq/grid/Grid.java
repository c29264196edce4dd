package uz.fiskaldesk.scan.soliq.grid;

/** Maps the coordinates of a code to the picture. */
@FunctionalInterface
public interface Grid {
    /**
     * Computes the place of (u, v) in the picture. Integers are the corners of modules and of pixels.
     *
     * @param u modules from the left edge of the code
     * @param v modules from its upper edge
     * @param xy receives the place, pixels
     */
    void locate(double u, double v, double[] xy);

    /** The side of a module around (u, v), pixels. */
    default double modulePixels(double u, double v) {
        double[] a = new double[2];
        double[] b = new double[2];
        double[] c = new double[2];
        locate(u, v, a);
        locate(u + 1, v, b);
        locate(u, v + 1, c);
        return Math.sqrt(Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(c[0] - a[0], c[1] - a[1]));
    }
}

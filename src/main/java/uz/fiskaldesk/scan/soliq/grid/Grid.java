package uz.fiskaldesk.scan.soliq;

/** Where the modules of a code lie in a picture. */
@FunctionalInterface
interface Grid {
    /**
     * Writes the place in the picture, pixels, of (u, v), modules from the code's upper left corner; whole numbers are
     * the corners of modules and of pixels.
     */
    void locate(double u, double v, double[] xy);

    /** Pixels along the side of a module around (u, v). */
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

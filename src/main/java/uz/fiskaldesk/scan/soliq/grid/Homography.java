package uz.fiskaldesk.scan.soliq.grid;

import org.jspecify.annotations.Nullable;

/** The grid of a flat code seen in perspective. */
final class Homography implements Grid {
    private final double[] m;

    private Homography(double[] m) {
        this.m = m;
    }

    /** Maps four points {@code {u, v}} to {@code {x, y}}; null when three of them are collinear. */
    static @Nullable Homography through(double[][] modules, double[][] pixels) {
        double[][] equations = new double[8][];
        for (int i = 0; i < 4; i++) {
            double u = modules[i][0];
            double v = modules[i][1];
            double x = pixels[i][0];
            double y = pixels[i][1];
            equations[2 * i] = new double[] {u, v, 1, 0, 0, 0, -u * x, -v * x, x};
            equations[2 * i + 1] = new double[] {0, 0, 0, u, v, 1, -u * y, -v * y, y};
        }
        double[] m = LinearSystem.solve(equations);
        return m == null ? null : new Homography(m);
    }

    @Override
    public void locate(double u, double v, double[] xy) {
        double z = m[6] * u + m[7] * v + 1;
        xy[0] = (m[0] * u + m[1] * v + m[2]) / z;
        xy[1] = (m[3] * u + m[4] * v + m[5]) / z;
    }
}

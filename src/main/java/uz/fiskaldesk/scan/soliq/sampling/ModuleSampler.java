package uz.fiskaldesk.scan.soliq;

import uz.fiskaldesk.scan.picture.Luminance;

/**
 * The modules under a grid at one sample each: enough to tell what a code may be, for a tenth of the price of
 * {@link FlatCode}. Values are how much darker a module is than the seven by seven around it, in their standard deviations.
 */
final class ModuleGlance {
    private static final int REACH = 3;
    /** Grey levels: what a camera adds to everything. */
    private static final float NOISE = 1.5f;

    private static final float MOST = 2;

    private ModuleGlance() {}

    static float[] modules(GreyPyramid pyramid, Grid grid, int side) {
        double module = grid.modulePixels(side / 2.0, side / 2.0);
        // A pixel of half a module is an average over what matters.
        int halvings = module > 12 ? 3 : module > 6 ? 2 : module > 3.2 ? 1 : 0;
        Luminance picture = pyramid.halved(halvings);
        double scale = picture.width() / (double) pyramid.picture().width();
        float[] dark = new float[side * side];
        double[] xy = new double[2];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                grid.locate(x + 0.5, y + 0.5, xy);
                dark[y * side + x] = -Bilinear.at(picture, xy[0] * scale - 0.5, xy[1] * scale - 0.5);
            }
        }
        return normalised(dark, side);
    }

    private static float[] normalised(float[] dark, int side) {
        float[] squares = new float[dark.length];
        for (int i = 0; i < dark.length; i++) {
            squares[i] = dark[i] * dark[i];
        }
        float[] sums = around(dark, side);
        float[] powers = around(squares, side);
        float[] result = new float[dark.length];
        for (int y = 0; y < side; y++) {
            int rows = inside(y, side);
            for (int x = 0; x < side; x++) {
                int i = y * side + x;
                float count = rows * inside(x, side);
                float mean = sums[i] / count;
                float deviation = (float) Math.sqrt(Math.max(0, powers[i] / count - mean * mean)) + NOISE;
                result[i] = Math.max(-MOST, Math.min(MOST, (dark[i] - mean) / deviation));
            }
        }
        return result;
    }

    private static int inside(int place, int side) {
        return Math.min(side - 1, place + REACH) - Math.max(0, place - REACH) + 1;
    }

    private static float[] around(float[] values, int side) {
        float[] across = new float[values.length];
        float[] both = new float[values.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float sum = 0;
                for (int i = Math.max(0, x - REACH); i <= Math.min(side - 1, x + REACH); i++) {
                    sum += values[y * side + i];
                }
                across[y * side + x] = sum;
            }
        }
        for (int y = 0; y < side; y++) {
            for (int j = Math.max(0, y - REACH); j <= Math.min(side - 1, y + REACH); j++) {
                for (int x = 0; x < side; x++) {
                    both[y * side + x] += across[j * side + x];
                }
            }
        }
        return both;
    }
}

package uz.fiskaldesk.scan.soliq.sampling;

import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.grid.Grid;

/**
 * Samples each module under a grid once: enough to tell what a code may be, at a tenth of the cost of
 * {@link RectifiedCode}.
 */
public final class ModuleSampler {
    private static final int REACH = 3;
    /** Standard deviation of camera noise, grey levels. */
    private static final float NOISE = 1.5f;

    /** Limit of a value's magnitude. */
    private static final float MAX_VALUE = 2;

    private ModuleSampler() {}

    /**
     * For each module how much darker it is than the seven by seven modules around it, in their standard deviations.
     *
     * @param side modules along a side
     */
    public static float[] sample(ImagePyramid pyramid, Grid grid, int side) {
        double module = grid.modulePixels(side / 2.0, side / 2.0);
        // A pixel should be about half a module.
        Luminance picture = pyramid.level(module, 1.6);
        double scale = picture.width() / (double) pyramid.original().width();
        float[] dark = new float[side * side];
        double[] xy = new double[2];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                grid.locate(x + 0.5, y + 0.5, xy);
                dark[y * side + x] = -picture.interpolate(xy[0] * scale - 0.5, xy[1] * scale - 0.5);
            }
        }
        return normalised(dark, side);
    }

    private static float[] normalised(float[] dark, int side) {
        float[] squares = new float[dark.length];
        for (int i = 0; i < dark.length; i++) {
            squares[i] = dark[i] * dark[i];
        }
        float[] sums = windowSums(dark, side);
        float[] powers = windowSums(squares, side);
        float[] result = new float[dark.length];
        for (int y = 0; y < side; y++) {
            int rows = windowLength(y, side);
            for (int x = 0; x < side; x++) {
                int i = y * side + x;
                float count = rows * windowLength(x, side);
                float mean = sums[i] / count;
                float deviation = (float) Math.sqrt(Math.max(0, powers[i] / count - mean * mean)) + NOISE;
                result[i] = Math.max(-MAX_VALUE, Math.min(MAX_VALUE, (dark[i] - mean) / deviation));
            }
        }
        return result;
    }

    private static int windowLength(int place, int side) {
        return Math.min(side - 1, place + REACH) - Math.max(0, place - REACH) + 1;
    }

    private static float[] windowSums(float[] values, int side) {
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

package uz.fiskaldesk.scan.soliq;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * A code laid flat by a grid: four samples a module each way, and some modules around it. Values are how much darker a
 * place is than its surroundings of seven by seven modules, in their standard deviations; black is positive.
 */
final class FlatCode {
    /** Samples a module. */
    static final int STEPS = 4;
    /** Modules around the code. */
    static final int MARGIN = 3;

    private static final int WINDOW = STEPS * 7 / 2;
    /** Grey levels: what a camera adds to everything. */
    private static final double NOISE = 1.5;

    private static final float MOST = 2;

    /** Modules along a side of the code. */
    final int side;
    /** Modules along a side with the margin. */
    final int stride;
    /**
     * The samples by their place within a module, {@code [STEPS * row + column]}, each a picture of one value a module:
     * shifting the code by part of a module is choosing another of them.
     */
    final float[][] phases = new float[STEPS * STEPS][];

    private FlatCode(int side) {
        this.side = side;
        this.stride = side + 2 * MARGIN;
    }

    /** The code of the given side under the grid; null where the grid leads out of all proportion. */
    static @Nullable FlatCode of(GreyPyramid pyramid, Grid grid, int side) {
        double module = grid.modulePixels(side / 2.0, side / 2.0);
        // Averaged over about the size of a sample, so that fine noise does not alias.
        int halvings = module > 14 ? 2 : module > 6 ? 1 : 0;
        Luminance picture = pyramid.halved(halvings);
        double scale = pyramid.picture().width() / (double) picture.width();
        FlatCode code = new FlatCode(side);
        double[][] corners = code.corners(grid, scale);
        if (corners.length == 0) {
            return null;
        }
        int size = code.stride * STEPS;
        float[] samples = new float[size * size];
        for (int row = 0; row < code.stride; row++) {
            code.sampleRow(picture, corners, row, samples, size);
        }
        code.normalise(averaged(samples, size), size);
        return code;
    }

    /** The corners of all modules in pixels less a half, row by row; empty when one is far out. */
    private double[][] corners(Grid grid, double scale) {
        int count = stride + 1;
        double[] x = new double[count * count];
        double[] y = new double[count * count];
        double[] xy = new double[2];
        for (int i = 0; i < x.length; i++) {
            grid.locate(i % count - MARGIN, Math.floorDiv(i, count) - MARGIN, xy);
            if (!(Math.abs(xy[0]) < 1e5 && Math.abs(xy[1]) < 1e5)) {
                return new double[0][];
            }
            x[i] = xy[0] / scale - 0.5;
            y[i] = xy[1] / scale - 0.5;
        }
        return new double[][] {x, y};
    }

    private void sampleRow(Luminance picture, double[][] corners, int row, float[] samples, int size) {
        byte[] grey = picture.grey();
        int width = picture.width();
        float right = picture.width() - 1.001f;
        float bottom = picture.height() - 1.001f;
        for (int column = 0; column < stride; column++) {
            int a = row * (stride + 1) + column;
            int c = a + stride + 1;
            for (int j = 0; j < STEPS; j++) {
                double t = (j + 0.5) / STEPS;
                float x0 = (float) (corners[0][a] + t * (corners[0][c] - corners[0][a]));
                float y0 = (float) (corners[1][a] + t * (corners[1][c] - corners[1][a]));
                float dx = (float) (corners[0][a + 1] + t * (corners[0][c + 1] - corners[0][a + 1])) - x0;
                float dy = (float) (corners[1][a + 1] + t * (corners[1][c + 1] - corners[1][a + 1])) - y0;
                int target = (row * STEPS + j) * size + column * STEPS;
                for (int i = 0; i < STEPS; i++) {
                    float s = (i + 0.5f) / STEPS;
                    float x = Math.max(0, Math.min(right, x0 + s * dx));
                    float y = Math.max(0, Math.min(bottom, y0 + s * dy));
                    int left = (int) x;
                    int top = (int) y;
                    int k = top * width + left;
                    float u = x - left;
                    float upper = (grey[k] & 255) + u * ((grey[k + 1] & 255) - (grey[k] & 255));
                    float lower = (grey[k + width] & 255) + u * ((grey[k + width + 1] & 255) - (grey[k + width] & 255));
                    samples[target + i] = upper + (y - top) * (lower - upper);
                }
            }
        }
    }

    /** The mean of each sample and its neighbours to the right, below and across; dark is large. */
    private static float[] averaged(float[] samples, int size) {
        float[] mean = new float[samples.length];
        for (int y = 0; y < size; y++) {
            int row = y * size;
            int below = Math.min(size - 1, y + 1) * size;
            for (int x = 0; x < size - 1; x++) {
                mean[row + x] = -0.25f
                        * (samples[row + x] + samples[row + x + 1] + samples[below + x] + samples[below + x + 1]);
            }
            mean[row + size - 1] = -0.5f * (samples[row + size - 1] + samples[below + size - 1]);
        }
        return mean;
    }

    private void normalise(float[] dark, int size) {
        double[] sums = new double[(size + 1) * (size + 1)];
        double[] squares = new double[(size + 1) * (size + 1)];
        for (int y = 0; y < size; y++) {
            double s = 0;
            double q = 0;
            int row = (y + 1) * (size + 1) + 1;
            for (int x = 0; x < size; x++) {
                double v = dark[y * size + x];
                s += v;
                q += v * v;
                sums[row + x] = sums[row + x - size - 1] + s;
                squares[row + x] = squares[row + x - size - 1] + q;
            }
        }
        for (int p = 0; p < phases.length; p++) {
            phases[p] = new float[stride * stride];
        }
        // The surroundings end two samples outside the code: what lies beyond may be anything.
        int low = STEPS * MARGIN - 2;
        int high = size - low;
        for (int y = 0; y < size; y++) {
            int top = Math.min(Math.max(low, y - WINDOW), high - WINDOW);
            int bottom = Math.max(Math.min(high, y + WINDOW + 1), low + WINDOW);
            for (int x = 0; x < size; x++) {
                int left = Math.min(Math.max(low, x - WINDOW), high - WINDOW);
                int right = Math.max(Math.min(high, x + WINDOW + 1), low + WINDOW);
                double area = (right - left) * (double) (bottom - top);
                double mean = inside(sums, size, left, top, right, bottom) / area;
                double power = inside(squares, size, left, top, right, bottom) / area;
                double deviation = Math.sqrt(Math.max(0, power - mean * mean)) + NOISE;
                float z = (float) ((dark[y * size + x] - mean) / deviation);
                phases[(y % STEPS) * STEPS + x % STEPS][y / STEPS * stride + x / STEPS] =
                        Math.max(-MOST, Math.min(MOST, z));
            }
        }
    }

    private static double inside(double[] sums, int size, int left, int top, int right, int bottom) {
        int upper = top * (size + 1);
        int lower = bottom * (size + 1);
        return sums[lower + right] - sums[upper + right] - sums[lower + left] + sums[upper + left];
    }

    /** The phase that is off the modules' middles by a number of samples. */
    float[] phase(int dx, int dy) {
        return phases[Math.floorMod(1 + dy, STEPS) * STEPS + Math.floorMod(1 + dx, STEPS)];
    }

    /** Where module (0, 0) stands in {@link #phase}; the next module is one further, the next row {@link #stride}. */
    int origin(int dx, int dy) {
        return (MARGIN + Math.floorDiv(1 + dy, STEPS)) * stride + MARGIN + Math.floorDiv(1 + dx, STEPS);
    }

    /** The values at the modules' middles. */
    float[] modules() {
        float[] values = new float[side * side];
        float[] middle = phase(0, 0);
        for (int y = 0; y < side; y++) {
            System.arraycopy(middle, origin(0, 0) + y * stride, values, y * side, side);
        }
        return values;
    }
}

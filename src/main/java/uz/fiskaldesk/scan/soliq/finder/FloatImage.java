package uz.fiskaldesk.scan.soliq.finder;

import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * A resized picture as floats. Reusable, so that no memory is allocated for each size. Every row is an array of its own:
 * the JIT compiler vectorises only loops that use all their arrays at the same index.
 */
final class FloatImage {
    /** How far a level of the pyramid may be enlarged before the next larger one is used. */
    private static final double MAX_ENLARGEMENT = 1.3;

    int width;
    int height;
    /** Pixels of the original picture to one of this. */
    double scale;

    float[][] rows = new float[0][];

    /**
     * Fills this image with the resized picture, interpolating the smallest level that is large enough.
     *
     * @param factor new size to original size, up to {@value #MAX_ENLARGEMENT}
     */
    void resample(ImagePyramid pyramid, double factor) {
        int halvings = 0;
        while (factor * (2 << halvings) <= MAX_ENLARGEMENT
                && pyramid.halved(halvings + 1).width()
                        < pyramid.halved(halvings).width()) {
            halvings++;
        }
        Luminance source = pyramid.halved(halvings);
        float[][] values = pyramid.floatRows(halvings);
        Luminance original = pyramid.original();
        allocate((int) Math.round(original.width() * factor), (int) Math.round(original.height() * factor));
        scale = original.width() / (double) width;
        Columns columns = new Columns(source.width(), width);
        float[] row = new float[source.width()];
        for (int y = 0; y < height; y++) {
            double place = Math.clamp((y + 0.5) * source.height() / height - 0.5, 0, source.height() - 1.001);
            int upper = (int) place;
            int lower = Math.min(upper + 1, source.height() - 1);
            RowArithmetic.blend(values[upper], values[lower], (float) (place - upper), row, row.length);
            columns.interpolate(row, rows[y]);
        }
    }

    private void allocate(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        if (rows.length < height || rows[0].length < width) {
            int longest = Math.max(width, rows.length == 0 ? 0 : rows[0].length);
            rows = new float[Math.max(height, rows.length)][longest];
        }
    }

    /** For each column of the resized picture, its position in the source. */
    private static final class Columns {
        private final int[] left;
        private final float[] weight;

        Columns(int from, int to) {
            left = new int[to];
            weight = new float[to];
            for (int x = 0; x < to; x++) {
                double place = Math.clamp((x + 0.5) * from / to - 0.5, 0, from - 1.001);
                left[x] = (int) place;
                weight[x] = (float) (place - left[x]);
            }
        }

        void interpolate(float[] row, float[] target) {
            for (int x = 0; x < left.length; x++) {
                float a = row[left[x]];
                target[x] = a + weight[x] * (row[left[x] + 1] - a);
            }
        }
    }
}

package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uz.fiskaldesk.scan.picture.Luminance;

/** A picture and its halves, each made when first asked for. */
final class GreyPyramid {
    private final List<Luminance> halves = new ArrayList<>();
    private final Map<Integer, float[][]> floats = new HashMap<>();

    GreyPyramid(Luminance picture) {
        halves.add(picture);
    }

    Luminance picture() {
        return halves.getFirst();
    }

    /** The picture halved this many times, or as often as its size allows. */
    Luminance halved(int times) {
        while (halves.size() <= times
                && halves.getLast().width() >= 16
                && halves.getLast().height() >= 16) {
            halves.add(halves.getLast().half());
        }
        return halves.get(Math.min(times, halves.size() - 1));
    }

    /**
     * Resizes the picture to a part of its size, as floats; bilinear from the smallest half that is not smaller.
     *
     * @param factor up to about 1.3
     */
    void resize(double factor, FloatPicture into) {
        int times = 0;
        while (factor * (2 << times) <= 1.3
                && halved(times + 1).width() < halved(times).width()) {
            times++;
        }
        Luminance source = halved(times);
        float[][] values = floats(times, source);
        int width = (int) Math.round(picture().width() * factor);
        int height = (int) Math.round(picture().height() * factor);
        into.resize(width, height, picture().width() / (double) width);
        Columns columns = new Columns(source.width(), width);
        float[] row = new float[source.width()];
        for (int y = 0; y < height; y++) {
            double place = Math.clamp((y + 0.5) * source.height() / height - 0.5, 0, source.height() - 1.001);
            int upper = (int) place;
            int lower = Math.min(upper + 1, source.height() - 1);
            Rows.blend(values[upper], values[lower], (float) (place - upper), row, row.length);
            columns.pick(row, into.rows[y]);
        }
    }

    private float[][] floats(int times, Luminance source) {
        return floats.computeIfAbsent(times, _ -> {
            byte[] grey = source.grey();
            float[][] values = new float[source.height()][source.width()];
            for (int y = 0; y < values.length; y++) {
                float[] row = values[y];
                int start = y * row.length;
                for (int x = 0; x < row.length; x++) {
                    row[x] = grey[start + x] & 255;
                }
            }
            return values;
        });
    }

    /** Where the columns of a resized picture come from. */
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

        void pick(float[] row, float[] target) {
            for (int x = 0; x < left.length; x++) {
                float a = row[left[x]];
                target[x] = a + weight[x] * (row[left[x] + 1] - a);
            }
        }
    }
}

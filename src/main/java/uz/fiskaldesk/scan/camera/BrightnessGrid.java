package uz.fiskaldesk.scan.camera;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The mean brightness of a frame in {@value #COLUMNS} by {@value #ROWS} fields, which noise hardly changes. Shows where the
 * scene has changed, and whether it is dark.
 */
final class BrightnessGrid {
    private static final int COLUMNS = 32;
    private static final int ROWS = 18;
    static final int FIELDS = COLUMNS * ROWS;
    /** Every so many pixels along a side one is sampled. */
    private static final int STEP = 4;
    /** Grey levels: more than noise, less than a receipt that appears at the edge. */
    private static final int CHANGE = 6;
    /** The ratio up to which the brightness of a row may change by the flicker of lamps. */
    private static final double MAX_FLICKER = 1.4;
    /** Grey levels: more than the noise of a covered lens. */
    private static final int DARK = 40;

    private final int width;
    private final int height;
    private final int[] means;
    private final boolean dark;

    private BrightnessGrid(int width, int height, int[] means, boolean dark) {
        this.width = width;
        this.height = height;
        this.means = means;
        this.dark = dark;
    }

    static BrightnessGrid of(Frame frame) {
        int[] sums = new int[FIELDS];
        int[] counts = new int[FIELDS];
        int bright = 0;
        int samples = 0;
        for (int y = 0; y < frame.height(); y += STEP) {
            int fieldRow = y * ROWS / frame.height() * COLUMNS;
            int row = 3 * y * frame.width();
            for (int x = 0; x < frame.width(); x += STEP) {
                // Green contributes most of the luma.
                int green = frame.rgb[row + 3 * x + 1] & 255;
                int field = fieldRow + x * COLUMNS / frame.width();
                sums[field] += green;
                counts[field]++;
                bright += green >= DARK ? 1 : 0;
                samples++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i]);
        }
        return new BrightnessGrid(frame.width(), frame.height(), sums, bright * 1000 < samples);
    }

    boolean isDark() {
        return dark;
    }

    /**
     * The fields that differ from those of an earlier frame. A rolling shutter turns the flicker of lamps into stripes that
     * brighten or darken whole rows, so each row is compared relative to the median of its fields.
     */
    BitSet changesSince(BrightnessGrid earlier) {
        BitSet changed = new BitSet(FIELDS);
        double[] ratios = new double[COLUMNS];
        for (int first = 0; first < FIELDS; first += COLUMNS) {
            for (int x = 0; x < COLUMNS; x++) {
                ratios[x] = (means[first + x] + 1.0) / (earlier.means[first + x] + 1.0);
            }
            Arrays.sort(ratios);
            double light = ratios[COLUMNS / 2];
            light = light < MAX_FLICKER && light > 1 / MAX_FLICKER ? light : 1;
            for (int field = first; field < first + COLUMNS; field++) {
                int before = earlier.means[field];
                // Overexposed fields do not flicker.
                double change = Math.min(Math.abs(means[field] - before), Math.abs(means[field] - light * before));
                changed.set(field, change > CHANGE);
            }
        }
        return changed;
    }

    /** The rectangle around some fields with a margin of one field, in pixels. */
    Rectangle around(BitSet fields) {
        Rectangle around = new Rectangle();
        fields.stream()
                .mapToObj(field -> new Rectangle(field % COLUMNS - 1, Math.floorDiv(field, COLUMNS) - 1, 3, 3))
                .reduce(Rectangle::union)
                .ifPresent(around::setBounds);
        int left = around.x * width / COLUMNS;
        int top = around.y * height / ROWS;
        int right = Math.ceilDiv((around.x + around.width) * width, COLUMNS);
        int bottom = Math.ceilDiv((around.y + around.height) * height, ROWS);
        return new Rectangle(left, top, right - left, bottom - top).intersection(all());
    }

    /** The whole frame, in pixels. */
    Rectangle all() {
        return new Rectangle(width, height);
    }
}

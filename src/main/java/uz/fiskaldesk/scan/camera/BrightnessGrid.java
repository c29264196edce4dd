package uz.fiskaldesk.scan.camera;

/**
 * The mean brightness of a frame in {@value #COLUMNS} by {@value #ROWS} fields, which noise hardly changes. Shows whether
 * the scene has changed, and whether it is dark.
 */
final class BrightnessGrid {
    private static final int COLUMNS = 32;
    private static final int ROWS = 18;
    /** Every so many pixels along a side one is sampled. */
    private static final int STEP = 4;
    /** Grey levels: more than the flicker of lamps, less than a receipt that appears at the edge. */
    private static final int CHANGE = 6;
    /** Grey levels: more than the noise of a covered lens. */
    private static final int DARK = 40;

    private final int[] means;
    private final boolean dark;

    private BrightnessGrid(int[] means, boolean dark) {
        this.means = means;
        this.dark = dark;
    }

    static BrightnessGrid of(Frame frame) {
        int[] sums = new int[COLUMNS * ROWS];
        int[] counts = new int[COLUMNS * ROWS];
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
        return new BrightnessGrid(sums, bright * 1000 < samples);
    }

    boolean isDark() {
        return dark;
    }

    boolean differsFrom(BrightnessGrid other) {
        for (int i = 0; i < means.length; i++) {
            if (Math.abs(means[i] - other.means[i]) > CHANGE) {
                return true;
            }
        }
        return false;
    }
}

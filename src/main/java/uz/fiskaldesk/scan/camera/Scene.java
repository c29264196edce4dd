package uz.fiskaldesk.scan.camera;

/**
 * A frame at a glance: the mean brightness of some 600 fields, which noise hardly moves. Tells whether anything has
 * changed before the camera, and whether it sees anything at all.
 */
final class Scene {
    private static final int COLUMNS = 32;
    private static final int ROWS = 18;
    /** One pixel of so many along a side is looked at. */
    private static final int STEP = 4;
    /** Grey levels: above the flicker of lamps, below a receipt that comes in at the edge. */
    private static final int CHANGE = 6;
    /** A covered lens gives noise below this. */
    private static final int DARK = 40;

    private final int[] means;
    private final boolean dark;

    private Scene(int[] means, boolean dark) {
        this.means = means;
        this.dark = dark;
    }

    static Scene of(Frame frame) {
        int[] sums = new int[COLUMNS * ROWS];
        int[] counts = new int[COLUMNS * ROWS];
        int bright = 0;
        int seen = 0;
        for (int y = 0; y < frame.height(); y += STEP) {
            int fieldRow = y * ROWS / frame.height() * COLUMNS;
            int row = 3 * y * frame.width();
            for (int x = 0; x < frame.width(); x += STEP) {
                // Green is most of what is called brightness.
                int green = frame.rgb[row + 3 * x + 1] & 255;
                int field = fieldRow + x * COLUMNS / frame.width();
                sums[field] += green;
                counts[field]++;
                bright += green >= DARK ? 1 : 0;
                seen++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i]);
        }
        return new Scene(sums, bright * 1000 < seen);
    }

    boolean isDark() {
        return dark;
    }

    boolean differsFrom(Scene other) {
        for (int i = 0; i < means.length; i++) {
            if (Math.abs(means[i] - other.means[i]) > CHANGE) {
                return true;
            }
        }
        return false;
    }
}

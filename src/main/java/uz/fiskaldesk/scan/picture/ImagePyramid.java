package uz.fiskaldesk.scan.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A picture at full size, half size, a quarter and so on. Levels are computed on first use. For one thread. */
public final class ImagePyramid {
    private static final int SMALLEST_SIDE = 16;

    private final List<Luminance> levels = new ArrayList<>();
    private final Map<Integer, float[][]> floatRows = new HashMap<>();

    public ImagePyramid(Luminance picture) {
        levels.add(picture);
    }

    /** The picture at full size. */
    public Luminance original() {
        return levels.getFirst();
    }

    /** The picture halved the given number of times, or as often as its size allows. */
    public Luminance halved(int times) {
        while (levels.size() - 1 < times
                && levels.getLast().width() >= SMALLEST_SIDE
                && levels.getLast().height() >= SMALLEST_SIDE) {
            levels.add(levels.getLast().half());
        }
        return levels.get(Math.min(times, levels.size() - 1));
    }

    /** The smallest picture in which a module has at least the given side, or the original; both in pixels. */
    public Luminance level(double module, double least) {
        return halved(Math.max(0, Math.getExponent(module / least)));
    }

    /** All pictures whose sides have at least so many pixels, smallest first. */
    public List<Luminance> levels(int leastSide) {
        halved(Integer.MAX_VALUE);
        return levels.reversed().stream()
                .filter(level -> Math.min(level.width(), level.height()) >= leastSide)
                .toList();
    }

    /** The rows of {@link #halved} as floats, 0 black to 255 white; to be read only. */
    public float[][] floatRows(int times) {
        return floatRows.computeIfAbsent(times, _ -> {
            Luminance level = halved(times);
            byte[] grey = level.grey();
            float[][] rows = new float[level.height()][level.width()];
            for (int y = 0; y < rows.length; y++) {
                float[] row = rows[y];
                int start = y * row.length;
                for (int x = 0; x < row.length; x++) {
                    row[x] = grey[start + x] & 255;
                }
            }
            return rows;
        });
    }
}

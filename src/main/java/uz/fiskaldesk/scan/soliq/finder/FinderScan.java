package uz.fiskaldesk.scan.soliq.finder;

import com.google.zxing.common.BitArray;
import com.google.zxing.common.BitMatrix;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.scan.decoder.AdaptiveThreshold;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * Searches for finder patterns by their runs of 1, 1, 3, 1 and 1 modules in a binary picture. Unlike a correlation it does
 * not depend on size and perspective, as the ratios hold for every line through the centre, but blur and damage break it.
 */
public final class FinderScan {
    /** Pixels to each side over which the picture is averaged for its threshold. */
    private static final int RADIUS = 25;
    /** Modules by which a run may differ, besides a pixel. */
    private static final double TOLERANCE = 0.5;

    private static final int MIN_SIDE = 24;
    private static final double MAX_CORRELATION = 0.9;
    private static final int[] RUNS = {1, 1, 3, 1, 1};

    private final BitMatrix black;
    private final double scale;
    private final List<FinderCandidate> found;

    private FinderScan(BitMatrix black, double scale, List<FinderCandidate> found) {
        this.black = black;
        this.scale = scale;
        this.found = found;
    }

    /** Candidates of all sizes, small pictures first; several may lie on one finder pattern. */
    public static List<FinderCandidate> search(ImagePyramid pyramid, Deadline deadline) {
        List<FinderCandidate> found = new ArrayList<>();
        for (Luminance level : pyramid.levels(MIN_SIDE)) {
            if (!deadline.passed()) {
                double scale = pyramid.original().width() / (double) level.width();
                new FinderScan(new AdaptiveThreshold(RADIUS).black(level), scale, found).search();
            }
        }
        return found;
    }

    private void search() {
        BitArray row = new BitArray(black.getWidth());
        int[] edges = new int[6];
        for (int y = 1; y < black.getHeight(); y += 2) {
            row = black.getRow(y, row);
            int count = 0;
            for (int x = row.getNextSet(0); x < row.getSize(); x = row.getNextSet(edges[5])) {
                System.arraycopy(edges, 2, edges, 0, 4);
                edges[4] = x;
                edges[5] = row.getNextUnset(x);
                if (++count >= 3 && isFinder(edges)) {
                    addIfFinder((edges[2] + edges[3]) / 2, y);
                }
            }
        }
    }

    private static boolean isFinder(int[] edges) {
        return deviation(edges) < 1;
    }

    /** The largest deviation of a run, relative to the tolerance. */
    private static double deviation(int[] edges) {
        double module = (edges[5] - edges[0]) / 7.0;
        double most = 0;
        for (int i = 0; i < RUNS.length; i++) {
            double tolerance = TOLERANCE * module * (i == 2 ? 1.5 : 1) + 0.7;
            most = Math.max(most, Math.abs(edges[i + 1] - edges[i] - RUNS[i] * module) / tolerance);
        }
        return most;
    }

    private void addIfFinder(int x, int y) {
        int[] down = edges(x, y, 0, 1);
        if (!isFinder(down)) {
            return;
        }
        int middle = y + (down[2] + down[3]) / 2;
        int[] across = edges(x, middle, 1, 0);
        double diagonal = Math.min(deviation(edges(x, middle, 1, 1)), deviation(edges(x, middle, 1, -1)));
        double worst = Math.max(diagonal, Math.max(deviation(down), deviation(across)));
        if (worst >= 1) {
            return;
        }
        double module = Math.sqrt((across[5] - across[0]) * (double) (down[5] - down[0])) / 7;
        double centre = x + (across[2] + across[3]) / 2.0;
        found.add(new FinderCandidate(
                centre * scale, (y + (down[2] + down[3]) / 2.0) * scale, module * scale, MAX_CORRELATION - worst / 3));
    }

    /** The edges of the runs on a line through a black pixel, relative to it; no finder's where there are fewer. */
    private int[] edges(int x, int y, int dx, int dy) {
        int[] edges = new int[6];
        for (int side = 0; side < 2; side++) {
            int direction = 2 * side - 1;
            int length = 0;
            for (int run = 0; run < 3; run++) {
                while (isColour(x + length * direction * dx, y + length * direction * dy, run != 1)) {
                    length++;
                }
                edges[side == 0 ? 2 - run : 3 + run] = side == 0 ? 1 - length : length;
            }
        }
        return edges;
    }

    private boolean isColour(int x, int y, boolean isBlack) {
        return x >= 0 && y >= 0 && x < black.getWidth() && y < black.getHeight() && black.get(x, y) == isBlack;
    }
}

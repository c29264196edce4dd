package uz.fiskaldesk.scan.soliq.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;

/** Searches for the alignment pattern around the place where a grid expects it. */
final class AlignmentSearch {
    /** Modules to each side. */
    private static final int REACH = 6;
    /** Samples per module. */
    private static final int STEPS = 2;

    private static final int MAX_PEAKS = 4;
    private static final double MIN_CORRELATION = 0.25;
    /** Samples along a side, with a margin of two modules for the pattern. */
    private static final int SIZE = 2 * STEPS * (REACH + 2) + 1;

    private final ImagePyramid pyramid;
    private final Grid grid;

    private record Peak(double u, double v, double correlation) {}

    AlignmentSearch(ImagePyramid pyramid, Grid grid) {
        this.pyramid = pyramid;
        this.grid = grid;
    }

    /**
     * The best peaks other than the place where the grid expects the pattern, pixels in the picture.
     *
     * @param centre both coordinates of the pattern's centre, modules
     */
    List<double[]> around(double centre) {
        float[] samples = samples(centre);
        float[] correlations = new float[SIZE * SIZE];
        for (int y = 2 * STEPS; y < SIZE - 2 * STEPS; y++) {
            for (int x = 2 * STEPS; x < SIZE - 2 * STEPS; x++) {
                correlations[y * SIZE + x] = correlation(samples, x, y);
            }
        }
        List<Peak> peaks = new ArrayList<>();
        for (int y = 2 * STEPS + 1; y < SIZE - 2 * STEPS - 1; y++) {
            for (int x = 2 * STEPS + 1; x < SIZE - 2 * STEPS - 1; x++) {
                addPeak(correlations, x, y, peaks);
            }
        }
        return peaks.stream()
                .filter(peak -> peak.u() != 0 || peak.v() != 0)
                .sorted(Comparator.comparingDouble(Peak::correlation).reversed())
                .limit(MAX_PEAKS)
                .map(peak -> place(centre + peak.u(), centre + peak.v()))
                .toList();
    }

    private double[] place(double u, double v) {
        double[] xy = new double[2];
        grid.locate(u, v, xy);
        return xy;
    }

    private float[] samples(double centre) {
        Luminance picture = pyramid.level(grid.modulePixels(centre, centre), 2.5);
        double scale = pyramid.original().width() / (double) picture.width();
        float[] samples = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double[] at = place(centre + x / (double) STEPS - REACH - 2, centre + y / (double) STEPS - REACH - 2);
                samples[y * SIZE + x] = picture.interpolate(at[0] / scale - 0.5, at[1] / scale - 0.5);
            }
        }
        return samples;
    }

    /** Normalised correlation with the alignment pattern: a black ring around a white one around a black module. */
    private static float correlation(float[] samples, int x, int y) {
        float sum = 0;
        float power = 0;
        float black = 0;
        for (int j = -2; j <= 2; j++) {
            for (int i = -2; i <= 2; i++) {
                float v = samples[(y + j * STEPS) * SIZE + x + i * STEPS];
                sum += v;
                power += v * v;
                black += Math.max(Math.abs(i), Math.abs(j)) == 1 ? 0 : v;
            }
        }
        // 17 black modules and 8 white ones.
        float mean = sum / 25;
        float variance = Math.max(4, power / 25 - mean * mean);
        return (17 * mean - black) / (float) Math.sqrt(25.0 * variance * (17 * 8 / 25.0));
    }

    private static void addPeak(float[] correlations, int x, int y, List<Peak> peaks) {
        float top = correlations[y * SIZE + x];
        if (top < MIN_CORRELATION) {
            return;
        }
        for (int j = -1; j <= 1; j++) {
            for (int i = -1; i <= 1; i++) {
                if (correlations[(y + j) * SIZE + x + i] > top) {
                    return;
                }
            }
        }
        peaks.add(new Peak(x / (double) STEPS - REACH - 2, y / (double) STEPS - REACH - 2, top));
    }
}

package uz.fiskaldesk.scan.soliq.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;

/** Searches for the alignment pattern around the place where it would be without perspective. */
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
    private final FinderCandidate corner;
    private final double[] axes;

    private record Peak(double u, double v, double correlation) {}

    /**
     * A search in one code.
     *
     * @param corner the finder pattern in the upper left corner of the code
     * @param axes the step of one module along u (x, y) and along v (x, y), pixels
     */
    AlignmentSearch(ImagePyramid pyramid, FinderCandidate corner, double[] axes) {
        this.pyramid = pyramid;
        this.corner = corner;
        this.axes = axes;
    }

    /**
     * Places in the picture, pixels: the best peaks, and last the place where the pattern would be without perspective.
     *
     * @param distance from the corner finder's centre along each axis, modules
     */
    List<double[]> around(double distance) {
        float[] samples = samples(distance);
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
        peaks.sort(Comparator.comparingDouble(Peak::correlation).reversed());
        List<double[]> places = new ArrayList<>();
        for (Peak peak : peaks.subList(0, Math.min(MAX_PEAKS, peaks.size()))) {
            places.add(place(distance + peak.u(), distance + peak.v()));
        }
        places.add(place(distance, distance));
        return places;
    }

    private double[] place(double u, double v) {
        return new double[] {corner.x() + u * axes[0] + v * axes[2], corner.y() + u * axes[1] + v * axes[3]};
    }

    private float[] samples(double distance) {
        Luminance picture = level(pyramid, Math.sqrt(Math.abs(axes[0] * axes[3] - axes[1] * axes[2])));
        double scale = pyramid.original().width() / (double) picture.width();
        float[] samples = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double[] at =
                        place(distance + x / (double) STEPS - REACH - 2, distance + y / (double) STEPS - REACH - 2);
                samples[y * SIZE + x] = picture.interpolate(at[0] / scale - 0.5, at[1] / scale - 0.5);
            }
        }
        return samples;
    }

    /** The level of the pyramid on which a single sample is an average over a good part of a module. */
    static Luminance level(ImagePyramid pyramid, double modulePixels) {
        return pyramid.halved(modulePixels > 14 ? 2 : modulePixels > 5 ? 1 : 0);
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

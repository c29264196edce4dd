package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** Looks for the alignment pattern around where a flat code straight before the camera would have it. */
final class AlignmentSearch {
    /** Modules to each side. */
    private static final int REACH = 6;

    private static final int STEPS = 2;
    private static final int PEAKS = 4;
    private static final double LEAST_LIKENESS = 0.25;
    private static final int SIZE = 2 * STEPS * (REACH + 2) + 1;

    private final GreyPyramid pyramid;
    private final FinderMark corner;
    /** Pixels of a module along u and v. */
    private final double[] axes;

    private record Peak(double u, double v, double likeness) {}

    AlignmentSearch(GreyPyramid pyramid, FinderMark corner, double[] axes) {
        this.pyramid = pyramid;
        this.corner = corner;
        this.axes = axes;
    }

    /** Places in the picture, pixels: the best peaks, and where it would be without any perspective. */
    List<double[]> around(double modulesFromCorner) {
        float[] samples = samples(modulesFromCorner);
        List<Peak> all = new ArrayList<>();
        float[] likeness = new float[SIZE * SIZE];
        for (int y = 2 * STEPS; y < SIZE - 2 * STEPS; y++) {
            for (int x = 2 * STEPS; x < SIZE - 2 * STEPS; x++) {
                likeness[y * SIZE + x] = likeness(samples, x, y);
            }
        }
        for (int y = 2 * STEPS + 1; y < SIZE - 2 * STEPS - 1; y++) {
            for (int x = 2 * STEPS + 1; x < SIZE - 2 * STEPS - 1; x++) {
                addPeak(likeness, x, y, all);
            }
        }
        all.sort(Comparator.comparingDouble(Peak::likeness).reversed());
        List<double[]> places = new ArrayList<>();
        for (Peak peak : all.subList(0, Math.min(PEAKS, all.size()))) {
            places.add(place(modulesFromCorner + peak.u(), modulesFromCorner + peak.v()));
        }
        places.add(place(modulesFromCorner, modulesFromCorner));
        return places;
    }

    private double[] place(double u, double v) {
        return new double[] {corner.x() + u * axes[0] + v * axes[2], corner.y() + u * axes[1] + v * axes[3]};
    }

    private float[] samples(double middle) {
        double module = Math.sqrt(Math.abs(axes[0] * axes[3] - axes[1] * axes[2]));
        Luminance picture = pyramid.halved(module > 14 ? 2 : module > 5 ? 1 : 0);
        double scale = pyramid.picture().width() / (double) picture.width();
        float[] samples = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double[] at = place(middle + x / (double) STEPS - REACH - 2, middle + y / (double) STEPS - REACH - 2);
                samples[y * SIZE + x] = Bilinear.at(picture, at[0] / scale - 0.5, at[1] / scale - 0.5);
            }
        }
        return samples;
    }

    /** Correlation with a black ring around white around black. */
    private static float likeness(float[] samples, int x, int y) {
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

    private static void addPeak(float[] likeness, int x, int y, List<Peak> peaks) {
        float top = likeness[y * SIZE + x];
        if (top < LEAST_LIKENESS) {
            return;
        }
        for (int j = -1; j <= 1; j++) {
            for (int i = -1; i <= 1; i++) {
                if (likeness[(y + j) * SIZE + x + i] > top) {
                    return;
                }
            }
        }
        peaks.add(new Peak(x / (double) STEPS - REACH - 2, y / (double) STEPS - REACH - 2, top));
    }
}

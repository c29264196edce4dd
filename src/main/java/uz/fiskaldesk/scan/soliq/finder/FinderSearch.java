package uz.fiskaldesk.scan.soliq.finder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.picture.ImagePyramid;

/**
 * Searches for finder patterns by normalised correlation at a series of scales. Slower than scanning the rows of a binary
 * image for runs, but blur, noise and missing print lines, which break those runs, only lower the correlation. Keeps
 * buffers between pictures. For one thread.
 */
public final class FinderSearch {
    /** Ratio between one scale and the next. */
    public static final double SCALE_STEP = 1.19;

    /** Least approximate correlation of a peak that is refined. */
    private static final float MIN_APPROXIMATE = 0.27f;

    /** Least exact correlation at the place of the approximate peak, which may be off by a pixel. */
    private static final float MIN_BEFORE_REFINEMENT = 0.2f;

    private static final double MIN_CORRELATION = 0.31;
    /** Grey levels squared; less contrast is only the noise of a good camera. */
    private static final float MIN_VARIANCE = 6;

    private static final int R = FinderKernel.RADIUS;
    /** The square window of the normalisation, somewhat smaller than the kernel. */
    private static final int HALF_WINDOW = (int) (R * 0.9);

    private static final int WINDOW = 2 * HALF_WINDOW + 1;
    private static final float AREA = WINDOW * WINDOW;

    /** Peaks of one scale that are refined at most. */
    private static final int MAX_REFINED = 40;

    private record Peak(int x, int y, float correlation) {}

    /** Scratch rows. Only {@code sums} and {@code squares} keep their values from one row of the picture to the next. */
    private static final class Buffers {
        final float[] sums;
        final float[] squares;
        final float[] a;
        final float[] b;
        final float[] c;
        final float[] left;
        final float[] right;

        Buffers(int width) {
            sums = new float[width];
            squares = new float[width];
            a = new float[width];
            b = new float[width];
            c = new float[width];
            left = new float[width];
            right = new float[width];
        }
    }

    private final FinderKernel kernel = new FinderKernel();
    private final FloatImage picture = new FloatImage();
    /** The approximate correlation of each sampled row; index x is column R + x of the picture. */
    private float[][] correlations = new float[0][];

    private Buffers buffers = new Buffers(0);

    /**
     * The best candidates of each scale, in no particular order; several may lie on one finder pattern.
     *
     * @param from smallest side of a module, pixels, inclusive
     * @param to largest side of a module, pixels, exclusive
     * @param deadline no scale is begun after it
     */
    public List<FinderCandidate> search(ImagePyramid pyramid, double from, double to, Deadline deadline) {
        List<FinderCandidate> all = new ArrayList<>();
        for (double module = from; module < to && !deadline.passed(); module *= SCALE_STEP) {
            picture.resample(pyramid, FinderKernel.MODULE / module);
            if (picture.width < 4 * R || picture.height < 4 * R) {
                break;
            }
            new Scale(module).search(all);
        }
        return all;
    }

    /** Non-maximum suppression: the best candidates, best first, of which none overlaps a better one. */
    public static List<FinderCandidate> withoutOverlaps(List<FinderCandidate> candidates, int limit) {
        List<FinderCandidate> all = new ArrayList<>(candidates);
        all.sort(Comparator.comparingDouble(FinderCandidate::correlation).reversed());
        List<FinderCandidate> kept = new ArrayList<>();
        for (FinderCandidate candidate : all) {
            if (kept.stream().noneMatch(k -> k.distance(candidate) < 2.5 * Math.max(k.module(), candidate.module()))) {
                kept.add(candidate);
                if (kept.size() == limit) {
                    break;
                }
            }
        }
        return kept;
    }

    /** The search at one scale: approximate on every second row, exact around the strongest peaks. */
    private final class Scale {
        private final double module;
        private final int width;
        private final int height;
        /** Sampled rows; row j is row R + 2 j of the picture. */
        private final int rows;

        Scale(double module) {
            this.module = module;
            width = picture.width;
            height = picture.height;
            rows = (height - 2 * R + 1) / 2;
            if (correlations.length < rows || correlations[0].length < width) {
                correlations = new float[rows][width];
                buffers = new Buffers(width);
            }
        }

        void search(List<FinderCandidate> found) {
            float[] sums = buffers.sums;
            float[] squares = buffers.squares;
            Arrays.fill(sums, 0, width, 0);
            Arrays.fill(squares, 0, width, 0);
            for (int y = R - HALF_WINDOW; y < R + HALF_WINDOW; y++) {
                RowArithmetic.addSquares(picture.rows[y], 1, sums, squares, width);
            }
            for (int j = 0; j < rows; j++) {
                int y = R + 2 * j;
                filter(y, correlations[j]);
                RowArithmetic.addSquares(picture.rows[y + HALF_WINDOW], 1, sums, squares, width);
                normalise(correlations[j]);
                RowArithmetic.addSquares(picture.rows[y - HALF_WINDOW], -1, sums, squares, width);
                if (j + 1 < rows) {
                    RowArithmetic.addSquares(picture.rows[y + HALF_WINDOW + 1], 1, sums, squares, width);
                    RowArithmetic.addSquares(picture.rows[y - HALF_WINDOW + 1], -1, sums, squares, width);
                }
            }
            refinePeaks(found);
        }

        /** The response of the separable approximation on one row of the picture. */
        private void filter(int y, float[] response) {
            float[] a = buffers.a;
            float[] b = buffers.b;
            float[] c = buffers.c;
            for (float[] row : new float[][] {a, b, c, response}) {
                Arrays.fill(row, 0, width, 0);
            }
            for (int i = 0; i <= R; i++) {
                RowArithmetic.addThree(
                        picture.rows[y - i],
                        picture.rows[y + i],
                        kernel.columns[0][i],
                        a,
                        kernel.columns[1][i],
                        b,
                        kernel.columns[2][i],
                        c,
                        width);
            }
            filterRow(a, kernel.rows[0], response);
            filterRow(b, kernel.rows[1], response);
            filterRow(c, kernel.rows[2], response);
        }

        private void filterRow(float[] from, float[] weights, float[] response) {
            int count = width - 2 * R;
            float[] left = buffers.left;
            float[] right = buffers.right;
            for (int i = 0; i <= R; i++) {
                System.arraycopy(from, R - i, left, 0, count);
                System.arraycopy(from, R + i, right, 0, count);
                RowArithmetic.addPair(left, right, weights[i], response, count);
            }
        }

        private void normalise(float[] response) {
            int count = width - 2 * R;
            float[] sums = buffers.a;
            float[] squares = buffers.b;
            sumWindows(sums, squares, count);
            float factor = (float) (1 / (kernel.norm * Math.sqrt(AREA)));
            normaliseRow(response, sums, squares, kernel.sum, factor, count);
        }

        /** For each place of the response, the sums over the window around it. */
        private void sumWindows(float[] sums, float[] squares, int count) {
            double sum = 0;
            double square = 0;
            int first = R - HALF_WINDOW;
            for (int x = first; x < first + WINDOW; x++) {
                sum += buffers.sums[x];
                square += buffers.squares[x];
            }
            for (int x = 0; x < count; x++) {
                sums[x] = (float) sum;
                squares[x] = (float) square;
                int left = first + x;
                sum += (double) buffers.sums[left + WINDOW] - buffers.sums[left];
                square += (double) buffers.squares[left + WINDOW] - buffers.squares[left];
            }
        }

        private void refinePeaks(List<FinderCandidate> found) {
            PriorityQueue<Peak> peaks = new PriorityQueue<>(MAX_REFINED, Comparator.comparingDouble(Peak::correlation));
            for (int j = 1; j < rows - 1; j++) {
                collectPeaks(j, peaks);
            }
            for (Peak peak : peaks) {
                refine(peak.x(), peak.y(), found);
            }
        }

        private void collectPeaks(int j, PriorityQueue<Peak> peaks) {
            float[] row = correlations[j];
            float[] above = correlations[j - 1];
            float[] below = correlations[j + 1];
            float threshold = peaks.size() < MAX_REFINED
                    ? MIN_APPROXIMATE
                    : peaks.element().correlation();
            for (int x = 1; x < width - 2 * R - 1; x++) {
                float v = row[x];
                if (v > threshold
                        && v >= row[x - 1]
                        && v > row[x + 1]
                        && v >= largest(above, x)
                        && v >= largest(below, x)) {
                    peaks.add(new Peak(R + x, R + 2 * j, v));
                    if (peaks.size() > MAX_REFINED) {
                        peaks.remove();
                        threshold = peaks.element().correlation();
                    }
                }
            }
        }

        private static float largest(float[] row, int x) {
            return Math.max(Math.max(row[x - 1], row[x]), row[x + 1]);
        }

        /** Climbs to the maximum of the exact correlation, two pixels at most, and interpolates it by parabolas. */
        private void refine(int x, int y, List<FinderCandidate> found) {
            if (exact(x, y) < MIN_BEFORE_REFINEMENT) {
                return;
            }
            float[] near = new float[9];
            int bestX = x;
            int bestY = y;
            for (int step = 0; step < 2; step++) {
                int best = 4;
                for (int i = 0; i < 9; i++) {
                    near[i] = exact(bestX + i % 3 - 1, bestY + Math.floorDiv(i, 3) - 1);
                    best = near[i] > near[best] ? i : best;
                }
                if (best == 4) {
                    break;
                }
                bestX += best % 3 - 1;
                bestY += Math.floorDiv(best, 3) - 1;
            }
            float top = exact(bestX, bestY);
            if (top >= MIN_CORRELATION) {
                double px = bestX + 0.5 + vertex(exact(bestX - 1, bestY), top, exact(bestX + 1, bestY));
                double py = bestY + 0.5 + vertex(exact(bestX, bestY - 1), top, exact(bestX, bestY + 1));
                found.add(new FinderCandidate(px * picture.scale, py * picture.scale, module, top));
            }
        }

        private static double vertex(double left, double middle, double right) {
            double curvature = left - 2 * middle + right;
            return curvature < -1e-6 ? Math.clamp(0.5 * (left - right) / curvature, -0.5, 0.5) : 0;
        }

        /** The normalised correlation with the kernel itself, over its circular support. */
        private float exact(int x, int y) {
            if (x < R || y < R || x >= width - R || y >= height - R) {
                return 0;
            }
            float product = 0;
            float sum = 0;
            float power = 0;
            int count = 0;
            for (int j = -R; j <= R; j++) {
                float[] row = picture.rows[y + j];
                int reach = kernel.reach[j + R];
                int line = (j + R) * FinderKernel.SIDE + R;
                for (int i = -reach; i <= reach; i++) {
                    float v = row[x + i];
                    product += kernel.weights[line + i] * v;
                    sum += v;
                    power += v * v;
                }
                count += 2 * reach + 1;
            }
            float spread = power - sum * sum / count + MIN_VARIANCE * count;
            return -product / (float) Math.sqrt(spread);
        }
    }

    private static void normaliseRow(
            float[] response, float[] sums, float[] squares, float offset, float factor, int count) {
        for (int x = 0; x < count; x++) {
            float mean = sums[x] * (1 / AREA);
            float variance = Math.max(MIN_VARIANCE, squares[x] * (1 / AREA) - mean * mean);
            response[x] = (offset * mean - response[x]) * factor / (float) Math.sqrt(variance);
        }
    }
}

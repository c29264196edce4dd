package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import uz.fiskaldesk.scan.look.Deadline;

/**
 * Looks for finder patterns by correlation in a series of sizes: slower than running along rows of a binary picture, but
 * blur, noise and missing lines that break those runs only lower the peaks. For one thread.
 */
final class FinderSearch {
    /** From one size to the next. */
    static final double STEP = 1.19;

    /** Of the quick answer, below which a place is not looked at closer. */
    private static final float WORTH_A_LOOK = 0.27f;

    /** Of the exact answer a pixel or so beside the peak. */
    private static final float HOPEFUL = 0.2f;

    static final double LIKENESS = 0.31;
    /** Grey levels squared: contrast below the noise of a good camera is none. */
    private static final float QUIET = 6;

    private static final int R = FinderKernel.RADIUS;
    private static final int HALF_WINDOW = (int) (R * 0.9);
    private static final float AREA = (2 * HALF_WINDOW + 1) * (2 * HALF_WINDOW + 1);

    /** Places of one size that are looked at closer: the most finder-like by the quick answer. */
    private static final int CLOSER = 40;

    private record Peak(int x, int y, float answer) {}

    /** Rows to calculate with; {@code a} to {@code d} hold nothing from one step to the next. */
    private static final class Buffers {
        final float[] sums;
        final float[] squares;
        final float[] a;
        final float[] b;
        final float[] c;
        final float[] d;
        final float[] left;
        final float[] right;

        Buffers(int width) {
            sums = new float[width];
            squares = new float[width];
            a = new float[width];
            b = new float[width];
            c = new float[width];
            d = new float[width];
            left = new float[width];
            right = new float[width];
        }
    }

    private final FinderKernel kernel = new FinderKernel();
    private final FloatPicture picture = new FloatPicture();
    /** The quick answers, row by sampled row; place x belongs to column R + x. */
    private float[][] answers = new float[0][];

    private Buffers buffers = new Buffers(0);

    /**
     * The best marks with modules of a size from the one to below the other, pixels; in no order, some on top of others.
     */
    List<FinderMark> search(GreyPyramid pyramid, double from, double to, Deadline deadline) {
        List<FinderMark> all = new ArrayList<>();
        for (double module = from; module < to && !deadline.passed(); module *= STEP) {
            pyramid.resize(FinderKernel.MODULE / module, picture);
            if (picture.width < 4 * R || picture.height < 4 * R) {
                break;
            }
            new Scale(module).search(all);
        }
        return all;
    }

    /** The best, best first, none on top of another. */
    static List<FinderMark> apart(List<FinderMark> marks, int most) {
        List<FinderMark> all = new ArrayList<>(marks);
        all.sort(Comparator.comparingDouble(FinderMark::likeness).reversed());
        List<FinderMark> kept = new ArrayList<>();
        for (FinderMark mark : all) {
            if (kept.stream().noneMatch(k -> k.distance(mark) < 2.5 * Math.max(k.module(), mark.module()))) {
                kept.add(mark);
                if (kept.size() == most) {
                    break;
                }
            }
        }
        return kept;
    }

    /** The search in one size, on every second row, closer where the answer is strong. */
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
            if (answers.length < rows || answers[0].length < width) {
                answers = new float[rows][width];
                buffers = new Buffers(width);
            }
        }

        void search(List<FinderMark> found) {
            float[] sums = buffers.sums;
            float[] squares = buffers.squares;
            Arrays.fill(sums, 0, width, 0);
            Arrays.fill(squares, 0, width, 0);
            for (int y = R - HALF_WINDOW; y < R + HALF_WINDOW; y++) {
                Rows.addSquares(picture.rows[y], sums, squares, width);
            }
            for (int j = 0; j < rows; j++) {
                int y = R + 2 * j;
                filter(y, answers[j]);
                Rows.addSquares(picture.rows[y + HALF_WINDOW], sums, squares, width);
                normalise(answers[j]);
                Rows.subtractSquares(picture.rows[y - HALF_WINDOW], sums, squares, width);
                if (j + 1 < rows) {
                    Rows.addSquares(picture.rows[y + HALF_WINDOW + 1], sums, squares, width);
                    Rows.subtractSquares(picture.rows[y - HALF_WINDOW + 1], sums, squares, width);
                }
            }
            lookCloser(found);
        }

        /** The answer of the kernel's approximation, at place x - R for x. */
        private void filter(int y, float[] answer) {
            float[] a = buffers.a;
            float[] b = buffers.b;
            float[] c = buffers.c;
            Rows.scale(picture.rows[y], kernel.columns[0][0], a, width);
            Rows.scale(picture.rows[y], kernel.columns[1][0], b, width);
            Rows.scale(picture.rows[y], kernel.columns[2][0], c, width);
            for (int i = 1; i <= R; i++) {
                Rows.addThree(
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
            Arrays.fill(answer, 0, width, 0);
            acrossRow(a, kernel.rows[0], answer);
            acrossRow(b, kernel.rows[1], answer);
            acrossRow(c, kernel.rows[2], answer);
        }

        private void acrossRow(float[] from, float[] weights, float[] answer) {
            int count = width - 2 * R;
            float[] left = buffers.left;
            float[] right = buffers.right;
            System.arraycopy(from, R, left, 0, count);
            Rows.addPair(left, left, weights[0] / 2, answer, count);
            for (int i = 1; i <= R; i++) {
                System.arraycopy(from, R - i, left, 0, count);
                System.arraycopy(from, R + i, right, 0, count);
                Rows.addPair(left, right, weights[i], answer, count);
            }
        }

        private void normalise(float[] answer) {
            int count = width - 2 * R;
            float[] sums = buffers.a;
            float[] squares = buffers.b;
            overWindow(buffers.sums, sums);
            overWindow(buffers.squares, squares);
            float factor = (float) (1 / (kernel.norm * Math.sqrt(AREA)));
            normaliseRow(answer, sums, squares, kernel.sum, factor, count);
        }

        /** For each place the sum of the 13 values from its left on; by sums of 2, 4 and 8. */
        private void overWindow(float[] from, float[] to) {
            int most = width - (R - HALF_WINDOW);
            float[] two = buffers.c;
            float[] four = buffers.d;
            float[] shifted = buffers.left;
            System.arraycopy(from, R - HALF_WINDOW, to, 0, most);
            System.arraycopy(to, 1, shifted, 0, most - 1);
            Rows.sum(to, shifted, two, most - 1);
            System.arraycopy(two, 2, shifted, 0, most - 3);
            Rows.sum(two, shifted, four, most - 3);
            System.arraycopy(four, 4, shifted, 0, most - 7);
            Rows.sum(four, shifted, two, most - 7);
            System.arraycopy(four, 8, shifted, 0, most - 11);
            Rows.sum(two, shifted, four, most - 11);
            System.arraycopy(to, 12, shifted, 0, most - 12);
            Rows.sum(four, shifted, to, most - 12);
        }

        private void lookCloser(List<FinderMark> found) {
            PriorityQueue<Peak> peaks = new PriorityQueue<>(CLOSER, Comparator.comparingDouble(Peak::answer));
            for (int j = 1; j < rows - 1; j++) {
                peaks(j, peaks);
            }
            for (Peak peak : peaks) {
                refine(peak.x(), peak.y(), found);
            }
        }

        private void peaks(int j, PriorityQueue<Peak> peaks) {
            float[] row = answers[j];
            float[] above = answers[j - 1];
            float[] below = answers[j + 1];
            float least = peaks.size() < CLOSER ? WORTH_A_LOOK : peaks.element().answer();
            for (int x = 1; x < width - 2 * R - 1; x++) {
                float v = row[x];
                if (v > least
                        && v >= row[x - 1]
                        && v > row[x + 1]
                        && v >= largest(above, x)
                        && v >= largest(below, x)) {
                    peaks.add(new Peak(R + x, R + 2 * j, v));
                    if (peaks.size() > CLOSER) {
                        peaks.remove();
                        least = peaks.element().answer();
                    }
                }
            }
        }

        private static float largest(float[] row, int x) {
            return Math.max(Math.max(row[x - 1], row[x]), row[x + 1]);
        }

        private void refine(int x, int y, List<FinderMark> found) {
            if (exact(x, y) < HOPEFUL) {
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
            if (top >= LIKENESS) {
                double px = bestX + 0.5 + vertex(exact(bestX - 1, bestY), top, exact(bestX + 1, bestY));
                double py = bestY + 0.5 + vertex(exact(bestX, bestY - 1), top, exact(bestX, bestY + 1));
                found.add(new FinderMark(px * picture.scale, py * picture.scale, module, top));
            }
        }

        private static double vertex(double left, double middle, double right) {
            double bend = left - 2 * middle + right;
            return bend < -1e-6 ? Math.clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0;
        }

        /** The normalised correlation with the kernel itself, over its own round support. */
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
            float spread = power - sum * sum / count + QUIET * count;
            return -product / (float) Math.sqrt(spread);
        }
    }

    private static void normaliseRow(
            float[] answers, float[] sums, float[] squares, float offset, float factor, int count) {
        for (int x = 0; x < count; x++) {
            float mean = sums[x] * (1 / AREA);
            float variance = Math.max(QUIET, squares[x] * (1 / AREA) - mean * mean);
            answers[x] = (offset * mean - answers[x]) * factor / (float) Math.sqrt(variance);
        }
    }
}

package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import uz.fiskaldesk.scan.look.Deadline;

/**
 * Looks for finder patterns by correlation in a series of sizes: slower than running along rows of a binary picture, but
 * blur, noise and missing lines that break those runs only lower the peaks. For one thread.
 */
final class FinderSearch {
    /** Side of the smallest module looked for, pixels. */
    static final double SMALLEST_MODULE = 1.7;

    static final double LARGEST_MODULE = 14;
    private static final double STEP = 1.19;
    /** Of the quick answer, below which a place is not looked at closer. */
    private static final float WORTH_A_LOOK = 0.27f;

    static final double LIKENESS = 0.31;
    /** Grey levels squared: contrast below the noise of a good camera is none. */
    private static final float QUIET = 6;

    private static final int R = FinderKernel.RADIUS;
    private static final int HALF_WINDOW = (int) (R * 0.9);
    private static final float AREA = (2 * HALF_WINDOW + 1) * (2 * HALF_WINDOW + 1);

    private final FinderKernel kernel = new FinderKernel();

    /** The best marks, best first, none on top of another. */
    List<FinderMark> search(GreyPyramid pyramid, int most, Deadline deadline) {
        List<FinderMark> all = new ArrayList<>();
        for (double module = SMALLEST_MODULE; module <= LARGEST_MODULE && !deadline.passed(); module *= STEP) {
            FloatPicture picture = pyramid.resized(FinderKernel.MODULE / module);
            if (picture.width < 4 * R || picture.height < 4 * R) {
                break;
            }
            new Scale(picture, module).search(all);
        }
        return apart(all, most);
    }

    private static List<FinderMark> apart(List<FinderMark> all, int most) {
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
        /** Floats in a band of rows that is worked on together: long runs, but not longer than the nearest cache. */
        private static final int BAND = 2048;

        private final FloatPicture picture;
        private final double module;
        private final int width;
        /** Sampled rows; row j is row R + 2 j of the picture. */
        private final int rows;

        private final float[] answers;
        private final float[] sums;
        private final float[] squares;
        private final float[] runningSums;
        private final float[] runningSquares;
        private final float[] windowSums;
        private final float[] windowSquares;

        Scale(FloatPicture picture, double module) {
            this.picture = picture;
            this.module = module;
            this.width = picture.width;
            this.rows = (picture.height - 2 * R + 1) / 2;
            answers = new float[rows * width];
            sums = new float[width];
            squares = new float[width];
            runningSums = new float[width + 1];
            runningSquares = new float[width + 1];
            windowSums = new float[width - 2 * R];
            windowSquares = new float[width - 2 * R];
        }

        void search(List<FinderMark> found) {
            int band = Math.max(1, BAND / width);
            float[][] columns = new float[FinderKernel.RANK][band * width];
            float[] pair = new float[band * width];
            for (int j = 0; j < rows; j += band) {
                int count = Math.min(band, rows - j) * width;
                columns(j, count, pair, columns);
                for (int k = 0; k < FinderKernel.RANK; k++) {
                    rows(columns[k], kernel.rows[k], j * width, count);
                }
            }
            normalise();
            for (int j = 1; j < rows - 1; j++) {
                peaks(j, found);
            }
        }

        private void columns(int j, int count, float[] pair, float[][] columns) {
            for (float[] column : columns) {
                Arrays.fill(column, 0);
            }
            for (int i = 0; i <= R; i++) {
                int y = R + 2 * j;
                float[] half = picture.half(y + i);
                if (i == 0) {
                    System.arraycopy(half, picture.start(y), pair, 0, count);
                } else {
                    addRows(half, picture.start(y - i), picture.start(y + i), pair, count);
                }
                addThree(
                        pair,
                        kernel.columns[0][i],
                        columns[0],
                        kernel.columns[1][i],
                        columns[1],
                        kernel.columns[2][i],
                        columns[2],
                        count);
            }
        }

        /** Near the sides a row runs on into the next: nobody looks there. */
        private void rows(float[] from, float[] weights, int start, int count) {
            for (int i = -R; i <= R; i++) {
                addShifted(from, R + i, weights[Math.abs(i)], answers, start + R, count - 2 * R);
            }
        }

        private void normalise() {
            for (int y = R - HALF_WINDOW; y < R + HALF_WINDOW; y++) {
                addRow(y, 1);
            }
            float factor = (float) (1 / (kernel.norm * Math.sqrt(AREA)));
            for (int j = 0; j < rows; j++) {
                int y = R + 2 * j;
                addRow(y + HALF_WINDOW, 1);
                accumulate();
                normaliseRow(answers, j * width + R, windowSums, windowSquares, kernel.sum, factor);
                addRow(y - HALF_WINDOW, -1);
                if (j + 1 < rows) {
                    addRow(y + HALF_WINDOW + 1, 1);
                    addRow(y - HALF_WINDOW + 1, -1);
                }
            }
        }

        private void addRow(int y, float sign) {
            addSquares(picture.half(y), picture.start(y), sign, sums, squares);
        }

        private void accumulate() {
            float s = 0;
            float q = 0;
            for (int x = 0; x < width; x++) {
                s += sums[x];
                q += squares[x];
                runningSums[x + 1] = s;
                runningSquares[x + 1] = q;
            }
            subtractShifted(runningSums, R + HALF_WINDOW + 1, R - HALF_WINDOW, windowSums);
            subtractShifted(runningSquares, R + HALF_WINDOW + 1, R - HALF_WINDOW, windowSquares);
        }

        private void peaks(int j, List<FinderMark> found) {
            int row = j * width;
            for (int x = row + R + 1; x < row + width - R - 1; x++) {
                float v = answers[x];
                if (v > WORTH_A_LOOK
                        && v >= answers[x - 1]
                        && v > answers[x + 1]
                        && v >= largest(x - width)
                        && v >= largest(x + width)) {
                    refine(x - row, R + 2 * j, found);
                }
            }
        }

        private float largest(int x) {
            return Math.max(Math.max(answers[x - 1], answers[x]), answers[x + 1]);
        }

        private void refine(int x, int y, List<FinderMark> found) {
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
            if (x < R || y < R || x >= width - R || y >= picture.height - R) {
                return 0;
            }
            float product = 0;
            float sum = 0;
            float power = 0;
            int count = 0;
            for (int j = -R; j <= R; j++) {
                float[] half = picture.half(y + j);
                int reach = kernel.reach[j + R];
                int row = picture.start(y + j) + x;
                int line = (j + R) * FinderKernel.SIDE + R;
                for (int i = -reach; i <= reach; i++) {
                    float v = half[row + i];
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

    // The loops below are each of a shape that the compiler turns into vector instructions; together in one they are
    // not.

    private static void addRows(float[] from, int first, int second, float[] to, int count) {
        for (int x = 0; x < count; x++) {
            to[x] = from[first + x] + from[second + x];
        }
    }

    private static void subtractShifted(float[] from, int first, int second, float[] to) {
        for (int x = 0; x < to.length; x++) {
            to[x] = from[first + x] - from[second + x];
        }
    }

    private static void addThree(
            float[] from, float wa, float[] a, float wb, float[] b, float wc, float[] c, int count) {
        for (int x = 0; x < count; x++) {
            float v = from[x];
            a[x] += wa * v;
            b[x] += wb * v;
            c[x] += wc * v;
        }
    }

    private static void addShifted(float[] from, int start, float weight, float[] to, int offset, int count) {
        for (int x = 0; x < count; x++) {
            to[offset + x] += weight * from[start + x];
        }
    }

    private static void addSquares(float[] from, int start, float sign, float[] sums, float[] squares) {
        for (int x = 0; x < sums.length; x++) {
            float v = from[start + x];
            float signed = sign * v;
            sums[x] += signed;
            squares[x] += signed * v;
        }
    }

    private static void normaliseRow(
            float[] answers, int start, float[] sums, float[] squares, float offset, float factor) {
        for (int x = 0; x < sums.length; x++) {
            float mean = sums[x] * (1 / AREA);
            float variance = Math.max(QUIET, squares[x] * (1 / AREA) - mean * mean);
            answers[start + x] = (offset * mean - answers[start + x]) * factor / (float) Math.sqrt(variance);
        }
    }
}

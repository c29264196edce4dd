package uz.fiskaldesk.scan.soliq.finder;

import java.util.Arrays;

/**
 * The correlation kernel of a finder pattern with its white border, averaged over all rotations; dark is positive. Also
 * holds its best separable approximation, a sum of {@value #RANK} products of a column and a row, which is ten times as
 * fast to apply.
 */
final class FinderKernel {
    /** Pixels per module. */
    static final double MODULE = 1.5;
    /** Pixels. */
    static final int RADIUS = (int) Math.round(4.6 * MODULE);

    static final int SIDE = 2 * RADIUS + 1;
    /** Three products carry 95 % of the kernel's power. */
    static final int RANK = 3;

    private static final double REACH = 4.9 * MODULE;
    private static final int DIRECTIONS = 24;

    /** Unit power, and mean 0 within the circular support. */
    final float[] weights = new float[SIDE * SIDE];
    /** For each row of the support, its half width. */
    final int[] reach = new int[SIDE];
    /** For each product, the half column from the centre outwards; the centre is halved, as both halves have it. */
    final float[][] columns = new float[RANK][];
    /** For each product, the half row likewise, with the sign of the product. */
    final float[][] rows = new float[RANK][];
    /** The sum of the approximation: its response to a uniform image of value 1. */
    final float sum;
    /** The square root of the approximation's power. */
    final float norm;

    FinderKernel() {
        draw();
        double[][] residual = new double[SIDE][SIDE];
        for (int i = 0; i < weights.length; i++) {
            residual[i / SIDE][i % SIDE] = weights[i];
        }
        double total = 0;
        double power = 0;
        for (int k = 0; k < RANK; k++) {
            double[] vector = dominantEigenvector(residual);
            double value = dot(vector, times(residual, vector));
            double vectorSum = Arrays.stream(vector).sum();
            total += value * vectorSum * vectorSum;
            power += value * value;
            columns[k] = new float[RADIUS + 1];
            rows[k] = new float[RADIUS + 1];
            for (int i = 0; i <= RADIUS; i++) {
                double half = (i == 0 ? 0.5 : 1) * vector[RADIUS + i];
                columns[k][i] = (float) half;
                rows[k][i] = (float) (value * half);
            }
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    residual[y][x] -= value * vector[y] * vector[x];
                }
            }
        }
        sum = (float) total;
        norm = (float) Math.sqrt(power);
    }

    private void draw() {
        for (int j = 0; j < SIDE; j++) {
            reach[j] = (int) Math.min(RADIUS, Math.sqrt(REACH * REACH - (j - RADIUS) * (j - RADIUS)));
        }
        double mean = 0;
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            if (inReach(i)) {
                weights[i] = (float) average(i % SIDE - RADIUS, Math.floorDiv(i, SIDE) - RADIUS);
                mean += weights[i];
                count++;
            }
        }
        mean /= count;
        double power = 0;
        for (int i = 0; i < weights.length; i++) {
            if (inReach(i)) {
                weights[i] -= (float) mean;
                power += weights[i] * weights[i];
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= (float) Math.sqrt(power);
        }
    }

    private static boolean inReach(int place) {
        return Math.hypot(place % SIDE - RADIUS, Math.floorDiv(place, SIDE) - RADIUS) <= REACH;
    }

    private static double average(int x, int y) {
        double sum = 0;
        for (int d = 0; d < DIRECTIONS; d++) {
            double angle = d * Math.PI / 2 / DIRECTIONS;
            for (int part = 0; part < 9; part++) {
                double px = (x + (part % 3 - 1) / 3.0) / MODULE;
                double py = (y + (Math.floorDiv(part, 3) - 1) / 3.0) / MODULE;
                double u = px * Math.cos(angle) - py * Math.sin(angle);
                double v = px * Math.sin(angle) + py * Math.cos(angle);
                sum += colour(Math.max(Math.abs(u), Math.abs(v)));
            }
        }
        return sum / (DIRECTIONS * 9);
    }

    private static int colour(double ring) {
        return ring < 1.5 ? 1 : ring < 2.5 ? -1 : ring < 3.5 ? 1 : ring < 4.5 ? -1 : 0;
    }

    /** The eigenvector of the largest absolute eigenvalue of a symmetric matrix, by power iteration. */
    private static double[] dominantEigenvector(double[][] matrix) {
        double[] vector = new double[SIDE];
        for (int i = 0; i < SIDE; i++) {
            vector[i] = 1 + 0.3 * Math.cos(Math.abs(i - RADIUS) * 1.7);
        }
        for (int step = 0; step < 300; step++) {
            // Squared, so that a negative eigenvalue does not change the sign in every step.
            vector = normalised(times(matrix, times(matrix, vector)));
        }
        return vector;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < SIDE; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                result[y] += matrix[y][x] * vector[x];
            }
        }
        return result;
    }

    private static double[] normalised(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        return Arrays.stream(vector).map(v -> v / length).toArray();
    }
}

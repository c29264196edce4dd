package uz.fiskaldesk.scan.soliq.grid;

import org.jspecify.annotations.Nullable;

/** Solves small systems of linear equations. */
public final class LinearSystem {
    private LinearSystem() {}

    /**
     * Gaussian elimination with partial pivoting; null when the matrix is singular.
     *
     * @param matrix with the right-hand side as its last column; it is overwritten
     */
    public static double @Nullable [] solve(double[][] matrix) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            int pivot = i;
            for (int row = i + 1; row < n; row++) {
                pivot = Math.abs(matrix[row][i]) > Math.abs(matrix[pivot][i]) ? row : pivot;
            }
            double[] line = matrix[pivot];
            matrix[pivot] = matrix[i];
            matrix[i] = line;
            if (Math.abs(line[i]) < 1e-12) {
                return null;
            }
            for (int row = i + 1; row < n; row++) {
                subtract(matrix[row], matrix[row][i] / line[i], line, i);
            }
        }
        double[] solution = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = matrix[i][n];
            for (int j = i + 1; j < n; j++) {
                sum -= matrix[i][j] * solution[j];
            }
            solution[i] = sum / matrix[i][i];
        }
        return solution;
    }

    private static void subtract(double[] row, double factor, double[] line, int from) {
        for (int j = from; j < row.length; j++) {
            row[j] -= factor * line[j];
        }
    }
}

package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.List;

/**
 * Bends a grid so that what is known of the code falls into place: where the known modules around a node agree best when
 * shifted, there the paper has moved by that much. The displacement over the whole code is a polynomial, fitted robustly.
 */
final class GridRefinement {
    /** Holds a node back where shifting does not clearly pay; per squared sample. */
    private static final double INERTIA = 0.03;

    private static final double LEAST_PEAK = 1.5;
    private static final int LEAST_KNOWN = 8;
    /** Modules; a node further off the polynomial counts less. */
    private static final double TOLERANCE = 0.35;

    /**
     * How far to go in one round.
     *
     * @param reach largest shift, samples
     * @param degree of the polynomial
     * @param window modules to each side of a node
     * @param nodes along a side
     */
    record Round(int reach, int degree, int window, int nodes) {}

    private record Shift(double u, double v, double du, double dv, double weight) {}

    private GridRefinement() {}

    static Grid bend(Grid grid, FlatCode code, Pattern pattern, Round round) {
        List<Shift> shifts = new Matching(code, pattern, round).shifts();
        return shifts.size() < 4 ? grid : fit(grid, shifts, round.degree(), code.side);
    }

    private static Grid fit(Grid grid, List<Shift> shifts, int degree, int side) {
        int terms = BentGrid.terms(degree);
        double[][] basis = new double[shifts.size()][10];
        double[] trust = new double[shifts.size()];
        for (int i = 0; i < shifts.size(); i++) {
            BentGrid.terms(shifts.get(i).u(), shifts.get(i).v(), side, basis[i]);
            trust[i] = 1;
        }
        double[] du = new double[terms];
        double[] dv = new double[terms];
        for (int step = 0; step < 3; step++) {
            double[][] forU = new double[terms][terms + 1];
            double[][] forV = new double[terms][terms + 1];
            normalEquations(shifts, basis, trust, forU, forV);
            double[] u = LinearSystem.solve(forU);
            double[] v = LinearSystem.solve(forV);
            if (u == null || v == null) {
                return grid;
            }
            du = u;
            dv = v;
            for (int i = 0; i < trust.length; i++) {
                double eu = dot(du, basis[i]) - shifts.get(i).du();
                double ev = dot(dv, basis[i]) - shifts.get(i).dv();
                trust[i] = 1 / (1 + (eu * eu + ev * ev) / (TOLERANCE * TOLERANCE));
            }
        }
        return new BentGrid(grid, du, dv, side);
    }

    private static void normalEquations(
            List<Shift> shifts, double[][] basis, double[] trust, double[][] forU, double[][] forV) {
        int terms = forU.length;
        double total = 0;
        for (int i = 0; i < trust.length; i++) {
            Shift shift = shifts.get(i);
            double weight = trust[i] * shift.weight();
            total += weight;
            for (int a = 0; a < terms; a++) {
                double wa = weight * basis[i][a];
                forU[a][terms] += wa * shift.du();
                forV[a][terms] += wa * shift.dv();
                for (int b = 0; b < terms; b++) {
                    forU[a][b] += wa * basis[i][b];
                }
            }
        }
        for (int a = 0; a < terms; a++) {
            // A little stiffness, more for the higher degrees.
            forU[a][a] += total * (a < 3 ? 1e-4 : a < 6 ? 3e-3 : 1e-2);
            System.arraycopy(forU[a], 0, forV[a], 0, terms);
        }
    }

    private static double dot(double[] coefficients, double[] basis) {
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += coefficients[i] * basis[i];
        }
        return sum;
    }

    /** The agreement of all nodes at all shifts. */
    private static final class Matching {
        private final FlatCode code;
        private final Pattern pattern;
        private final Round round;
        private final int span;
        private final int[] places;
        /** {@code [node][shift]}. */
        private final float[][] agreement;

        Matching(FlatCode code, Pattern pattern, Round round) {
            this.code = code;
            this.pattern = pattern;
            this.round = round;
            span = 2 * round.reach() + 1;
            places = new int[round.nodes()];
            for (int i = 0; i < places.length; i++) {
                places[i] = Math.round((code.side - 1) * (float) i / (places.length - 1));
            }
            agreement = new float[places.length * places.length][span * span];
            measure();
        }

        private void measure() {
            int side = code.side;
            float[] product = new float[side * side];
            float[] columns = new float[side];
            for (int shift = 0; shift < span * span; shift++) {
                int dx = shift % span - round.reach();
                int dy = Math.floorDiv(shift, span) - round.reach();
                float[] phase = code.phase(dx, dy);
                int origin = code.origin(dx, dy);
                for (int y = 0; y < side; y++) {
                    multiply(pattern.colour, y * side, phase, origin + y * code.stride, product, side);
                }
                for (int j = 0; j < places.length; j++) {
                    sumColumns(product, places[j], columns);
                    for (int i = 0; i < places.length; i++) {
                        agreement[j * places.length + i][shift] = sum(columns, places[i]);
                    }
                }
            }
        }

        private static void multiply(float[] a, int atA, float[] b, int atB, float[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[atA + i] = a[atA + i] * b[atB + i];
            }
        }

        private void sumColumns(float[] product, int middle, float[] columns) {
            int side = code.side;
            java.util.Arrays.fill(columns, 0);
            int last = Math.min(side - 1, middle + round.window());
            for (int y = Math.max(0, middle - round.window()); y <= last; y++) {
                for (int x = 0; x < side; x++) {
                    columns[x] += product[y * side + x];
                }
            }
        }

        private float sum(float[] columns, int middle) {
            float sum = 0;
            int last = Math.min(code.side - 1, middle + round.window());
            for (int x = Math.max(0, middle - round.window()); x <= last; x++) {
                sum += columns[x];
            }
            return sum;
        }

        List<Shift> shifts() {
            List<Shift> shifts = new ArrayList<>();
            for (int j = 0; j < places.length; j++) {
                for (int i = 0; i < places.length; i++) {
                    addShift(places[i], places[j], agreement[j * places.length + i], shifts);
                }
            }
            return shifts;
        }

        private void addShift(int x, int y, float[] values, List<Shift> shifts) {
            int known = 0;
            double u = 0;
            double v = 0;
            int window = round.window();
            for (int b = Math.max(0, y - window); b <= Math.min(code.side - 1, y + window); b++) {
                for (int a = Math.max(0, x - window); a <= Math.min(code.side - 1, x + window); a++) {
                    if (pattern.colour[b * code.side + a] != 0) {
                        known++;
                        u += a + 0.5;
                        v += b + 0.5;
                    }
                }
            }
            if (known < LEAST_KNOWN) {
                return;
            }
            int best = best(values, Math.sqrt(known));
            double peak = values[best] / Math.sqrt(known);
            if (peak < LEAST_PEAK) {
                return;
            }
            int a = best % span;
            int b = Math.floorDiv(best, span);
            double du = a - round.reach() + (a > 0 && a < span - 1 ? vertex(values, best, 1) : 0);
            double dv = b - round.reach() + (b > 0 && b < span - 1 ? vertex(values, best, span) : 0);
            shifts.add(new Shift(u / known, v / known, du / FlatCode.STEPS, dv / FlatCode.STEPS, peak * peak));
        }

        private int best(float[] values, double root) {
            int best = 0;
            double most = -Double.MAX_VALUE;
            for (int shift = 0; shift < values.length; shift++) {
                int dx = shift % span - round.reach();
                int dy = Math.floorDiv(shift, span) - round.reach();
                double value = values[shift] / root - INERTIA * (dx * dx + dy * dy);
                if (value > most) {
                    most = value;
                    best = shift;
                }
            }
            return best;
        }

        private static double vertex(float[] values, int place, int step) {
            double bend = values[place - step] - 2.0 * values[place] + values[place + step];
            double slope = values[place - step] - values[place + step];
            return bend < -1e-9 ? Math.clamp(0.5 * slope / bend, -0.5, 0.5) : 0;
        }
    }
}

package uz.fiskaldesk.scan.soliq.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import uz.fiskaldesk.scan.soliq.grid.Grid;
import uz.fiskaldesk.scan.soliq.grid.LinearSystem;
import uz.fiskaldesk.scan.soliq.template.KnownModules;

/**
 * Corrects a grid for bent paper. At each of some nodes the shift is determined at which the known modules around it agree
 * best with the picture. The displacement of the whole code is a polynomial, fitted robustly to these shifts.
 */
final class GridRefinement {
    /** Penalty for a shift, per squared sample. */
    private static final double SHIFT_PENALTY = 0.03;

    private static final double MIN_PEAK = 1.5;
    private static final int MIN_KNOWN = 8;
    /** Modules; a node further off the polynomial has less weight. */
    private static final double TOLERANCE = 0.35;

    /** The shift at a node, modules. */
    private record Shift(double u, double v, double du, double dv, double weight) {}

    private GridRefinement() {}

    /** The refined grid, or the code's own grid where too little is known. */
    static Grid refine(RectifiedCode code, KnownModules known, RectifiedCode.Round round) {
        List<Shift> shifts = new Matching(code, known, round).shifts();
        return shifts.size() < 4 ? code.grid() : fit(code.grid(), shifts, round.degree(), code.side);
    }

    private static Grid fit(Grid grid, List<Shift> shifts, int degree, int side) {
        int terms = WarpedGrid.countTerms(degree);
        double[][] basis = new double[shifts.size()][WarpedGrid.MAX_TERMS];
        double[] robustness = new double[shifts.size()];
        for (int i = 0; i < shifts.size(); i++) {
            WarpedGrid.terms(shifts.get(i).u(), shifts.get(i).v(), side, basis[i]);
            robustness[i] = 1;
        }
        double[] du = new double[terms];
        double[] dv = new double[terms];
        for (int step = 0; step < 3; step++) {
            double[] u = LinearSystem.solve(normalEquations(shifts, basis, robustness, terms, Shift::du));
            double[] v = LinearSystem.solve(normalEquations(shifts, basis, robustness, terms, Shift::dv));
            if (u == null || v == null) {
                return grid;
            }
            du = u;
            dv = v;
            for (int i = 0; i < robustness.length; i++) {
                double eu = dot(du, basis[i]) - shifts.get(i).du();
                double ev = dot(dv, basis[i]) - shifts.get(i).dv();
                robustness[i] = 1 / (1 + (eu * eu + ev * ev) / (TOLERANCE * TOLERANCE));
            }
        }
        return new WarpedGrid(grid, du, dv, side);
    }

    private static double[][] normalEquations(
            List<Shift> shifts, double[][] basis, double[] robustness, int terms, ToDoubleFunction<Shift> shift) {
        double[][] equations = new double[terms][terms + 1];
        double total = 0;
        for (int i = 0; i < robustness.length; i++) {
            double weight = robustness[i] * shifts.get(i).weight();
            total += weight;
            for (int a = 0; a < terms; a++) {
                for (int b = 0; b < terms; b++) {
                    equations[a][b] += weight * basis[i][a] * basis[i][b];
                }
                equations[a][terms] += weight * basis[i][a] * shift.applyAsDouble(shifts.get(i));
            }
        }
        for (int a = 0; a < terms; a++) {
            // Regularisation, stronger for the higher degrees.
            equations[a][a] += total * (a < 3 ? 1e-4 : a < 6 ? 3e-3 : 1e-2);
        }
        return equations;
    }

    private static double dot(double[] coefficients, double[] basis) {
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += coefficients[i] * basis[i];
        }
        return sum;
    }

    /** The agreement of the picture with the known modules around each node, at each shift. */
    private static final class Matching {
        private final RectifiedCode code;
        private final float[] colours;
        private final RectifiedCode.Round round;
        private final int span;
        private final int[] places;
        /** {@code [node][shift]}. */
        private final float[][] agreement;

        Matching(RectifiedCode code, KnownModules known, RectifiedCode.Round round) {
            this.code = code;
            colours = known.colours();
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
                    multiply(colours, y * side, phase, origin + y * code.stride, product, side);
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
            Arrays.fill(columns, 0);
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
                    if (colours[b * code.side + a] != 0) {
                        known++;
                        u += a + 0.5;
                        v += b + 0.5;
                    }
                }
            }
            if (known < MIN_KNOWN) {
                return;
            }
            int best = best(values, Math.sqrt(known));
            double peak = values[best] / Math.sqrt(known);
            if (peak < MIN_PEAK) {
                return;
            }
            int a = best % span;
            int b = Math.floorDiv(best, span);
            double du = a - round.reach() + (a > 0 && a < span - 1 ? vertex(values, best, 1) : 0);
            double dv = b - round.reach() + (b > 0 && b < span - 1 ? vertex(values, best, span) : 0);
            shifts.add(
                    new Shift(u / known, v / known, du / RectifiedCode.STEPS, dv / RectifiedCode.STEPS, peak * peak));
        }

        private int best(float[] values, double root) {
            int best = 0;
            double most = -Double.MAX_VALUE;
            for (int shift = 0; shift < values.length; shift++) {
                int dx = shift % span - round.reach();
                int dy = Math.floorDiv(shift, span) - round.reach();
                double value = values[shift] / root - SHIFT_PENALTY * (dx * dx + dy * dy);
                if (value > most) {
                    most = value;
                    best = shift;
                }
            }
            return best;
        }

        private static double vertex(float[] values, int place, int step) {
            double curvature = values[place - step] - 2.0 * values[place] + values[place + step];
            double slope = values[place - step] - values[place + step];
            return curvature < -1e-9 ? Math.clamp(0.5 * slope / curvature, -0.5, 0.5) : 0;
        }
    }
}

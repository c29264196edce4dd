package uz.fiskaldesk.scan.soliq.sampling;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.soliq.grid.LinearSystem;
import uz.fiskaldesk.scan.soliq.template.KnownModules;

/**
 * Compensates for blur. Learns from the known modules of a picture how a module's colour follows from the samples on and
 * around it, and applies this to all modules: a ridge regression over {@value #TAPS} samples, half a module apart.
 */
public final class Equaliser {
    private static final double RIDGE = 12;
    /** Cross-validation: known modules are estimated from the other folds, so that they look no better than unknown ones. */
    private static final int FOLDS = 4;

    private static final int REACH = 3;
    private static final int TAPS = 45;
    private static final int FEATURES = TAPS + 1;

    private final RectifiedCode code;
    private final float[] colours;
    private final float[][] features;
    private final double[][][] products = new double[FOLDS][FEATURES][FEATURES + 1];

    private Equaliser(RectifiedCode code, KnownModules known) {
        this.code = code;
        colours = known.colours();
        features = new float[code.side * code.side][FEATURES];
        collectFeatures();
        collectProducts();
    }

    /** For each module how black it is, about -1 to 1; null where the regression has no solution. */
    public static double @Nullable [] equalise(RectifiedCode code, KnownModules known) {
        return new Equaliser(code, known).apply();
    }

    private void collectFeatures() {
        int tap = 0;
        for (int j = -REACH; j <= REACH; j++) {
            for (int i = -REACH; i <= REACH; i++) {
                if (Math.abs(i) + Math.abs(j) < 2 * REACH) {
                    float[] phase = code.phase(2 * i, 2 * j);
                    int origin = code.origin(2 * i, 2 * j);
                    for (int m = 0; m < features.length; m++) {
                        features[m][tap] = phase[origin + Math.floorDiv(m, code.side) * code.stride + m % code.side];
                    }
                    tap++;
                }
            }
        }
        for (float[] feature : features) {
            feature[TAPS] = 1;
        }
    }

    private int fold(int module) {
        return (module % code.side * 7 + Math.floorDiv(module, code.side) * 3) % FOLDS;
    }

    private void collectProducts() {
        for (int m = 0; m < features.length; m++) {
            float colour = colours[m];
            if (colour != 0) {
                double[][] sums = products[fold(m)];
                float[] feature = features[m];
                for (int i = 0; i < FEATURES; i++) {
                    addScaled(sums[i], feature[i], feature);
                    sums[i][FEATURES] += feature[i] * colour;
                }
            }
        }
    }

    private static void addScaled(double[] to, double factor, float[] from) {
        for (int i = 0; i < from.length; i++) {
            to[i] += factor * from[i];
        }
    }

    private double @Nullable [] apply() {
        double[] all = solveWithout(-1);
        if (all == null) {
            return null;
        }
        double[] soft = new double[features.length];
        for (int f = 0; f < FOLDS; f++) {
            double[] others = solveWithout(f);
            if (others == null) {
                return null;
            }
            for (int m = 0; m < soft.length; m++) {
                if (colours[m] != 0 && fold(m) == f) {
                    soft[m] = dot(others, features[m]);
                }
            }
        }
        for (int m = 0; m < soft.length; m++) {
            if (colours[m] == 0) {
                soft[m] = dot(all, features[m]);
            }
        }
        return soft;
    }

    private double @Nullable [] solveWithout(int fold) {
        double[][] sum = new double[FEATURES][FEATURES + 1];
        for (int f = 0; f < FOLDS; f++) {
            if (f != fold) {
                for (int i = 0; i < FEATURES; i++) {
                    for (int j = 0; j <= FEATURES; j++) {
                        sum[i][j] += products[f][i][j];
                    }
                }
            }
        }
        for (int i = 0; i < FEATURES; i++) {
            sum[i][i] += RIDGE;
        }
        return LinearSystem.solve(sum);
    }

    private static double dot(double[] weights, float[] feature) {
        double sum = 0;
        for (int i = 0; i < feature.length; i++) {
            sum += weights[i] * feature[i];
        }
        return sum;
    }
}

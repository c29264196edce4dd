package uz.fiskaldesk.scan.soliq;

import org.jspecify.annotations.Nullable;

/**
 * Undoes the blur: learns from the known modules of this very picture how a module's colour follows from the samples on
 * and around it, and applies that to all. A ridge regression over 45 samples, half a module apart.
 */
final class Equaliser {
    private static final double RIDGE = 12;
    /** Known modules are judged by what was learned from the other three quarters, so that they look no better than new. */
    private static final int FOLDS = 4;

    private static final int REACH = 3;
    private static final int TAPS = 45;
    private static final int FEATURES = TAPS + 1;

    private final FlatCode code;
    private final Pattern pattern;
    private final float[][] features;
    private final double[][][] products = new double[FOLDS][FEATURES][FEATURES + 1];

    private Equaliser(FlatCode code, Pattern pattern) {
        this.code = code;
        this.pattern = pattern;
        features = new float[code.side * code.side][FEATURES];
        collectFeatures();
        collectProducts();
    }

    /** For each module how black it is, about -1 to 1; null where nothing could be learned. */
    static double @Nullable [] softModules(FlatCode code, Pattern pattern) {
        return new Equaliser(code, pattern).apply();
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
            float colour = pattern.colour[m];
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
                if (pattern.colour[m] != 0 && fold(m) == f) {
                    soft[m] = dot(others, features[m]);
                }
            }
        }
        for (int m = 0; m < soft.length; m++) {
            if (pattern.colour[m] == 0) {
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

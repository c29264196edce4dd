package uz.fiskaldesk.scan.soliq.sampling;

import uz.fiskaldesk.scan.soliq.template.KnownModules;

/**
 * Converts equalised modules to log-likelihood ratios of black against white. The local noise is estimated from the known
 * modules: under glare or a fold they are all indistinct, and so are the unknown modules between them.
 */
public final class LogLikelihoodRatios {
    private static final int REACH = 5;
    /** Of the Gaussian window, modules. */
    private static final double SIGMA = 2.2;
    /** The weight of the whole code's average in each local estimate, in known modules. */
    private static final double PRIOR = 6;
    /** Larger ratios are compressed, as real noise has heavier tails than a Gaussian. */
    private static final double SOFT_LIMIT = 3;

    private LogLikelihoodRatios() {}

    /**
     * The ratios, natural logarithms; all 0 where the known modules are inverted on average.
     *
     * @param soft modules from the {@link Equaliser}
     * @param side modules along a side
     */
    public static double[] of(double[] soft, KnownModules known, int side) {
        float[] colours = known.colours();
        int count = soft.length;
        double[] weight = new double[count];
        double[] agreement = new double[count];
        double[] power = new double[count];
        double sum = 0;
        double squares = 0;
        for (int m = 0; m < count; m++) {
            if (colours[m] != 0) {
                weight[m] = 1;
                agreement[m] = colours[m] * soft[m];
                power[m] = soft[m] * soft[m];
                sum += agreement[m];
                squares += power[m];
            }
        }
        double amplitude = sum / known.count();
        double variance = squares / known.count() - amplitude * amplitude;
        double[] ratios = new double[count];
        if (amplitude <= 0) {
            return ratios;
        }
        weight = blurred(weight, side);
        agreement = blurred(agreement, side);
        power = blurred(power, side);
        for (int m = 0; m < count; m++) {
            double w = weight[m] + PRIOR;
            double a = (agreement[m] + PRIOR * amplitude) / w;
            double v = (power[m] + PRIOR * (variance + amplitude * amplitude)) / w - a * a;
            ratios[m] = limited(1.8 * Math.max(a, 0.05 * amplitude) * soft[m] / Math.max(v, 0.15 * variance));
        }
        return ratios;
    }

    private static double limited(double ratio) {
        double size = Math.abs(ratio);
        double soft = size > SOFT_LIMIT ? SOFT_LIMIT + 0.1 * Math.min(10, size - SOFT_LIMIT) : size;
        return Math.copySign(soft, ratio);
    }

    private static double[] blurred(double[] values, int side) {
        double[] across = new double[values.length];
        double[] both = new double[values.length];
        for (int i = -REACH; i <= REACH; i++) {
            double weight = Math.exp(-i * i / (2 * SIGMA * SIGMA));
            for (int y = 0; y < side; y++) {
                for (int x = Math.max(0, -i); x < Math.min(side, side - i); x++) {
                    across[y * side + x] += weight * values[y * side + x + i];
                }
            }
        }
        for (int i = -REACH; i <= REACH; i++) {
            double weight = Math.exp(-i * i / (2 * SIGMA * SIGMA));
            for (int y = Math.max(0, -i); y < Math.min(side, side - i); y++) {
                for (int x = 0; x < side; x++) {
                    both[y * side + x] += weight * across[(y + i) * side + x];
                }
            }
        }
        return both;
    }
}

package uz.fiskaldesk.scan.soliq;

/**
 * Turns soft modules into log-likelihood ratios of black against white, by how far the known modules around each can be
 * trusted: under a glare or a fold they are all vague, and so is what lies between them.
 */
final class Reliability {
    private static final int REACH = 5;
    /** Modules. */
    private static final double SIGMA = 2.2;
    /** Known modules' worth of the whole code's average that goes into each place. */
    private static final double PRIOR = 6;
    /** Beyond this a ratio grows slowly only: real noise has heavier tails than a Gaussian. */
    private static final double SOFT_LIMIT = 3;

    private Reliability() {}

    /** Natural logarithms; all 0 where the known modules say the opposite of what they should. */
    static double[] ratios(double[] soft, Pattern pattern, int side) {
        int count = soft.length;
        double[] weight = new double[count];
        double[] agreement = new double[count];
        double[] power = new double[count];
        double sum = 0;
        double squares = 0;
        for (int m = 0; m < count; m++) {
            if (pattern.colour[m] != 0) {
                weight[m] = 1;
                agreement[m] = pattern.colour[m] * soft[m];
                power[m] = soft[m] * soft[m];
                sum += agreement[m];
                squares += power[m];
            }
        }
        double amplitude = sum / pattern.known;
        double variance = squares / pattern.known - amplitude * amplitude;
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

package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unknown bits of a code as a picture shows them: for each block and bit the log-likelihood ratio of 1 against 0,
 * after unmasking.
 */
final class SoftCode {
    private final Template template;
    private final int mask;
    private final List<double[]> channel;

    private SoftCode(Template template, int mask, List<double[]> channel) {
        this.template = template;
        this.mask = mask;
        this.channel = channel;
    }

    /**
     * The bits of a template's code.
     *
     * @param ratios for each module the log-likelihood ratio of black against white
     */
    static SoftCode of(Template template, int mask, double[] ratios) {
        List<double[]> channel = new ArrayList<>();
        for (BlockCode block : template.blocks) {
            double[] bits = new double[block.length];
            for (int i = 0; i < bits.length; i++) {
                int module = template.layout.placement[block.placed[i]];
                bits[i] = template.layout.masked(mask, module) ? -ratios[module] : ratios[module];
            }
            channel.add(bits);
        }
        return new SoftCode(template, mask, channel);
    }

    /**
     * The text, where it counts.
     *
     * @param tries decodings tried on this picture, with this one
     */
    Optional<String> text(int tries) {
        List<List<Candidate>> candidates = new ArrayList<>();
        for (int b = 0; b < channel.size(); b++) {
            candidates.add(OrderedStatistics.decode(template.blocks.get(b), channel.get(b)));
        }
        return new Acceptance(template, channel).text(candidates, tries);
    }

    boolean isOfTheSameKind(SoftCode other) {
        return template == other.template && mask == other.mask;
    }

    /** Correlation of the bits of two codes of the same kind, -1 to 1: near 0 for different receipts. */
    double likeness(SoftCode other) {
        double product = 0;
        double own = 1e-9;
        double others = 1e-9;
        for (int b = 0; b < channel.size(); b++) {
            double[] x = channel.get(b);
            double[] y = other.channel.get(b);
            for (int i = 0; i < x.length; i++) {
                product += x[i] * y[i];
                own += x[i] * x[i];
                others += y[i] * y[i];
            }
        }
        return product / Math.sqrt(own * others);
    }

    /** Two independent looks at the same code: their log-likelihood ratios add up. */
    SoftCode plus(SoftCode other) {
        List<double[]> sums = new ArrayList<>();
        for (int b = 0; b < channel.size(); b++) {
            double[] sum = channel.get(b).clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.channel.get(b)[i];
            }
            sums.add(sum);
        }
        return new SoftCode(template, mask, sums);
    }
}

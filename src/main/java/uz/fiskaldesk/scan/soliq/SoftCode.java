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
    private final List<double[]> certain;

    private SoftCode(Template template, int mask, List<double[]> channel, List<double[]> certain) {
        this.template = template;
        this.mask = mask;
        this.channel = channel;
        this.certain = certain;
    }

    /**
     * The bits of a template's code.
     *
     * @param ratios for each module the log-likelihood ratio of black against white
     */
    static SoftCode of(Template template, int mask, double[] ratios) {
        return new SoftCode(
                template,
                mask,
                bits(template.blocks, template, mask, ratios),
                bits(template.certain, template, mask, ratios));
    }

    private static List<double[]> bits(List<BlockCode> blocks, Template template, int mask, double[] ratios) {
        List<double[]> channel = new ArrayList<>();
        for (BlockCode block : blocks) {
            double[] bits = new double[block.length];
            for (int i = 0; i < bits.length; i++) {
                int module = template.layout.placement[block.placed[i]];
                bits[i] = template.layout.masked(mask, module) ? -ratios[module] : ratios[module];
            }
            channel.add(bits);
        }
        return channel;
    }

    /** Whether both are taken for a code of the same version, level, mask and length. */
    boolean isLike(SoftCode other) {
        return template == other.template && mask == other.mask;
    }

    /** This and another view of the same code, which is {@linkplain #isLike like} it. */
    SoftCode plus(SoftCode other) {
        return new SoftCode(template, mask, sum(channel, other.channel), sum(certain, other.certain));
    }

    private static List<double[]> sum(List<double[]> a, List<double[]> b) {
        List<double[]> sum = new ArrayList<>();
        for (int block = 0; block < a.size(); block++) {
            double[] bits = a.get(block).clone();
            for (int i = 0; i < bits.length; i++) {
                bits[i] += b.get(block)[i];
            }
            sum.add(bits);
        }
        return sum;
    }

    /**
     * How well the unknown parity agrees, in the block where it does least; normally distributed with deviation 1 in a
     * block that says different things.
     */
    double parityAgreement(SoftCode other) {
        double least = Double.MAX_VALUE;
        for (int block = 0; block < channel.size(); block++) {
            int first = template.blocks.get(block).information;
            least = Math.min(least, agreement(channel.get(block), other.channel.get(block), first));
        }
        return least;
    }

    private static double agreement(double[] a, double[] b, int first) {
        double sum = 0;
        double power = 1e-9;
        for (int i = first; i < a.length; i++) {
            double product = Math.tanh(a[i] / 2) * Math.tanh(b[i] / 2);
            sum += product;
            power += product * product;
        }
        return sum / Math.sqrt(power);
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
        return new Acceptance(template, channel, certain).text(candidates, tries);
    }
}

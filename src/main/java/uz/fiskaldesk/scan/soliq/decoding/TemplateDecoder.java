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
    private final List<double[]> channel;
    private final List<double[]> certain;

    private SoftCode(Template template, List<double[]> channel, List<double[]> certain) {
        this.template = template;
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

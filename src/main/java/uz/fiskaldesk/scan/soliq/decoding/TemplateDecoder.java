package uz.fiskaldesk.scan.soliq.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.scan.soliq.template.BlockCode;
import uz.fiskaldesk.scan.soliq.template.Template;

/** Decodes a code whose template is known from the log-likelihood ratios of its modules. */
public final class TemplateDecoder {
    private TemplateDecoder() {}

    /**
     * The text of the code, if it is certain.
     *
     * @param modules for each module the log-likelihood ratio of black against white
     * @param attempts decodings attempted on this picture, including this one
     */
    public static Optional<String> decode(Template template, int mask, double[] modules, int attempts) {
        List<double[]> ratios = ratios(template, template.blocks(), mask, modules);
        List<List<Codeword>> candidates = new ArrayList<>();
        for (int b = 0; b < ratios.size(); b++) {
            candidates.add(OrderedStatisticsDecoder.decode(template.blocks().get(b), ratios.get(b)));
        }
        List<double[]> knownRatios = ratios(template, template.knownBlocks(), mask, modules);
        return new Acceptance(template, ratios, knownRatios).text(candidates, attempts);
    }

    private static List<double[]> ratios(Template template, List<BlockCode> blocks, int mask, double[] modules) {
        return blocks.stream()
                .map(block -> template.bitRatios(block, mask, modules))
                .toList();
    }
}

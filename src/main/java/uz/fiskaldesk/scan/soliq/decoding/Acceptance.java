package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a text counts.
 *
 * <p>Every block of the code is judged by itself, on its unknown bits alone. Let L be a bit's log-likelihood ratio as
 * seen in the picture, before anything about digits is used. The evidence for a codeword is
 *
 * <pre>Λ = Σ [1 − log2(1 + exp(∓|L|))] bits</pre>
 *
 * with − where the codeword agrees with what was seen and + where it does not.
 *
 * <p><b>Accident.</b> Where the picture has nothing to do with the template, the signs of L are as good as coin tosses.
 * Then for any one codeword the expectation of 2^Λ is a product of terms (2/(1+e^−|L|) + 2/(1+e^|L|))/2 = 1, and by
 * Markov's inequality P(Λ ≥ x) ≤ 2^−x. A block can hold at most 2^choices codewords that the form allows, so the chance
 * that any of them reaches Λ ≥ choices + m is at most 2^−m. The k-th decoding tried on a picture asks for
 * m = 30 + log2(k(k + 1)); the sum of 1/(k(k+1)) over all tries is below 1, so whatever number of grids, masks, levels
 * and lengths are tried, a picture gives an accidental text with a chance below 2^−30 &lt; 10^−9. Where a code has
 * several blocks with something unknown, each has to pass: the chances multiply.
 *
 * <p><b>Another text.</b> Where the code is there but says something that the form does not allow (another host, a
 * misspelt path), all its other bytes agree, and above test alone might be passed. But a byte that differs changes the
 * parity of its block altogether: against the parity that the form demands, the real one is as good as coin tosses. So the
 * parity of every block, also of those that hold nothing unknown, has to bring Λ ≥ m by itself, and the chance that it does
 * so falsely is below 2^−m once more.
 *
 * <p><b>Neighbour.</b> Where the code is there and the wrong one of its codewords is the best, the true one is behind it
 * by the log-likelihood ratio of the two, and the chance of that falls as 2^−gap, by the same inequality. The best
 * codeword must be {@value #GAP_BITS} bits before the next that was found.
 *
 * <p><b>What this rests on.</b> Signs need not be coin tosses in a picture: damage has structure. Two things that are not
 * counted above stand against it: masks and Reed–Solomon scatter the bits of a codeword over the code as no dirt does,
 * and the known modules, more than half of the code and judged apart, must agree with the picture
 * by {@value #KNOWN_AGREEMENT} standard deviations and in at least {@value #KNOWN_RIGHT} of all. The tests try near
 * misses of every kind, and the benchmark counts wrong texts over as many pictures as one likes.
 */
final class Acceptance {
    private static final double BITS = 30;
    private static final double GAP_BITS = 30;
    static final double KNOWN_AGREEMENT = 8;
    static final double KNOWN_RIGHT = 0.62;

    private final Template template;
    private final List<double[]> channel;
    private final List<double[]> certain;

    /**
     * The judge of one code.
     *
     * @param channel log-likelihood ratios of the template's blocks
     * @param certain those of its certain blocks
     */
    Acceptance(Template template, List<double[]> channel, List<double[]> certain) {
        this.template = template;
        this.channel = channel;
        this.certain = certain;
    }

    /**
     * The text, if it counts.
     *
     * @param candidates for each block, the best first
     * @param tries decodings tried on this picture, with this one
     */
    Optional<String> text(List<List<Candidate>> candidates, int tries) {
        List<Candidate> chosen = new ArrayList<>();
        for (List<Candidate> block : candidates) {
            if (block.isEmpty()) {
                return Optional.empty();
            }
            chosen.add(block.getFirst());
        }
        double asked = BITS + Math.log((double) tries * (tries + 1)) / Math.log(2);
        for (int b = 0; b < chosen.size(); b++) {
            if (!isClear(template.blocks.get(b), channel.get(b), candidates.get(b), asked)) {
                return Optional.empty();
            }
        }
        for (int b = 0; b < certain.size(); b++) {
            BlockCode block = template.certain.get(b);
            if (evidence(certain.get(b), block.offset, 0) < asked) {
                return Optional.empty();
            }
        }
        String text = template.text(chosen.stream().map(c -> c.word().bits()).toList());
        return Optional.ofNullable(text);
    }

    private static boolean isClear(BlockCode block, double[] ratios, List<Candidate> candidates, double asked) {
        long[] best = candidates.getFirst().word().bits();
        return evidence(ratios, best, 0) >= block.choices + asked
                && evidence(ratios, best, block.information) >= asked
                && gapBits(candidates) >= GAP_BITS;
    }

    /** Whether the known modules are there at all. */
    static boolean knownAgree(Pattern pattern, float[] modules) {
        int right = 0;
        for (int m = 0; m < modules.length; m++) {
            right += pattern.colour[m] * modules[m] > 0 ? 1 : 0;
        }
        return right >= KNOWN_RIGHT * pattern.known && pattern.agreement(modules) >= KNOWN_AGREEMENT;
    }

    /** Λ of the word's bits from the given one on. */
    static double evidence(double[] ratios, long[] word, int from) {
        double sum = 0;
        for (int i = from; i < ratios.length; i++) {
            double towards = BlockCode.bit(word, i) ? ratios[i] : -ratios[i];
            sum += 1 - Math.log1p(Math.exp(-towards)) / Math.log(2);
        }
        return sum;
    }

    private static double gapBits(List<Candidate> block) {
        if (block.size() < 2) {
            return 0;
        }
        return (block.get(1).cost() - block.getFirst().cost()) / Math.log(2);
    }
}

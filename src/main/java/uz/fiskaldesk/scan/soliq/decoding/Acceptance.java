package uz.fiskaldesk.scan.soliq.decoding;

import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.scan.soliq.template.BlockCode;
import uz.fiskaldesk.scan.soliq.template.KnownModules;
import uz.fiskaldesk.scan.soliq.template.Template;

/**
 * Decides whether a decoded text is certain enough to be returned.
 *
 * <p>Every block of the code is judged separately, on its unknown bits only. Let L be a bit's log-likelihood ratio as
 * seen in the picture, before digits are taken into account. The evidence for a codeword is
 *
 * <pre>Λ = Σ [1 − log2(1 + exp(∓|L|))] bits</pre>
 *
 * with − where the codeword agrees with the sign of L and + where it does not.
 *
 * <p><b>Random pictures.</b> Where the picture is unrelated to the template, the signs of L are like fair coin tosses. Then
 * for any one codeword the expectation of 2^Λ is a product of terms (2/(1+e^−|L|) + 2/(1+e^|L|))/2 = 1, and by Markov's
 * inequality P(Λ ≥ x) ≤ 2^−x. The format allows at most 2^choices codewords of a block, so the probability that any of
 * them reaches Λ ≥ choices + m is at most 2^−m. The k-th decoding attempt of a search requires m = 30 + log2(k(k + 1)).
 * The sum of 1/(k(k+1)) over all attempts is below 1, so regardless of how many grids, masks, levels and lengths are tried,
 * the probability of an accidental text is below 2^−30 &lt; 10^−9 for each of the at most five searches of a picture. Where
 * several blocks have unknown bits, each has to pass, and the probabilities multiply.
 *
 * <p><b>Other texts.</b> A code whose text is not in the format (another host, a misspelt path) may differ from the
 * template in a few bytes only, and might pass the test above. But a byte that differs changes the parity of its block
 * completely: relative to the parity that the format requires, the real parity is like coin tosses. Therefore the parity
 * of every block, including those without unknown data, has to reach Λ ≥ m by itself, which happens by accident with a
 * probability below 2^−m.
 *
 * <p><b>Neighbouring codewords.</b> Where the code is present but a wrong codeword is the best one, the true one is behind
 * by the log-likelihood ratio of the two, whose probability decreases as 2^−gap by the same inequality. The best codeword
 * must be {@value #GAP_BITS} bits ahead of the next one found.
 *
 * <p><b>Assumptions.</b> Damage has structure, so signs are not exactly coin tosses. Two safeguards are not counted above:
 * masking and Reed–Solomon interleaving scatter the bits of a codeword over the code as no dirt does, and the known
 * modules, more than half of the code, must agree with the picture by {@value KnownModules#MIN_AGREEMENT} standard
 * deviations and be correct in at least {@value KnownModules#MIN_CORRECT} of all cases
 * ({@link KnownModules#areSeenIn}). The tests try near misses of many kinds, and the benchmark counts wrong texts.
 */
final class Acceptance {
    private static final double BITS = 30;
    private static final double GAP_BITS = 30;

    private final Template template;
    private final List<double[]> ratios;
    private final List<double[]> knownRatios;

    /**
     * The acceptance test of one code.
     *
     * @param ratios log-likelihood ratios of {@link Template#blocks}
     * @param knownRatios log-likelihood ratios of {@link Template#knownBlocks}
     */
    Acceptance(Template template, List<double[]> ratios, List<double[]> knownRatios) {
        this.template = template;
        this.ratios = ratios;
        this.knownRatios = knownRatios;
    }

    /**
     * The text, if it is accepted.
     *
     * @param candidates for each block its codewords, best first
     * @param attempts decodings attempted in this search, including this one
     */
    Optional<String> text(List<List<Codeword>> candidates, int attempts) {
        if (candidates.stream().anyMatch(List::isEmpty)) {
            return Optional.empty();
        }
        double required = BITS + Math.log((double) attempts * (attempts + 1)) / Math.log(2);
        for (int b = 0; b < candidates.size(); b++) {
            if (!isAccepted(template.blocks().get(b), ratios.get(b), candidates.get(b), required)) {
                return Optional.empty();
            }
        }
        for (int b = 0; b < knownRatios.size(); b++) {
            if (evidence(knownRatios.get(b), template.knownBlocks().get(b).offset(), 0) < required) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(template.text(
                candidates.stream().map(block -> block.getFirst().bits()).toList()));
    }

    private static boolean isAccepted(BlockCode block, double[] ratios, List<Codeword> candidates, double required) {
        long[] best = candidates.getFirst().bits();
        return evidence(ratios, best, 0) >= block.choices() + required
                && evidence(ratios, best, block.information()) >= required
                && gapBits(candidates) >= GAP_BITS;
    }

    /** Λ of the word's bits from the given one on. */
    private static double evidence(double[] ratios, long[] word, int from) {
        double sum = 0;
        for (int i = from; i < ratios.length; i++) {
            double agreement = BlockCode.bit(word, i) ? ratios[i] : -ratios[i];
            sum += 1 - Math.log1p(Math.exp(-agreement)) / Math.log(2);
        }
        return sum;
    }

    private static double gapBits(List<Codeword> candidates) {
        if (candidates.size() < 2) {
            return 0;
        }
        return (candidates.get(1).cost() - candidates.getFirst().cost()) / Math.log(2);
    }
}

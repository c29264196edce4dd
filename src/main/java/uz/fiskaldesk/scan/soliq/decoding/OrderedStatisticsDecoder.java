package uz.fiskaldesk.scan.soliq.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import uz.fiskaldesk.scan.soliq.template.BlockCode;

/**
 * Soft-decision decoding of one block by ordered statistics (Fossorier and Lin, 1995): the most reliable independent bits
 * are taken as seen, with up to a few of them inverted, and each choice is completed to a codeword. Known bits have been
 * eliminated from the code, so they cost no error correction. Codewords with a value above 9 where the format has a
 * decimal digit are discarded; the digits also adjust the reliabilities beforehand.
 */
final class OrderedStatisticsDecoder {
    /** Codewords that are kept; the second shows how certain the first is. */
    private static final int KEPT = 4;
    /** The number of least reliable basis bits that are also inverted three at a time. */
    private static final int TRIPLES = 46;
    /** Up to this number of information bits they are also inverted four at a time. */
    private static final int MAX_FOR_QUADRUPLES = 44;
    /** Limit of a log-likelihood ratio. */
    private static final double MAX_RATIO = 9;

    private final BlockCode code;
    private final int words;
    /** The bits of the code, the most reliable first; a bit's index here is its rank. */
    private final int[] byRank;

    /** The generator with columns in the order of ranks. */
    private final long[][] rows;
    /** The hard decisions. */
    private final long[] seen;
    /** For each byte of a word and each of its values, the cost of the differing bits that it marks. */
    private final float[][] costs;

    private final int[][] digitRanks;
    /** The best codewords found, as differences from the hard decisions in the order of ranks. */
    private final List<Codeword> best = new ArrayList<>();

    private float limit = Float.MAX_VALUE;

    private OrderedStatisticsDecoder(BlockCode code, double[] ratios) {
        this.code = code;
        words = BlockCode.words(code.length());
        byRank = IntStream.range(0, code.length())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(ratios[i])))
                .mapToInt(i -> i)
                .toArray();
        int[] rankOf = new int[code.length()];
        for (int rank = 0; rank < byRank.length; rank++) {
            rankOf[byRank[rank]] = rank;
        }
        rows = rankedGenerator(rankOf);
        seen = new long[words];
        float[] weights = new float[words * 64];
        for (int rank = 0; rank < byRank.length; rank++) {
            weights[rank] = (float) Math.abs(ratios[byRank[rank]]);
            if (ratios[byRank[rank]] > 0) {
                BlockCode.set(seen, rank);
            }
        }
        costs = costs(weights);
        digitRanks = new int[code.digits().length][];
        for (int i = 0; i < digitRanks.length; i++) {
            digitRanks[i] = Arrays.stream(code.digits()[i])
                    .map(bit -> bit < 0 ? -1 : rankOf[bit])
                    .toArray();
        }
    }

    /**
     * The best codewords, best first; empty where none has decimal digits where the format requires them.
     *
     * @param channel for each unknown bit the log-likelihood ratio of 1 against 0, from the picture alone
     */
    static List<Codeword> decode(BlockCode code, double[] channel) {
        OrderedStatisticsDecoder search = new OrderedStatisticsDecoder(code, withDigits(code, channel));
        search.run();
        return search.best.stream()
                .map(ranked -> new Codeword(search.inOrder(ranked.bits()), ranked.cost()))
                .toList();
    }

    /** The ratios after each digit's bits have been conditioned on its ten possible values. */
    private static double[] withDigits(BlockCode code, double[] channel) {
        double[] ratios = channel.clone();
        for (int[] digit : code.digits()) {
            double[] ones = new double[4];
            double[] zeros = new double[4];
            for (int value = 0; value <= 9; value++) {
                double likelihood = likelihood(digit, value, channel);
                for (int j = 0; j < 4; j++) {
                    if ((value >> (3 - j) & 1) == 1) {
                        ones[j] += likelihood;
                    } else {
                        zeros[j] += likelihood;
                    }
                }
            }
            for (int j = 0; j < 4; j++) {
                if (digit[j] >= 0) {
                    double ratio = Math.log((ones[j] + 1e-12) / (zeros[j] + 1e-12));
                    ratios[digit[j]] = Math.clamp(ratio, -MAX_RATIO, MAX_RATIO);
                }
            }
        }
        return ratios;
    }

    private static double likelihood(int[] digit, int value, double[] channel) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
            boolean one = (value >> (3 - j) & 1) == 1;
            if (digit[j] >= 0) {
                sum += one ? channel[digit[j]] / 2 : -channel[digit[j]] / 2;
            } else if (one) {
                return 0;
            }
        }
        return Math.exp(sum);
    }

    private long[][] rankedGenerator(int[] rankOf) {
        long[][] matrix = new long[code.information()][words];
        for (int k = 0; k < matrix.length; k++) {
            long[] from = code.generator()[k];
            for (int w = 0; w < words; w++) {
                for (long rest = from[w]; rest != 0; rest &= rest - 1) {
                    BlockCode.set(matrix[k], rankOf[(w << 6) + Long.numberOfTrailingZeros(rest)]);
                }
            }
        }
        return matrix;
    }

    private void run() {
        int[] pivots = reduce();
        long[] differences = seen.clone();
        for (int rank = 0; rank < byRank.length; rank++) {
            if (BlockCode.bit(code.offset(), byRank[rank])) {
                differences[rank >> 6] ^= 1L << rank;
            }
        }
        long[] affine = differences.clone();
        for (int k = 0; k < rows.length; k++) {
            if (BlockCode.bit(affine, pivots[k])) {
                add(differences, rows[k], differences);
            }
        }
        evaluate(differences);
        invert(differences);
    }

    /** Gaussian elimination, so that each row has a pivot of its own among the most reliable bits; returns the pivots. */
    private int[] reduce() {
        int[] pivots = new int[rows.length];
        int done = 0;
        for (int rank = 0; rank < byRank.length && done < rows.length; rank++) {
            int found = done;
            while (found < rows.length && !BlockCode.bit(rows[found], rank)) {
                found++;
            }
            if (found == rows.length) {
                continue;
            }
            long[] pivot = rows[found];
            rows[found] = rows[done];
            rows[done] = pivot;
            for (int k = 0; k < rows.length; k++) {
                if (k != done && BlockCode.bit(rows[k], rank)) {
                    add(rows[k], pivot, rows[k]);
                }
            }
            pivots[done++] = rank;
        }
        return pivots;
    }

    /** Inverts one and two basis bits, three among the least reliable, and four where there are few bits. */
    private void invert(long[] start) {
        int last = rows.length - 1;
        int triplesFrom = rows.length <= 100 ? Math.max(0, rows.length - 60) : rows.length - TRIPLES;
        boolean fours = rows.length <= MAX_FOR_QUADRUPLES;
        long[] one = new long[words];
        long[] two = new long[words];
        long[] three = new long[words];
        long[] four = new long[words];
        for (int i = last; i >= 0; i--) {
            add(start, rows[i], one);
            evaluate(one);
            for (int j = i - 1; j >= 0; j--) {
                add(one, rows[j], two);
                evaluate(two);
                for (int k = j - 1; k >= triplesFrom; k--) {
                    add(two, rows[k], three);
                    evaluate(three);
                    for (int l = k - 1; fours && l >= 0; l--) {
                        add(three, rows[l], four);
                        evaluate(four);
                    }
                }
            }
        }
    }

    private static void add(long[] a, long[] b, long[] to) {
        for (int w = 0; w < to.length; w++) {
            to[w] = a[w] ^ b[w];
        }
    }

    private static float[][] costs(float[] weights) {
        float[][] costs = new float[weights.length / 8][256];
        for (int b = 0; b < costs.length; b++) {
            for (int value = 1; value < 256; value++) {
                int lowest = Integer.numberOfTrailingZeros(value);
                costs[b][value] = costs[b][value & (value - 1)] + weights[b * 8 + lowest];
            }
        }
        return costs;
    }

    private void evaluate(long[] differences) {
        float cost = 0;
        for (int w = 0; w < words; w++) {
            long word = differences[w];
            for (int b = 0; b < 8; b++) {
                cost += costs[w * 8 + b][(int) (word >>> (8 * b)) & 255];
            }
            // The first words hold the reliable bits, so most bad candidates are rejected early.
            if (cost >= limit) {
                return;
            }
        }
        if (hasDigits(differences)) {
            keep(differences, cost);
        }
    }

    private boolean hasDigits(long[] differences) {
        for (int[] digit : digitRanks) {
            int value = 0;
            for (int rank : digit) {
                value = value * 2
                        + (rank >= 0 && BlockCode.bit(seen, rank) != BlockCode.bit(differences, rank) ? 1 : 0);
            }
            if (value > 9) {
                return false;
            }
        }
        return true;
    }

    private void keep(long[] differences, float cost) {
        if (best.stream().anyMatch(known -> Arrays.equals(known.bits(), differences))) {
            return;
        }
        best.add(new Codeword(differences.clone(), cost));
        best.sort(Comparator.comparingDouble(Codeword::cost));
        if (best.size() > KEPT) {
            best.removeLast();
        }
        if (best.size() == KEPT) {
            limit = (float) best.getLast().cost();
        }
    }

    private long[] inOrder(long[] differences) {
        long[] word = new long[words];
        for (int rank = 0; rank < byRank.length; rank++) {
            if (BlockCode.bit(seen, rank) != BlockCode.bit(differences, rank)) {
                BlockCode.set(word, byRank[rank]);
            }
        }
        return word;
    }
}

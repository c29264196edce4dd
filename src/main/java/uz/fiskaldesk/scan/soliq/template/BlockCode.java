package uz.fiskaldesk.scan.soliq;

/**
 * What is not known of one Reed–Solomon block. Its unknown bits are an affine code over GF(2): the information bits are
 * free, each parity bit is a sum of some of them and a constant. What is known of the block costs nothing any more.
 *
 * <p>A word of bits is a {@code long[]}, bit {@code i} in {@code [i >> 6]}.
 */
final class BlockCode {
    /** Unknown bits: first the information bits, then the parity bits. */
    final int length;

    final int information;
    /** For each unknown bit its place in {@link ModuleLayout#placement}. */
    final int[] placed;
    /** A row for each information bit: the bits that turn over with it. */
    final long[][] generator;
    /** The unknown bits when all information bits are 0. */
    final long[] offset;
    /** The digits that begin and end in this block: four bits, the highest first; -1 where the bit is known to be 0. */
    final int[][] digits;
    /** Binary logarithm of the number of contents that the form allows, letters and digits each by itself. */
    final double choices;

    BlockCode(int[] placed, long[][] generator, long[] offset, int[][] digits, double choices) {
        this.length = placed.length;
        this.information = generator.length;
        this.placed = placed;
        this.generator = generator;
        this.offset = offset;
        this.digits = digits;
        this.choices = choices;
    }

    static boolean bit(long[] word, int i) {
        return (word[i >> 6] >>> i & 1) == 1;
    }

    static void set(long[] word, int i) {
        word[i >> 6] |= 1L << i;
    }

    static int words(int bits) {
        return (bits + 63) >> 6;
    }
}

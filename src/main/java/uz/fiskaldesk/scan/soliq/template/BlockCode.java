package uz.fiskaldesk.scan.soliq.template;

/**
 * The unknown bits of one Reed–Solomon block, an affine code over GF(2): the information bits are free, each parity bit
 * is the sum of some of them and a constant. The known bits have been eliminated.
 *
 * <p>A word of bits is a {@code long[]} with bit {@code i} in {@code [i >> 6]}. The information bits precede the parity
 * bits. The arrays must not be written to.
 *
 * @param placed for each unknown bit its index in {@link ModuleLayout#placement}
 * @param generator for each information bit the bits that change with it
 * @param offset the unknown bits when all information bits are 0
 * @param digits for each decimal digit that lies completely in this block its four bits, the highest first; -1 for a bit
 *     known to be 0
 * @param choices binary logarithm of the number of contents that the format allows
 */
@SuppressWarnings("ArrayRecordComponent")
public record BlockCode(int[] placed, long[][] generator, long[] offset, int[][] digits, double choices) {
    /** Unknown bits. */
    public int length() {
        return placed.length;
    }

    /** Information bits. */
    public int information() {
        return generator.length;
    }

    public static boolean bit(long[] word, int i) {
        return (word[i >> 6] >>> i & 1) == 1;
    }

    public static void set(long[] word, int i) {
        word[i >> 6] |= 1L << i;
    }

    /** The number of {@code long}s that hold so many bits. */
    public static int words(int bits) {
        return (bits + 63) >> 6;
    }
}

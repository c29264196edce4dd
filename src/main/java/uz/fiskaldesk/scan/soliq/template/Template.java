package uz.fiskaldesk.scan.soliq.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known in advance of the codes of one version, correction level and URL format, before masking: byte mode, the
 * eight-bit length, the fixed bits of the text, the terminator and the padding (ISO/IEC 18004, 7.4), and the parity of
 * blocks without unknown data.
 */
public final class Template {
    /** Mode and length. */
    private static final int HEADER_BITS = 12;

    private static final byte UNKNOWN = -1;

    private final ModuleLayout layout;
    private final ErrorCorrection correction;
    private final ReceiptFormat format;
    private final List<BlockCode> blocks = new ArrayList<>();
    private final List<BlockCode> knownBlocks = new ArrayList<>();

    /** In the order of {@link ModuleLayout#placement}: 0, 1, or unknown. */
    private final byte[] known;

    /** For each data bit, in the order of the text, its index in {@link #known}. */
    private final int[] placeOfData;

    Template(ModuleLayout layout, ErrorCorrection correction, ReceiptFormat format) {
        this.layout = layout;
        this.correction = correction;
        this.format = format;
        known = new byte[layout.placement().length];
        placeOfData = new int[correction.dataBytes() * 8];
        byte[] data = data();
        int[][] places = correction.interleaved();
        int start = 0;
        for (int b = 0; b < places.length; b++) {
            addBlock(data, start, places[b]);
            start += correction.data[b];
        }
    }

    static boolean fits(ErrorCorrection correction, ReceiptFormat format) {
        // The terminator may be truncated where the text fills the code.
        return format.length() * 8 + HEADER_BITS <= correction.dataBytes() * 8;
    }

    /** The blocks with unknown data. */
    public List<BlockCode> blocks() {
        return blocks;
    }

    /** The parity of the other blocks, as codes without information bits. */
    public List<BlockCode> knownBlocks() {
        return knownBlocks;
    }

    private byte[] data() {
        Bits bits = new Bits(placeOfData.length);
        bits.add(0b0100, 4);
        bits.add(format.length(), 8);
        for (int i = 0; i < format.length(); i++) {
            ReceiptFormat.Cell cell = format.cell(i);
            bits.add(cell.value(), cell.known(), 8);
        }
        bits.add(0, Math.min(4, bits.left()));
        bits.add(0, bits.left() % 8);
        for (int pad = 0xEC; bits.left() > 0; pad ^= 0xEC ^ 0x11) {
            bits.add(pad, 8);
        }
        return bits.values;
    }

    private void addBlock(byte[] data, int start, int[] places) {
        int bytes = places.length - correction.parity;
        int[] fixed = new int[bytes];
        int[] columnOf = new int[bytes * 8];
        int information = 0;
        for (int i = 0; i < bytes * 8; i++) {
            byte value = data[start * 8 + i];
            int place = places[i >> 3] * 8 + (i & 7);
            placeOfData[start * 8 + i] = place;
            known[place] = value;
            columnOf[i] = value == UNKNOWN ? information++ : -1;
            fixed[i >> 3] |= value == 1 ? 0x80 >> (i & 7) : 0;
        }
        int[] parity = correction.parity(fixed);
        for (int i = 0; i < correction.parity * 8; i++) {
            int bit = parity[i >> 3] >> (7 - (i & 7)) & 1;
            known[places[bytes + (i >> 3)] * 8 + (i & 7)] = information == 0 ? (byte) bit : UNKNOWN;
        }
        BlockCode block = block(places, columnOf, information, parity, start);
        (information > 0 ? blocks : knownBlocks).add(block);
    }

    private BlockCode block(int[] places, int[] columnOf, int information, int[] parity, int start) {
        int bytes = places.length - parity.length;
        int length = information + parity.length * 8;
        int[] placed = new int[length];
        long[][] generator = new long[information][];
        long[] offset = new long[BlockCode.words(length)];
        for (int i = 0; i < columnOf.length; i++) {
            if (columnOf[i] >= 0) {
                placed[columnOf[i]] = places[i >> 3] * 8 + (i & 7);
                generator[columnOf[i]] =
                        row(columnOf[i], information, length, correction.parityOfBit(columnOf.length - 1 - i));
            }
        }
        for (int i = 0; i < parity.length * 8; i++) {
            placed[information + i] = places[bytes + (i >> 3)] * 8 + (i & 7);
            if ((parity[i >> 3] >> (7 - (i & 7)) & 1) == 1) {
                BlockCode.set(offset, information + i);
            }
        }
        return new BlockCode(placed, generator, offset, digits(columnOf, start), choices(columnOf, start));
    }

    private static long[] row(int column, int information, int length, int[] parity) {
        long[] row = new long[BlockCode.words(length)];
        BlockCode.set(row, column);
        for (int i = 0; i < parity.length * 8; i++) {
            if ((parity[i >> 3] >> (7 - (i & 7)) & 1) == 1) {
                BlockCode.set(row, information + i);
            }
        }
        return row;
    }

    private int[][] digits(int[] columnOf, int start) {
        List<int[]> digits = new ArrayList<>();
        for (int i = 0; i < format.length(); i++) {
            int first = HEADER_BITS + i * 8 + 4 - start * 8;
            if (format.cell(i).isDigit() && first >= 0 && first + 3 < columnOf.length) {
                digits.add(new int[] {columnOf[first], columnOf[first + 1], columnOf[first + 2], columnOf[first + 3]});
            }
        }
        return digits.toArray(int[][]::new);
    }

    /** A character that two blocks share counts as its bits, which is an upper bound. */
    private double choices(int[] columnOf, int start) {
        double bits = 0;
        for (int i = 0; i < format.length(); i++) {
            int first = HEADER_BITS + i * 8 - start * 8;
            int free = 0;
            int outside = 0;
            for (int j = first; j < first + 8; j++) {
                boolean here = j >= 0 && j < columnOf.length;
                free += here && columnOf[j] >= 0 ? 1 : 0;
                outside += here ? 0 : 1;
            }
            bits += outside == 0 ? Math.log(format.cell(i).choices()) / Math.log(2) : free;
        }
        return bits;
    }

    /** The modules of the code under a mask: black, white, or 0 where they depend on the receipt. */
    byte[] modules(int mask) {
        byte[] modules = layout.functionModulesWithFormat(correction, mask);
        for (int i = 0; i < known.length; i++) {
            if (known[i] != UNKNOWN) {
                int module = layout.placement()[i];
                boolean black = known[i] == 1 ^ layout.isInverted(mask, module);
                modules[module] = black ? ModuleLayout.BLACK : ModuleLayout.WHITE;
            }
        }
        return modules;
    }

    /**
     * The log-likelihood ratios of 1 against 0 for the unknown bits of a block, after unmasking.
     *
     * @param modules for each module the log-likelihood ratio of black against white
     */
    public double[] bitRatios(BlockCode block, int mask, double[] modules) {
        double[] bits = new double[block.length()];
        for (int i = 0; i < bits.length; i++) {
            int module = layout.placement()[block.placed()[i]];
            bits[i] = layout.isInverted(mask, module) ? -modules[module] : modules[module];
        }
        return bits;
    }

    /**
     * The text of a code; null when it does not have the format.
     *
     * @param words the unknown bits of {@link #blocks}
     */
    public @Nullable String text(List<long[]> words) {
        byte[] bits = known.clone();
        for (int b = 0; b < words.size(); b++) {
            BlockCode block = blocks.get(b);
            for (int i = 0; i < block.information(); i++) {
                bits[block.placed()[i]] = (byte) (BlockCode.bit(words.get(b), i) ? 1 : 0);
            }
        }
        StringBuilder text = new StringBuilder(format.length());
        for (int i = 0; i < format.length(); i++) {
            int value = 0;
            for (int j = 0; j < 8; j++) {
                value = value * 2 + bits[placeOfData[HEADER_BITS + i * 8 + j]];
            }
            text.append((char) value);
        }
        return format.allows(text.toString()) ? text.toString() : null;
    }

    /** A buffer for the bits of the text. */
    private static final class Bits {
        final byte[] values;
        private int count;

        Bits(int size) {
            values = new byte[size];
        }

        int left() {
            return values.length - count;
        }

        void add(int value, int length) {
            add(value, -1, length);
        }

        void add(int value, int mask, int length) {
            for (int i = length - 1; i >= 0; i--) {
                values[count++] = (mask >> i & 1) == 0 ? UNKNOWN : (byte) (value >> i & 1);
            }
        }
    }
}

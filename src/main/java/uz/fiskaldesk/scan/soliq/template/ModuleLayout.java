package uz.fiskaldesk.scan.soliq.template;

import com.google.zxing.qrcode.decoder.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * The function of each module in QR codes of one version (ISO/IEC 18004, 6.3 and 7.7.3). Modules are numbered
 * {@code row * side + column}.
 */
public final class ModuleLayout {
    public static final byte BLACK = 1;
    public static final byte WHITE = -1;
    /** Depends on the content of the code. */
    public static final byte DATA = 0;

    private static final byte FORMAT = 2;
    private static final int FORMAT_BITS = 15;

    private final int version;
    private final int side;
    private final int[] placement;
    private final byte[] use;
    private final int[] firstFormat = new int[FORMAT_BITS];
    private final int[] secondFormat = new int[FORMAT_BITS];
    private final List<int[]> alignments = new ArrayList<>();

    public ModuleLayout(int version) {
        this.version = version;
        Version table = Version.getVersionForNumber(version);
        side = table.getDimensionForVersion();
        use = new byte[side * side];
        drawFinder(0, 0);
        drawFinder(side - 7, 0);
        drawFinder(0, side - 7);
        drawAlignments(table.getAlignmentPatternCenters());
        drawTiming();
        reserveFormat();
        drawVersion();
        placement = place(table.getTotalCodewords() * 8);
    }

    public int version() {
        return version;
    }

    /** Modules along a side. */
    public int side() {
        return side;
    }

    /** The modules of all codewords, eight each, the highest bit first, in the order in which they are placed. */
    int[] placement() {
        return placement;
    }

    /** Both coordinates of the centre of the alignment pattern nearest the corner without a finder, modules. */
    public double alignment() {
        return side - 6.5;
    }

    /** The modules in the centres of all alignment patterns, column and row; none in version 1. */
    public List<int[]> alignments() {
        return alignments;
    }

    private void drawFinder(int left, int top) {
        for (int y = -1; y <= 7; y++) {
            for (int x = -1; x <= 7; x++) {
                int ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
                if (inside(left + x) && inside(top + y)) {
                    use[(top + y) * side + left + x] = ring == 2 || ring == 4 ? WHITE : BLACK;
                }
            }
        }
    }

    private boolean inside(int place) {
        return place >= 0 && place < side;
    }

    private void drawAlignments(int[] centres) {
        for (int cy : centres) {
            for (int cx : centres) {
                if (use[cy * side + cx] != DATA) {
                    continue;
                }
                alignments.add(new int[] {cx, cy});
                for (int y = -2; y <= 2; y++) {
                    for (int x = -2; x <= 2; x++) {
                        boolean white = Math.max(Math.abs(x), Math.abs(y)) == 1;
                        use[(cy + y) * side + cx + x] = white ? WHITE : BLACK;
                    }
                }
            }
        }
    }

    private void drawTiming() {
        for (int i = 8; i < side - 8; i++) {
            byte colour = i % 2 == 0 ? BLACK : WHITE;
            use[6 * side + i] = colour;
            use[i * side + 6] = colour;
        }
    }

    /** Index 0 of the format arrays is the highest bit of the format word. */
    private void reserveFormat() {
        for (int i = 0; i < FORMAT_BITS; i++) {
            int x = i < 6 ? i : i == 6 ? 7 : 8;
            int y = i < 8 ? 8 : i == 8 ? 7 : 14 - i;
            firstFormat[i] = y * side + x;
            secondFormat[i] = i < 7 ? (side - 1 - i) * side + 8 : 8 * side + side - FORMAT_BITS + i;
            use[firstFormat[i]] = FORMAT;
            use[secondFormat[i]] = FORMAT;
        }
        use[(side - 8) * side + 8] = BLACK;
    }

    private void drawVersion() {
        if (version < 7) {
            return;
        }
        int word = version << 12;
        int rest = version;
        for (int i = 0; i < 12; i++) {
            rest = rest << 1 ^ (rest >> 11 & 1) * 0x1F25;
        }
        word |= rest & 0xFFF;
        for (int i = 0; i < 18; i++) {
            byte colour = (word >> i & 1) == 1 ? BLACK : WHITE;
            use[i / 3 * side + side - 11 + i % 3] = colour;
            use[(side - 11 + i % 3) * side + i / 3] = colour;
        }
    }

    private int[] place(int bits) {
        int[] order = new int[bits];
        int count = 0;
        boolean up = true;
        for (int right = side - 1; right > 0; right -= 2) {
            if (right == 6) {
                right--;
            }
            for (int i = 0; i < side; i++) {
                int y = up ? side - 1 - i : i;
                for (int x = right; x >= right - 1; x--) {
                    // In some versions the last few modules belong to no codeword.
                    if (use[y * side + x] == DATA && count < bits) {
                        order[count++] = y * side + x;
                    }
                }
            }
            up = !up;
        }
        return order;
    }

    /** The modules that are the same in every code of this version: black, white, or {@link #DATA}. */
    public byte[] functionModules() {
        byte[] modules = new byte[use.length];
        for (int i = 0; i < use.length; i++) {
            modules[i] = use[i] == FORMAT ? DATA : use[i];
        }
        return modules;
    }

    /** {@link #functionModules()} with the format information of a level and mask. */
    byte[] functionModulesWithFormat(ErrorCorrection correction, int mask) {
        byte[] modules = functionModules();
        int word = correction.level.getBits() << 3 | mask;
        int rest = word;
        for (int i = 0; i < 10; i++) {
            rest = rest << 1 ^ (rest >> 9 & 1) * 0x537;
        }
        int bits = (word << 10 | (rest & 0x3FF)) ^ 0x5412;
        for (int i = 0; i < FORMAT_BITS; i++) {
            byte colour = (bits >> (FORMAT_BITS - 1 - i) & 1) == 1 ? BLACK : WHITE;
            modules[firstFormat[i]] = colour;
            modules[secondFormat[i]] = colour;
        }
        return modules;
    }

    /** Whether a mask inverts the module. */
    boolean isInverted(int mask, int module) {
        int x = module % side;
        int y = module / side;
        return switch (mask) {
            case 0 -> (x + y) % 2 == 0;
            case 1 -> y % 2 == 0;
            case 2 -> x % 3 == 0;
            case 3 -> (x + y) % 3 == 0;
            case 4 -> (y / 2 + x / 3) % 2 == 0;
            case 5 -> x * y % 2 + x * y % 3 == 0;
            case 6 -> (x * y % 2 + x * y % 3) % 2 == 0;
            case 7 -> ((x + y) % 2 + x * y % 3) % 2 == 0;
            default -> throw new IllegalArgumentException("mask " + mask);
        };
    }
}

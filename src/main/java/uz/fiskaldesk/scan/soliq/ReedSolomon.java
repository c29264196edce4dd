package uz.fiskaldesk.scan.soliq;

/** The systematic Reed–Solomon code of QR codes over GF(256) with the polynomial 0x11d (ISO/IEC 18004, 7.5.2). */
final class ReedSolomon {
    private static final int POLYNOMIAL = 0x11d;

    private final int[] generator;

    /**
     * The code with the given number of parity bytes.
     *
     * @param parity bytes a block
     */
    ReedSolomon(int parity) {
        int[] product = {1};
        int root = 1;
        for (int i = 0; i < parity; i++) {
            int[] next = new int[product.length + 1];
            for (int j = 0; j < product.length; j++) {
                next[j] ^= product[j];
                next[j + 1] ^= multiply(product[j], root);
            }
            product = next;
            root = multiply(root, 2);
        }
        generator = product;
    }

    static int multiply(int a, int b) {
        int product = 0;
        int shifted = a;
        for (int rest = b; rest != 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                product ^= shifted;
            }
            shifted <<= 1;
            if (shifted > 255) {
                shifted ^= POLYNOMIAL;
            }
        }
        return product;
    }

    /** The parity bytes of a block of data bytes. */
    int[] parity(int[] data) {
        int[] rest = new int[generator.length - 1];
        for (int value : data) {
            shift(rest, value);
        }
        return rest;
    }

    /** For each place in a block of the given length: the parity of a 1 there and zeros elsewhere. */
    int[][] parityOfUnits(int length) {
        int[][] units = new int[length][];
        int[] rest = new int[generator.length - 1];
        shift(rest, 1);
        for (int place = length - 1; place >= 0; place--) {
            units[place] = rest.clone();
            shift(rest, 0);
        }
        return units;
    }

    private void shift(int[] rest, int value) {
        int feedback = value ^ rest[0];
        System.arraycopy(rest, 1, rest, 0, rest.length - 1);
        rest[rest.length - 1] = 0;
        if (feedback != 0) {
            for (int i = 0; i < rest.length; i++) {
                rest[i] ^= multiply(feedback, generator[i + 1]);
            }
        }
    }
}

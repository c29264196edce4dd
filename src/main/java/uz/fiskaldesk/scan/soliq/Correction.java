package uz.fiskaldesk.scan.soliq;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Version;

/** The error correction of a code: its level, and how that version's codewords fall into blocks (ISO/IEC 18004, table 9). */
final class Correction {
    final ErrorCorrectionLevel level;
    /** Parity bytes of each block. */
    final int parity;
    /** Data bytes of each block. */
    final int[] data;

    Correction(int version, ErrorCorrectionLevel level) {
        this.level = level;
        Version.ECBlocks table = Version.getVersionForNumber(version).getECBlocksForLevel(level);
        parity = table.getECCodewordsPerBlock();
        data = new int[table.getNumBlocks()];
        int block = 0;
        for (Version.ECB kind : table.getECBlocks()) {
            for (int i = 0; i < kind.getCount(); i++) {
                data[block++] = kind.getDataCodewords();
            }
        }
    }

    int formatBits() {
        return level.getBits();
    }

    int dataBytes() {
        int sum = 0;
        for (int bytes : data) {
            sum += bytes;
        }
        return sum;
    }

    /** Where each byte of the blocks stands among the interleaved codewords: {@code [block][byte, parity after data]}. */
    int[][] interleaved() {
        int[][] places = new int[data.length][];
        int longest = 0;
        for (int b = 0; b < data.length; b++) {
            places[b] = new int[data[b] + parity];
            longest = Math.max(longest, data[b]);
        }
        int place = 0;
        for (int i = 0; i < longest; i++) {
            for (int b = 0; b < data.length; b++) {
                if (i < data[b]) {
                    places[b][i] = place++;
                }
            }
        }
        for (int i = 0; i < parity; i++) {
            for (int b = 0; b < data.length; b++) {
                places[b][data[b] + i] = place++;
            }
        }
        return places;
    }
}

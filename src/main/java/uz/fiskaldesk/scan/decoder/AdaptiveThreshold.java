package uz.fiskaldesk.scan.decoder;

import com.google.zxing.common.BitArray;
import com.google.zxing.common.BitMatrix;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * Makes a pixel black when it is more than {@value #MARGIN} grey levels darker than the mean of the square around it.
 * ZXing's local threshold treats a block whose values span less than 24 levels as blank paper, but faded thermal print
 * spans less. The means are computed from running column sums, so the cost does not depend on the radius.
 *
 * @param radius pixels from the centre of the square to its edge
 */
public record AdaptiveThreshold(int radius) implements Threshold {
    /** Grey levels; suppresses the noise of blank paper. */
    private static final int MARGIN = 3;

    @Override
    public BitMatrix black(Luminance picture) {
        int width = picture.width();
        int height = picture.height();
        byte[] grey = picture.grey();
        BitMatrix black = new BitMatrix(width, height);
        BitArray row = new BitArray(width);
        int[] columns = new int[width];
        int[] before = new int[width + 1];
        for (int y = 0; y < Math.min(radius, height); y++) {
            add(1, grey, y * width, columns);
        }
        for (int y = 0; y < height; y++) {
            if (y + radius < height) {
                add(1, grey, (y + radius) * width, columns);
            }
            if (y - radius - 1 >= 0) {
                add(-1, grey, (y - radius - 1) * width, columns);
            }
            for (int x = 0; x < width; x++) {
                before[x + 1] = before[x] + columns[x];
            }
            int rows = Math.min(height, y + radius + 1) - Math.max(0, y - radius);
            thresholdRow(grey, y * width, before, rows, row.getBitArray());
            black.setRow(y, row);
        }
        return black;
    }

    private void thresholdRow(byte[] grey, int row, int[] before, int rows, int[] bits) {
        int width = before.length - 1;
        for (int start = 0; start < width; start += 32) {
            int word = 0;
            for (int x = start; x < Math.min(width, start + 32); x++) {
                int left = Math.max(0, x - radius);
                int right = Math.min(width, x + radius + 1);
                int area = (right - left) * rows;
                int excess = before[right] - before[left] - ((grey[row + x] & 255) + MARGIN) * area;
                // The sign bit of the difference; noise would make a branch unpredictable.
                word |= (-excess >>> 31) << x;
            }
            bits[start >> 5] = word;
        }
    }

    private static void add(int sign, byte[] grey, int row, int[] columns) {
        for (int x = 0; x < columns.length; x++) {
            columns[x] += sign * (grey[row + x] & 255);
        }
    }
}

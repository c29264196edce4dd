package uz.fiskaldesk.scan.decoder;

import com.google.zxing.Binarizer;
import com.google.zxing.LuminanceSource;
import com.google.zxing.common.BitArray;
import com.google.zxing.common.BitMatrix;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * Makes a pixel black when it is more than {@value #MARGIN} grey levels darker than the mean of the square around it.
 * ZXing's local threshold treats a block whose values span less than 24 levels as blank paper, but faded thermal print
 * spans less. The means are computed from running column sums, so the cost does not depend on the radius.
 */
final class AdaptiveMeanBinarizer extends Binarizer {
    /** Grey levels; suppresses the noise of blank paper. */
    private static final int MARGIN = 3;

    private final Luminance picture;
    private final int radius;

    AdaptiveMeanBinarizer(Luminance picture, int radius) {
        super(new PictureSource(picture));
        this.picture = picture;
        this.radius = radius;
    }

    @Override
    public BitMatrix getBlackMatrix() {
        int width = picture.width();
        int height = picture.height();
        byte[] grey = picture.grey();
        BitMatrix black = new BitMatrix(width, height);
        BitArray row = new BitArray(width);
        int[] columns = new int[width];
        int[] before = new int[width + 1];
        for (int y = 0; y < Math.min(radius, height); y++) {
            add(columns, grey, y * width);
        }
        for (int y = 0; y < height; y++) {
            if (y + radius < height) {
                add(columns, grey, (y + radius) * width);
            }
            if (y - radius - 1 >= 0) {
                subtract(columns, grey, (y - radius - 1) * width);
            }
            for (int x = 0; x < width; x++) {
                before[x + 1] = before[x] + columns[x];
            }
            int rows = Math.min(height, y + radius + 1) - Math.max(0, y - radius);
            row.clear();
            thresholdRow(grey, y * width, before, rows, row.getBitArray());
            black.setRow(y, row);
        }
        return black;
    }

    private void thresholdRow(byte[] grey, int row, int[] before, int rows, int[] bits) {
        int width = before.length - 1;
        for (int x = 0; x < width; x++) {
            int left = Math.max(0, x - radius);
            int right = Math.min(width, x + radius + 1);
            int area = (right - left) * rows;
            int excess = before[right] - before[left] - ((grey[row + x] & 255) + MARGIN) * area;
            // The sign bit of the difference; noise would make a branch unpredictable.
            bits[x >> 5] |= (-excess >>> 31) << (x & 31);
        }
    }

    private static void add(int[] columns, byte[] grey, int row) {
        for (int x = 0; x < columns.length; x++) {
            columns[x] += grey[row + x] & 255;
        }
    }

    private static void subtract(int[] columns, byte[] grey, int row) {
        for (int x = 0; x < columns.length; x++) {
            columns[x] -= grey[row + x] & 255;
        }
    }

    @Override
    public BitArray getBlackRow(int y, @Nullable BitArray row) {
        throw new UnsupportedOperationException("QR codes are detected in the whole matrix");
    }

    @Override
    public Binarizer createBinarizer(LuminanceSource source) {
        throw new UnsupportedOperationException("QR codes are detected in the whole matrix");
    }
}

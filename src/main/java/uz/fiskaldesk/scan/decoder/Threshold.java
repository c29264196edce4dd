package uz.fiskaldesk.scan.decoder;

import com.google.zxing.NotFoundException;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import uz.fiskaldesk.scan.picture.Luminance;

/** A binarisation, applied before ZXing. */
@FunctionalInterface
public interface Threshold {
    /**
     * The pixels that are black.
     *
     * @throws NotFoundException where none differ
     */
    BitMatrix black(Luminance picture) throws NotFoundException;

    /** ZXing's local threshold: best for clean, large codes, but ignores print with a contrast below a tenth of the range. */
    static Threshold hybrid() {
        return picture -> {
            int width = picture.width();
            int height = picture.height();
            return new HybridBinarizer(
                            new PlanarYUVLuminanceSource(picture.grey(), width, height, 0, 0, width, height, false))
                    .getBlackMatrix();
        };
    }
}

package uz.fiskaldesk.scan.decoder;

import com.google.zxing.Binarizer;
import com.google.zxing.common.HybridBinarizer;
import uz.fiskaldesk.scan.picture.Luminance;

/** A binarisation, applied before ZXing. */
@FunctionalInterface
public interface Threshold {
    Binarizer of(Luminance picture);

    /** ZXing's local threshold: best for clean, large codes, but ignores print with a contrast below a tenth of the range. */
    static Threshold hybrid() {
        return picture -> new HybridBinarizer(new PictureSource(picture));
    }

    /** Black is what is darker than the mean within {@code radius} pixels: works on faded print and in shadow. */
    static Threshold adaptive(int radius) {
        return picture -> new AdaptiveMeanBinarizer(picture, radius);
    }
}

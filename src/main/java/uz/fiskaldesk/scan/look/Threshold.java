package uz.fiskaldesk.scan.look;

import com.google.zxing.Binarizer;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import uz.fiskaldesk.scan.picture.Luminance;

/** How grey becomes black and white before ZXing looks at it. */
@FunctionalInterface
public interface Threshold {
    Binarizer of(Luminance picture);

    /** ZXing's local threshold: the best for clean, large codes, blind to print fainter than a tenth of the range. */
    static Threshold hybrid() {
        return picture -> new HybridBinarizer(new GreySource(picture));
    }

    /** One threshold for the whole picture: cheap, and good where the light is even. */
    static Threshold global() {
        return picture -> new GlobalHistogramBinarizer(new GreySource(picture));
    }

    /** Black is what is darker than its surroundings of {@code radius} pixels: holds on faded print and in shadow. */
    static Threshold adaptive(int radius) {
        return picture -> new AdaptiveMeanBinarizer(picture, radius);
    }
}

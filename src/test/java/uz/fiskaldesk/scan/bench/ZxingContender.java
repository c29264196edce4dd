package uz.fiskaldesk.scan.bench;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import uz.fiskaldesk.scan.picture.Luminance;

/** ZXing, used as documented. */
record ZxingContender(String name, Function<LuminanceSource, Binarizer> binarizer) implements Contender {
    @Override
    public Answer read(Luminance picture) {
        int width = picture.width();
        int height = picture.height();
        LuminanceSource source =
                new PlanarYUVLuminanceSource(picture.grey(), width, height, 0, 0, width, height, false);
        try {
            String text = new QRCodeReader()
                    .decode(new BinaryBitmap(binarizer.apply(source)), Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE))
                    .getText();
            return new Answer(List.of(text), "");
        } catch (ReaderException | RuntimeException e) {
            // ZXing accesses indexes outside its arrays on some damaged codes.
            return Answer.NOTHING;
        }
    }
}

package uz.fiskaldesk.scan.look;

import com.google.zxing.NotFoundException;
import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.DetectorResult;
import com.google.zxing.multi.qrcode.detector.MultiDetector;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import uz.fiskaldesk.scan.picture.Luminance;

/** Tries every plausible triple of finder patterns: for screenshots and tables with several codes on them. */
public final class SeveralCodesLook implements Look {
    private final Threshold threshold;

    public SeveralCodesLook(Threshold threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "several codes";
    }

    @Override
    public List<QrText> look(Luminance picture) {
        List<QrText> found = new ArrayList<>();
        try {
            BitMatrix black = threshold.of(picture).getBlackMatrix();
            for (DetectorResult code : new MultiDetector(black).detectMulti(Map.of())) {
                decode(code, found);
            }
        } catch (NotFoundException e) {
            return List.of();
        } catch (RuntimeException e) {
            // ZXing indexes outside its arrays on some damaged codes; what was read before stands.
            return found;
        }
        return found;
    }

    @Override
    public boolean seesAll() {
        return true;
    }

    private void decode(DetectorResult code, List<QrText> found) {
        try {
            String text = new Decoder().decode(code.getBits(), Map.of()).getText();
            found.add(new QrText(
                    text, ZxingLook.outline(code.getPoints(), code.getBits().getWidth()), name()));
        } catch (ReaderException e) {
            // A triple that was no code: the others may be.
        }
    }
}

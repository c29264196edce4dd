package uz.fiskaldesk.scan.decoder;

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

/** ZXing's detector for several codes, which tries every plausible triple of finder patterns, as on screenshots. */
public final class ZxingMultiDecoder implements QrDecoder {
    private final Threshold threshold;

    public ZxingMultiDecoder(Threshold threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "several codes";
    }

    @Override
    public List<DecodedCode> decode(Luminance picture, Deadline deadline) {
        List<DecodedCode> found = new ArrayList<>();
        try {
            BitMatrix black = threshold.of(picture).getBlackMatrix();
            for (DetectorResult code : new MultiDetector(black).detectMulti(Map.of())) {
                add(code, found);
            }
        } catch (NotFoundException e) {
            return List.of();
        } catch (RuntimeException e) {
            // ZXing accesses indexes outside its arrays on some damaged codes; the codes decoded before are kept.
            return found;
        }
        return found;
    }

    @Override
    public boolean findsAll() {
        return true;
    }

    private void add(DetectorResult code, List<DecodedCode> found) {
        try {
            String text = new Decoder().decode(code.getBits(), Map.of()).getText();
            found.add(new DecodedCode(
                    text, ZxingDecoder.outline(code.getPoints(), code.getBits().getWidth()), name()));
        } catch (ReaderException e) {
            // This triple of finders was not a code; others may be.
        }
    }
}

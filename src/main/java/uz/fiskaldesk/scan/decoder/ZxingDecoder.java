package uz.fiskaldesk.scan.decoder;

import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.DetectorResult;
import com.google.zxing.qrcode.decoder.Decoder;
import com.google.zxing.qrcode.detector.Detector;
import java.util.List;
import java.util.Map;
import uz.fiskaldesk.scan.picture.Luminance;

/** ZXing's detector and decoder after a given binarisation; finds at most one code. */
public final class ZxingDecoder implements QrDecoder {
    private final String name;
    private final Threshold threshold;
    private final Map<DecodeHintType, Object> hints;

    /**
     * A decoder.
     *
     * @param thorough whether every row is searched for finder patterns instead of one in several
     */
    public ZxingDecoder(String name, Threshold threshold, boolean thorough) {
        this.name = name;
        this.threshold = threshold;
        this.hints = thorough ? Map.of(DecodeHintType.TRY_HARDER, true) : Map.of();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<DecodedCode> decode(Luminance picture, Deadline deadline) {
        try {
            BitMatrix black = threshold.of(picture).getBlackMatrix();
            DetectorResult code = new Detector(black).detect(hints);
            String text = new Decoder().decode(code.getBits(), hints).getText();
            return List.of(new DecodedCode(
                    text, outline(code.getPoints(), code.getBits().getWidth()), name));
        } catch (ReaderException | RuntimeException e) {
            // ZXing accesses indexes outside its arrays on some damaged codes, which therefore count as unreadable.
            return List.of();
        }
    }

    /** The outline of a code from its finders' centres in ZXing's order: lower left, upper left, upper right. */
    static List<Corner> outline(ResultPoint[] finders, int modules) {
        double toEdge = 3.5 / (modules - 7);
        double ux = (finders[2].getX() - finders[1].getX()) * toEdge;
        double uy = (finders[2].getY() - finders[1].getY()) * toEdge;
        double vx = (finders[0].getX() - finders[1].getX()) * toEdge;
        double vy = (finders[0].getY() - finders[1].getY()) * toEdge;
        double side = 1 / toEdge + 2;
        Corner first = new Corner(finders[1].getX() - ux - vx, finders[1].getY() - uy - vy);
        return List.of(
                first,
                first.shifted(ux * side, uy * side),
                first.shifted((ux + vx) * side, (uy + vy) * side),
                first.shifted(vx * side, vy * side));
    }
}

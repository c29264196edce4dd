package uz.fiskaldesk.scan.decoder;

import com.google.zxing.ReaderException;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.DetectorResult;
import com.google.zxing.qrcode.decoder.Decoder;
import com.google.zxing.qrcode.detector.Detector;
import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * ZXing's detector and decoder after a given binarisation; finds at most one code.
 *
 * @param half whether the picture is read at half its size, where noise, speckle and missing print lines are averaged
 */
public record ZxingDecoder(String name, Threshold threshold, boolean half) implements QrDecoder {
    public static final ZxingDecoder HYBRID_HALF = new ZxingDecoder("hybrid ½", Threshold.hybrid(), true);

    /** Works on faded print and in shadow. */
    public static final ZxingDecoder ADAPTIVE_40 = new ZxingDecoder("adaptive 40", new AdaptiveThreshold(40), false);

    @Override
    public List<DecodedCode> decode(Luminance picture, Deadline deadline) {
        try {
            BitMatrix black = threshold.black(half ? picture.half() : picture);
            DetectorResult detected = new Detector(black).detect();
            String text = new Decoder().decode(detected.getBits()).getText();
            List<Corner> outline =
                    outline(detected.getPoints(), detected.getBits().getWidth());
            return List.of(new DecodedCode(text, outline, name).scaled(half ? 2 : 1));
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

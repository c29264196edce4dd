package uz.fiskaldesk.scan;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Arrays;
import uz.fiskaldesk.scan.picture.Luminance;

/** Pictures of flat, clean codes on a white background. */
final class PrintedCode {
    private PrintedCode() {}

    /** One code with a quiet zone of four modules. */
    static Luminance of(String text, int pixelsPerModule) {
        try {
            return of(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix(), pixelsPerModule);
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Luminance of(ByteMatrix code, int pixelsPerModule) {
        int side = (code.getWidth() + 8) * pixelsPerModule;
        byte[] grey = new byte[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int u = x / pixelsPerModule - 4;
                int v = y / pixelsPerModule - 4;
                boolean inside = u >= 0 && v >= 0 && u < code.getWidth() && v < code.getHeight();
                grey[y * side + x] = (byte) (inside && code.get(u, v) == 1 ? 20 : 235);
            }
        }
        return new Luminance(side, side, grey);
    }

    /** Pictures side by side on a white background, aligned at the top. */
    static Luminance beside(Luminance... pictures) {
        int width = Arrays.stream(pictures).mapToInt(Luminance::width).sum();
        int height = Arrays.stream(pictures).mapToInt(Luminance::height).max().orElseThrow();
        byte[] grey = new byte[width * height];
        Arrays.fill(grey, (byte) 235);
        int left = 0;
        for (Luminance picture : pictures) {
            for (int y = 0; y < picture.height(); y++) {
                System.arraycopy(picture.grey(), y * picture.width(), grey, y * width + left, picture.width());
            }
            left += picture.width();
        }
        return new Luminance(width, height, grey);
    }
}

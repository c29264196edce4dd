package uz.fiskaldesk;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Payments and receipts for tests of the command line. */
final class Payments {
    static final String FIRST = "a12f0000-0000-4000-8000-000000000001";
    static final String SECOND = "a12f0000-0000-4000-8000-000000000002";
    static final String THIRD = "a12f0000-0000-4000-8000-000000000003";

    /** Ten minutes before noon, the time of the tests. */
    static final String RECEIPT = "https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20261124115000&s=514343190161";

    static final String RECEIPT_JSON = "{\"url\":\"" + RECEIPT + "\",\"terminalId\":\"UZ170703100597\","
            + "\"receiptNumber\":\"2421\",\"issuedAt\":\"2026-11-24T06:50:00Z\",\"fiscalSign\":\"514343190161\"}";

    static final String ANOTHER = "https://ofd.soliq.uz/check?t=UZ170703100597&r=2422&c=20261124115500&s=514343190162";

    /** Issued by an emulator: may be sent only with consent. */
    static final String DOUBTFUL = "https://ofd.soliq.uz/check?t=ZZ210317214371&r=7&c=20261124115500&s=000000000007";

    private Payments() {}

    /** Draws an image of QR codes side by side. */
    static Path picture(Path file, String... texts) throws IOException {
        int side = 300;
        BufferedImage image = new BufferedImage(side * Math.max(1, texts.length), side, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < side; y++) {
                image.setRGB(x, y, 0xffffff);
            }
        }
        for (int i = 0; i < texts.length; i++) {
            draw(texts[i], image, i * side + 40);
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static void draw(String text, BufferedImage image, int left) {
        try {
            ByteMatrix code = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
            int module = 220 / code.getWidth();
            for (int x = 0; x < code.getWidth() * module; x++) {
                for (int y = 0; y < code.getHeight() * module; y++) {
                    if (code.get(x / module, y / module) == 1) {
                        image.setRGB(left + x, 40 + y, 0x101010);
                    }
                }
            }
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

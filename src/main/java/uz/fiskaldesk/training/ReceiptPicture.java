package uz.fiskaldesk.training;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;

/**
 * Draws receipts as a till prints them on 58 mm paper at 203 dpi: 384 dots wide, 4 dots per module of the QR code. The
 * text is in Uzbek, as on real receipts, independent of the user interface language.
 */
final class ReceiptPicture {
    private static final int WIDTH = 384;
    private static final int MARGIN = 22;
    private static final int LINE = 26;
    private static final int DOTS_PER_MODULE = 4;
    private static final int QUIET_MODULES = 4;

    private final Font regular;
    private final Font bold;

    ReceiptPicture() {
        regular = font("NotoSans-Regular.ttf").deriveFont(17f);
        bold = font("NotoSans-Bold.ttf").deriveFont(19f);
    }

    private static Font font(String file) {
        try (InputStream in = ReceiptPicture.class.getResourceAsStream("/uz/fiskaldesk/desk/fonts/" + file)) {
            if (in == null) {
                throw new IOException("Missing font " + file);
            }
            return Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** Draws an intact receipt. */
    BufferedImage of(FiscalReceipt receipt, Amount amount) {
        return draw(receipt, amount, receipt.url(), false);
    }

    /** Draws a receipt with a torn QR code, of which only the printed fields can be read. */
    BufferedImage torn(FiscalReceipt receipt, Amount amount) {
        return draw(receipt, amount, receipt.url(), true);
    }

    /** Draws a receipt with another text in its QR code. */
    BufferedImage withText(String text, FiscalReceipt receipt, Amount amount) {
        return draw(receipt, amount, text, false);
    }

    private BufferedImage draw(FiscalReceipt receipt, Amount amount, String code, boolean torn) {
        BitMatrix modules = modules(code);
        int side = modules.getWidth() * DOTS_PER_MODULE;
        int height = MARGIN + 11 * LINE + side + 2 * MARGIN;
        BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, height);
        g.setColor(Color.BLACK);
        int y = heading(g);
        y = row(g, y, "JAMI", amount.inSums());
        y = row(g, y, "Anor QR", amount.inSums());
        y = rule(g, y);
        y = row(g, y, "Sana", Formats.dateTime(receipt.issuedAt()));
        y = row(g, y, "FM raqami", receipt.terminalId());
        y = row(g, y, "Chek raqami", receipt.receiptNumber());
        y = row(g, y, "Fiskal belgi", receipt.fiscalSign());
        code(g, modules, (WIDTH - side) / 2, y);
        if (torn) {
            tear(g, y, side);
        }
        g.dispose();
        return picture;
    }

    private int heading(Graphics2D g) {
        g.setFont(bold);
        centred(g, "OʻQUV DOʻKONI", MARGIN + LINE);
        g.setFont(regular);
        centred(g, "MASHQ UCHUN · chek haqiqiy emas", MARGIN + 2 * LINE);
        return rule(g, MARGIN + 3 * LINE);
    }

    private static int rule(Graphics2D g, int y) {
        for (int x = MARGIN; x < WIDTH - MARGIN; x += 8) {
            g.fillRect(x, y - LINE / 2, 4, 2);
        }
        return y + LINE / 2;
    }

    private static int row(Graphics2D g, int y, String name, String value) {
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(name, MARGIN, y);
        g.drawString(value, WIDTH - MARGIN - metrics.stringWidth(value), y);
        return y + LINE;
    }

    private static void centred(Graphics2D g, String text, int y) {
        g.drawString(text, (WIDTH - g.getFontMetrics().stringWidth(text)) / 2, y);
    }

    private static void code(Graphics2D g, BitMatrix modules, int left, int top) {
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    g.fillRect(left + x * DOTS_PER_MODULE, top + y * DOTS_PER_MODULE, DOTS_PER_MODULE, DOTS_PER_MODULE);
                }
            }
        }
    }

    /** Erases a strip over a third of the code, with two of its corners. */
    private static void tear(Graphics2D g, int top, int side) {
        g.setColor(Color.WHITE);
        int[] xs = {0, WIDTH, WIDTH, 0};
        int[] ys = {top - LINE / 2, top - LINE / 2, top + side / 2, top + side / 3};
        g.fillPolygon(xs, ys, xs.length);
    }

    private static BitMatrix modules(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.L,
                                    EncodeHintType.MARGIN,
                                    QUIET_MODULES));
        } catch (WriterException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

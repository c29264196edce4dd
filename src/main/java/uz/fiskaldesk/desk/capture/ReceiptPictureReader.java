package uz.fiskaldesk.desk.capture;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.PictureReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.DecodedCode;

/** Searches chosen, dropped or pasted pictures for a receipt. Thread-safe; reading blocks. */
public final class ReceiptPictureReader {
    private final ReceiptReader receipts;
    private final Clock clock;
    private @Nullable PictureReader reader;

    public ReceiptPictureReader(ReceiptReader receipts, Clock clock) {
        this.receipts = receipts;
        this.clock = clock;
    }

    /** Creates the reader for the first picture, because its tables take 20 ms. */
    private synchronized PictureReader reader() {
        if (reader == null) {
            reader = new PictureReader(this::isReceipt, clock);
        }
        return reader;
    }

    /** Reads picture or PDF files; several pictures of the same receipt count as one. */
    public PictureReading read(List<Path> paths) {
        Set<String> found = new LinkedHashSet<>();
        PictureReading nothing = new PictureReading.NoCode();
        for (Path path : paths) {
            switch (read(path)) {
                case PictureReading.Text text when isReceipt(text.text()) -> found.add(text.text());
                case PictureReading.Several several -> found.addAll(several.texts());
                case PictureReading other -> nothing = other;
            }
        }
        return switch (found.size()) {
            case 0 -> nothing;
            case 1 -> new PictureReading.Text(found.iterator().next());
            default -> new PictureReading.Several(List.copyOf(found));
        };
    }

    private PictureReading read(Path path) {
        return toReading(reader().read(path), FileNames.shown(path));
    }

    /** Reads the content of a picture file that was photographed by a phone. */
    public PictureReading read(byte[] photo) {
        return toReading(reader().read(photo), "photo");
    }

    /** Reads a picture from the clipboard or a drag. */
    public PictureReading read(BufferedImage image) {
        return toReading(reader().read(image), "");
    }

    private static PictureReading toReading(PictureReader.Result seen, String name) {
        return switch (seen) {
            case PictureReader.Result.Read looked ->
                switch (looked.reading()) {
                    case Reading.Found found ->
                        new PictureReading.Text(found.code().text());
                    case Reading.Several several ->
                        new PictureReading.Several(
                                several.codes().stream().map(DecodedCode::text).toList());
                    case Reading.NotFound none -> withoutReceipt(none.others());
                };
            case PictureReader.Result.Refused refused ->
                switch (refused.reason()) {
                    case TOO_LARGE -> new PictureReading.TooLarge(name);
                    case LOCKED -> new PictureReading.Locked(name);
                    case NOT_A_PICTURE, UNREADABLE -> new PictureReading.NoPicture(name);
                };
        };
    }

    /** A single other QR code is returned as text, so that the cashier is told what is wrong with it. */
    private static PictureReading withoutReceipt(List<DecodedCode> others) {
        return switch (others.size()) {
            case 0 -> new PictureReading.NoCode();
            case 1 -> new PictureReading.Text(others.getFirst().text());
            default -> new PictureReading.NoReceipt();
        };
    }

    private boolean isReceipt(String text) {
        return receipts.read(text) instanceof ReceiptReading.Accepted;
    }
}

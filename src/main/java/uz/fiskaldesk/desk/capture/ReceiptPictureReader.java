package uz.fiskaldesk.desk.capture;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.PictureReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.QrText;

/** Looks for the receipt in pictures that were chosen, dropped or pasted. Safe for several threads. */
public final class ReceiptPictureReader {
    private final ReceiptReader receipts;
    private final PictureReader reader;

    public ReceiptPictureReader(ReceiptReader receipts, Clock clock) {
        this.receipts = receipts;
        this.reader = new PictureReader(this::isReceipt, clock);
    }

    /** The one receipt on these pictures. */
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
        Path name = path.getFileName();
        return judge(reader.look(path), name == null ? path.toString() : name.toString());
    }

    /** The one receipt on a picture from the clipboard or from a drag. */
    public PictureReading read(BufferedImage image) {
        return judge(reader.look(image), "");
    }

    private static PictureReading judge(PictureReader.Seen seen, String name) {
        return switch (seen) {
            case PictureReader.Seen.Looked looked ->
                switch (looked.reading()) {
                    case Reading.Found found ->
                        new PictureReading.Text(found.code().text());
                    case Reading.Several several ->
                        new PictureReading.Several(
                                several.codes().stream().map(QrText::text).toList());
                    case Reading.NotFound none -> none(none.others());
                };
            case PictureReader.Seen.Refused refused ->
                switch (refused.reason()) {
                    case TOO_LARGE -> new PictureReading.TooLarge(name);
                    case LOCKED -> new PictureReading.Locked(name);
                    case NOT_A_PICTURE, UNREADABLE -> new PictureReading.NoPicture(name);
                };
        };
    }

    /** A single other code is judged as a text, so that the cashier hears what is wrong with it. */
    private static PictureReading none(List<QrText> others) {
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

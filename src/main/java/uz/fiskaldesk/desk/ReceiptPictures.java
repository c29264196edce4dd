package uz.fiskaldesk.desk;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uz.fiskaldesk.desk.model.PictureReading;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.picture.PictureFiles;

/** Looks for the receipt in pictures that were chosen, dropped or pasted. Safe for several threads. */
final class ReceiptPictures {
    /** A picture is not a camera: nobody minds a second, and many are worth it. */
    private static final Duration TIME_FOR_ONE = Duration.ofSeconds(2);

    private final ReceiptReader receipts;
    private final PictureFiles files = new PictureFiles();

    ReceiptPictures(ReceiptReader receipts) {
        this.receipts = receipts;
    }

    /** The one receipt on these pictures. */
    PictureReading read(List<Path> paths) {
        Set<String> found = new LinkedHashSet<>();
        PictureReading nothing = new PictureReading.NoCode();
        for (Path path : paths) {
            switch (read(path)) {
                case PictureReading.Text text when isReceipt(text.text()) -> found.add(text.text());
                case PictureReading other -> nothing = other;
            }
        }
        return switch (found.size()) {
            case 0 -> nothing;
            case 1 -> new PictureReading.Text(found.iterator().next());
            default -> new PictureReading.Several(found.size());
        };
    }

    private PictureReading read(Path path) {
        Path name = path.getFileName();
        return judge(files.load(path), name == null ? path.toString() : name.toString());
    }

    /** The one receipt on a picture from the clipboard or from a drag. */
    PictureReading read(BufferedImage image) {
        return judge(files.load(image), "");
    }

    private PictureReading judge(LoadedPicture loaded, String name) {
        return switch (loaded) {
            case LoadedPicture.Ready ready -> look(ready.picture());
            case LoadedPicture.Refused refused ->
                refused.reason() == LoadedPicture.Reason.TOO_LARGE
                        ? new PictureReading.TooLarge(name)
                        : new PictureReading.NoPicture(name);
        };
    }

    private PictureReading look(Luminance picture) {
        QrReader reader = QrReader.forReceipts(this::isReceipt);
        return switch (reader.read(picture, Deadline.in(TIME_FOR_ONE))) {
            case Reading.Found found -> new PictureReading.Text(found.code().text());
            case Reading.Several several -> new PictureReading.Several(several.codes().size());
            case Reading.NotFound none -> none(none.others());
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

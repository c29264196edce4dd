package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.PictureReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.LoadedPicture;

/** Looks for receipts in picture files. */
final class Pictures {
    /** What came of a picture. */
    sealed interface Seen {
        /** Texts of receipts where there are any, else of whatever codes there are, else none; and the reader's time. */
        record Texts(List<String> texts, long millis) implements Seen {}

        /** The file is no picture that can be read. */
        record NoPicture(LoadedPicture.Reason reason) implements Seen {}
    }

    private final PictureReader reader;

    Pictures(ReceiptReader receipts, Clock clock) {
        this.reader = new PictureReader(text -> receipts.read(text) instanceof ReceiptReading.Accepted, clock);
    }

    Seen look(Path file) {
        return switch (reader.look(file)) {
            case PictureReader.Seen.Refused refused -> new Seen.NoPicture(refused.reason());
            case PictureReader.Seen.Looked looked -> {
                List<QrText> codes = looked.reading() instanceof Reading.NotFound(List<QrText> others)
                        ? others
                        : looked.reading().wanted();
                yield new Seen.Texts(
                        codes.stream().map(QrText::text).toList(), looked.took().toMillis());
            }
        };
    }
}

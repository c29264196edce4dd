package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.PictureReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.LoadedPicture;

/** Reads receipts from image files. */
final class Pictures {
    /** The result of reading an image. */
    sealed interface Seen {
        /** The texts of receipts if there are any, else of other codes; and the time taken. */
        record Texts(List<String> texts, long millis) implements Seen {}

        /** The file cannot be read as an image. */
        record NoPicture(LoadedPicture.Reason reason) implements Seen {}
    }

    private final PictureReader reader;

    Pictures(ReceiptReader receipts, Clock clock) {
        this.reader = new PictureReader(text -> receipts.read(text) instanceof ReceiptReading.Accepted, clock);
    }

    Seen look(Path file) {
        return switch (reader.read(file)) {
            case PictureReader.Result.Refused refused -> new Seen.NoPicture(refused.reason());
            case PictureReader.Result.Read looked -> {
                List<DecodedCode> codes = looked.reading() instanceof Reading.NotFound(List<DecodedCode> others)
                        ? others
                        : looked.reading().wanted();
                yield new Seen.Texts(
                        codes.stream().map(DecodedCode::text).toList(),
                        looked.took().toMillis());
            }
        };
    }

    /** Returns the sentence for a file that could not be read as a picture. */
    static String refusal(Seen.NoPicture none, Path file, uz.fiskaldesk.support.Translations texts) {
        return texts.get(
                switch (none.reason()) {
                    case NOT_A_PICTURE -> "cli.picture.not-a-picture";
                    case LOCKED -> "cli.picture.locked";
                    case TOO_LARGE -> "cli.picture.too-large";
                    case UNREADABLE -> "cli.picture.unreadable";
                },
                file);
    }
}

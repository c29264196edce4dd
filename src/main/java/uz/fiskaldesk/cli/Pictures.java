package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.PictureFiles;

/** Looks for receipts in picture files. */
final class Pictures {
    /** Nobody stands at the till: a hard picture may take its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

    /** What came of a picture. */
    sealed interface Seen {
        /** Texts of receipts where there are any, else of whatever codes there are, else none; and the reader's time. */
        record Texts(List<String> texts, long millis) implements Seen {}

        /** The file is no picture that can be read. */
        record NoPicture(LoadedPicture.Reason reason) implements Seen {}
    }

    private final PictureFiles files = new PictureFiles();
    private final QrReader reader;

    Pictures(ReceiptReader receipts) {
        this.reader = QrReader.forReceipts(text -> receipts.read(text) instanceof ReceiptReading.Accepted);
    }

    Seen look(Path file) {
        return switch (files.load(file)) {
            case LoadedPicture.Refused refused -> {
                LOG.info("{} is not read: {} {}", file, refused.reason(), refused.detail());
                yield new Seen.NoPicture(refused.reason());
            }
            case LoadedPicture.Ready ready -> {
                long start = System.nanoTime();
                Reading reading = reader.read(ready.picture(), Deadline.in(PATIENCE));
                long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
                List<QrText> codes =
                        reading instanceof Reading.NotFound(List<QrText> others) ? others : reading.wanted();
                yield new Seen.Texts(codes.stream().map(QrText::text).toList(), millis);
            }
        };
    }
}

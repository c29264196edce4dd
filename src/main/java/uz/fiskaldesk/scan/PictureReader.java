package uz.fiskaldesk.scan;

import java.awt.Image;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.scan.look.CodeEraser;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.picture.PictureFiles;

/**
 * Looks for receipts in picture files, in PDF files and in pictures of the clipboard: one reader for the desk and the
 * command line. Safe for several threads, which wait for each other.
 */
public final class PictureReader {
    /** For one picture or page; enough for a program that has just started and is still slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** For looking whether there is another receipt beside the one that was found. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(700);

    private static final int MOST_RECEIPTS = 6;

    /** For all pages together. */
    private static final int PATIENT_PAGES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

    private static final int LIMIT_SECONDS = 20;

    private final LowPriority<Seen> work =
            new LowPriority<>(Duration.ofSeconds(LIMIT_SECONDS), new Seen.Refused(LoadedPicture.Reason.TOO_LARGE));
    private final PictureFiles files = new PictureFiles();
    private final QrReader reader;
    private final Duration patience;

    /** What came of a file. */
    public sealed interface Seen {
        /**
         * It was looked at.
         *
         * @param took without the loading
         */
        record Looked(Reading reading, Duration took) implements Seen {}

        /** It is no picture that can be looked at. */
        record Refused(LoadedPicture.Reason reason) implements Seen {}
    }

    /**
     * A reader of pictures.
     *
     * @param receipt says of a text whether it is the link of a receipt
     * @param clock tells of which years receipts can be
     */
    public PictureReader(Predicate<String> receipt, Clock clock) {
        this(receipt, clock, PATIENCE);
    }

    PictureReader(Predicate<String> receipt, Clock clock, Duration patience) {
        this.reader = QrReader.forReceipts(receipt, clock);
        this.patience = patience;
    }

    /** Blocks for up to {@value #LIMIT_SECONDS} seconds. */
    public Seen look(Path file) {
        return work.run(() -> look(files.load(file), file.toString()));
    }

    /** Blocks for up to {@value #LIMIT_SECONDS} seconds. */
    public Seen look(Image image) {
        return work.run(() -> look(files.load(image), "a pasted picture"));
    }

    private synchronized Seen look(LoadedPicture loaded, String name) {
        return switch (loaded) {
            case LoadedPicture.Refused refused -> {
                LOG.info("{} is not read: {} {}", name, refused.reason(), refused.detail());
                yield new Seen.Refused(refused.reason());
            }
            case LoadedPicture.Ready ready -> {
                long start = System.nanoTime();
                Reading reading = read(ready.pages());
                yield new Seen.Looked(reading, Duration.ofNanos(System.nanoTime() - start));
            }
        };
    }

    private Reading read(List<Luminance> pages) {
        List<QrText> wanted = new ArrayList<>();
        List<QrText> others = new ArrayList<>();
        Deadline all = Deadline.in(patience.multipliedBy(PATIENT_PAGES));
        for (Luminance page : pages) {
            if (all.passed()) {
                break;
            }
            Reading reading = reader.read(page, Deadline.in(patience));
            addNew(reading.wanted(), wanted);
            switch (reading) {
                case Reading.NotFound(List<QrText> codes) -> addNew(codes, others);
                case Reading.Found _, Reading.Several _ -> lookBeside(reading, page, wanted);
            }
        }
        return Reading.of(wanted, others);
    }

    /** The look that found one receipt need not see the other one: all look again at what is left. */
    private void lookBeside(Reading first, Luminance page, List<QrText> wanted) {
        Deadline deadline = Deadline.in(SECOND_LOOK);
        Reading reading = first;
        Luminance rest = page;
        while (!reading.wanted().isEmpty() && wanted.size() < MOST_RECEIPTS && !deadline.passed()) {
            for (QrText code : reading.wanted()) {
                rest = CodeEraser.erase(rest, code.outline());
            }
            reading = reader.read(rest, deadline);
            addNew(reading.wanted(), wanted);
        }
    }

    private static void addNew(List<QrText> codes, List<QrText> to) {
        for (QrText code : codes) {
            if (to.stream().noneMatch(known -> known.text().equals(code.text()))) {
                to.add(code);
            }
        }
    }
}

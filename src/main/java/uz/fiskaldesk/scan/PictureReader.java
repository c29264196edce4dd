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
import uz.fiskaldesk.scan.decoder.CodeEraser;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.picture.PictureFiles;

/**
 * Reads receipts from picture files, PDF files and images of the clipboard. Thread-safe; pictures are read one at a time.
 */
public final class PictureReader {
    /** For one picture or page; sufficient also while the JVM is warming up. */
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(2);

    /** For finding further receipts on a page. */
    private static final Duration FURTHER_RECEIPTS_TIMEOUT = Duration.ofMillis(700);

    private static final int MAX_RECEIPTS = 6;

    /** All pages together may take as long as so many pages. */
    private static final int TIMEOUT_PAGES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);

    private static final int LIMIT_SECONDS = 20;

    private final LowPriorityExecutor<Result> tasks = new LowPriorityExecutor<>(
            Duration.ofSeconds(LIMIT_SECONDS), new Result.Refused(LoadedPicture.Reason.TOO_LARGE));
    private final PictureFiles files = new PictureFiles();
    private final QrReader reader;
    private final Duration pageTimeout;

    /** The result for a file. */
    public sealed interface Result {
        /**
         * The file was read.
         *
         * @param took without loading
         */
        record Read(Reading reading, Duration took) implements Result {}

        /** The file could not be loaded. */
        record Refused(LoadedPicture.Reason reason) implements Result {}
    }

    /**
     * A reader.
     *
     * @param receipt whether a text is the URL of a receipt
     * @param clock limits the years of issue
     */
    public PictureReader(Predicate<String> receipt, Clock clock) {
        this(receipt, clock, PAGE_TIMEOUT);
    }

    PictureReader(Predicate<String> receipt, Clock clock, Duration pageTimeout) {
        this.reader = QrReader.forReceipts(receipt, clock);
        this.pageTimeout = pageTimeout;
    }

    /** Blocks for up to {@value #LIMIT_SECONDS} seconds. */
    public Result read(Path file) {
        return tasks.run(() -> read(files.load(file), file.toString()));
    }

    /** Reads the content of a file. Blocks for up to {@value #LIMIT_SECONDS} seconds. */
    public Result read(byte[] content) {
        return tasks.run(() -> read(files.load(content), "a picture of " + content.length + " bytes"));
    }

    /** Blocks for up to {@value #LIMIT_SECONDS} seconds. */
    public Result read(Image image) {
        return tasks.run(() -> read(files.load(image), "a pasted image"));
    }

    private synchronized Result read(LoadedPicture loaded, String name) {
        return switch (loaded) {
            case LoadedPicture.Refused refused -> {
                LOG.info("{} was not read: {} {}", name, refused.reason(), refused.detail());
                yield new Result.Refused(refused.reason());
            }
            case LoadedPicture.Ready ready -> {
                long start = System.nanoTime();
                Reading reading = read(ready.pages());
                yield new Result.Read(reading, Duration.ofNanos(System.nanoTime() - start));
            }
        };
    }

    private Reading read(List<Luminance> pages) {
        List<DecodedCode> wanted = new ArrayList<>();
        List<DecodedCode> others = new ArrayList<>();
        Deadline allPages = Deadline.in(pageTimeout.multipliedBy(TIMEOUT_PAGES));
        for (Luminance page : pages) {
            if (allPages.passed()) {
                break;
            }
            Reading reading = reader.read(page, Deadline.in(pageTimeout));
            addNew(reading.wanted(), wanted);
            switch (reading) {
                case Reading.NotFound(List<DecodedCode> codes) -> addNew(codes, others);
                case Reading.Found _, Reading.Several _ -> addFurther(reading, page, wanted);
            }
        }
        return Reading.of(wanted, others);
    }

    /** A decoder that finds one receipt may not find another one, so all are applied again to the rest of the page. */
    private void addFurther(Reading first, Luminance page, List<DecodedCode> wanted) {
        Deadline deadline = Deadline.in(FURTHER_RECEIPTS_TIMEOUT);
        Reading reading = first;
        Luminance remaining = page;
        while (!reading.wanted().isEmpty() && wanted.size() < MAX_RECEIPTS && !deadline.passed()) {
            for (DecodedCode code : reading.wanted()) {
                remaining = CodeEraser.erase(remaining, code.outline());
            }
            reading = reader.read(remaining, deadline);
            addNew(reading.wanted(), wanted);
        }
    }

    private static void addNew(List<DecodedCode> codes, List<DecodedCode> to) {
        for (DecodedCode code : codes) {
            if (to.stream().noneMatch(known -> known.text().equals(code.text()))) {
                to.add(code);
            }
        }
    }
}

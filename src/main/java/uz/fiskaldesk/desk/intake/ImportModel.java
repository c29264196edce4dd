package uz.fiskaldesk.desk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.intake.BrokenFileException;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.RowReport;

/** Imports payment files and shows what came of their rows. */
public final class ImportModel {
    /** Rows that are shown one by one; of a file that is wrong all through, these are enough to see why. */
    private static final int MOST_SHOWN = 200;

    /**
     * What came of one file.
     *
     * @param broken why nothing could be read; null where the rows were read
     * @param refused the first rows that were refused, or that are known with other facts
     * @param stopped whether the rest of the file was left out, because somebody closed the window
     */
    public record FileReport(
            String name,
            long taken,
            long known,
            long refusedCount,
            List<RowReport> refused,
            @Nullable BrokenFileException broken,
            boolean stopped) {}

    private final Import imports;
    private final PaymentListModel list;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks work;
    private final ReadOnlyObjectWrapper<List<FileReport>> reports = new ReadOnlyObjectWrapper<>(List.of());
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean stopped;
    private int running;

    public ImportModel(
            Import imports, PaymentListModel list, PageModel pages, NoticeModel notices, BackgroundTasks work) {
        this.imports = imports;
        this.list = list;
        this.pages = pages;
        this.notices = notices;
        this.work = work;
    }

    /** What came of the files that were last imported. */
    public ReadOnlyObjectProperty<List<FileReport>> reports() {
        return reports.getReadOnlyProperty();
    }

    /** Whether a file is one of payments, by its name; pictures and others are not. */
    public static boolean looksLikePayments(Path file) {
        String name = file.toString().toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".csv")
                || name.endsWith(".json")
                || name.endsWith(".jsonl")
                || name.endsWith(".xlsx")
                || name.endsWith(".ods")
                || name.endsWith(".txt");
    }

    /** Imports the files one after the other and opens the report. */
    public void take(List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        if (!isRunning()) {
            taken.set(0);
            stopped = false;
        }
        running++;
        notices.info("import.running");
        work.aside(() -> files.stream().map(this::report).toList(), this::done, () -> running--);
    }

    private void done(List<FileReport> done) {
        running--;
        reports.set(done);
        pages.open(Page.IMPORTED);
        list.refresh();
        if (stopped) {
            notices.warn("import.stopped", taken.get());
        } else {
            notices.clear();
        }
    }

    /** Whether files are being read. */
    public boolean isRunning() {
        return running > 0;
    }

    /** How many payments the running import has put on the list so far. */
    public long taken() {
        return taken.get();
    }

    /** Takes no further row; what was taken stays, and the report says so. */
    public void stop() {
        stopped = true;
    }

    private FileReport report(Path file) {
        Path nameOnly = file.getFileName();
        String name = nameOnly == null ? file.toString() : nameOnly.toString();
        List<RowReport> refused = new ArrayList<>();
        AtomicBoolean leftOut = new AtomicBoolean();
        BooleanSupplier wanted = () -> {
            leftOut.set(stopped);
            return !leftOut.get();
        };
        try {
            Import.Summary summary = imports.file(file, row -> note(row, refused), wanted);
            return new FileReport(
                    name, summary.taken(), summary.known(), summary.refused(), refused, null, leftOut.get());
        } catch (BrokenFileException e) {
            return new FileReport(name, 0, 0, 0, List.of(), e, false);
        }
    }

    private void note(RowReport row, List<RowReport> refused) {
        if (row.result() == RowReport.Result.TAKEN) {
            taken.incrementAndGet();
        }
        if (!row.isIn() && refused.size() < MOST_SHOWN) {
            refused.add(row);
        }
    }
}

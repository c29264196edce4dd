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
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.RowReport;

/** Imports payment files in the background and holds the results for the report. */
public final class ImportModel {
    /** The maximum number of refused rows in a report. */
    private static final int MOST_SHOWN = 200;

    /**
     * The result of one file.
     *
     * @param taken the number of added payments
     * @param known the number of rows whose payments were in the ledger already
     * @param refused the first rows that were refused or that contradict the known payment
     * @param broken why the file could not be read; null if it could
     * @param stopped whether the import was stopped before the end of the file
     */
    public record FileReport(
            String name,
            long taken,
            long known,
            long refusedCount,
            List<RowReport> refused,
            @Nullable ImportFileException broken,
            boolean stopped) {}

    private final Import imports;
    private final PaymentListModel list;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectWrapper<List<FileReport>> reports = new ReadOnlyObjectWrapper<>(List.of());
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean stopped;
    private int running;

    public ImportModel(
            Import imports, PaymentListModel list, PageModel pages, NoticeModel notices, BackgroundTasks tasks) {
        this.imports = imports;
        this.list = list;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
    }

    /** The results of the last import. */
    public ReadOnlyObjectProperty<List<FileReport>> reports() {
        return reports.getReadOnlyProperty();
    }

    /** Whether a file name has an extension of payment files. */
    public static boolean looksLikePayments(Path file) {
        String name = file.toString().toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".csv")
                || name.endsWith(".json")
                || name.endsWith(".jsonl")
                || name.endsWith(".xlsx")
                || name.endsWith(".ods")
                || name.endsWith(".txt");
    }

    /** Imports the files in the background and opens the report. */
    public void importFiles(List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        if (!isRunning()) {
            taken.set(0);
            stopped = false;
        }
        running++;
        notices.info("import.running");
        tasks.inBackground(() -> files.stream().map(this::report).toList(), this::done, () -> running--);
    }

    private void done(List<FileReport> done) {
        running--;
        reports.set(done);
        pages.open(Page.IMPORTED);
        list.refresh();
        if (stopped) {
            notices.warning("import.stopped", taken.get());
        } else {
            notices.clear();
        }
    }

    public boolean isRunning() {
        return running > 0;
    }

    /** How many payments the running import has added so far. */
    public long taken() {
        return taken.get();
    }

    /** Stops the running imports after the current row. Added payments stay. */
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
            Import.Summary summary = imports.importFile(file, row -> note(row, refused), wanted);
            return new FileReport(
                    name, summary.taken(), summary.known(), summary.refused(), refused, null, leftOut.get());
        } catch (ImportFileException e) {
            return new FileReport(name, 0, 0, 0, List.of(), e, false);
        }
    }

    private void note(RowReport row, List<RowReport> refused) {
        if (row.result() == RowReport.Result.TAKEN) {
            taken.incrementAndGet();
        }
        if (!row.isAccepted() && refused.size() < MOST_SHOWN) {
            refused.add(row);
        }
    }
}

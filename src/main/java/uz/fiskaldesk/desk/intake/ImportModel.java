package uz.fiskaldesk.desk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.PaymentField;
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
     * @param ignoredColumns the names of columns that were not used
     */
    public record FileReport(
            Path file,
            long taken,
            long known,
            long refusedCount,
            List<RowReport> refused,
            @Nullable ImportFileException broken,
            boolean stopped,
            List<String> ignoredColumns) {
        public String name() {
            return FileNames.shown(file);
        }

        /** Whether a person may say what the columns mean, and import the file again. */
        public boolean offersColumns() {
            return broken == null ? !ignoredColumns.isEmpty() : broken.reason().concernsColumns();
        }
    }

    /**
     * The progress of the running import.
     *
     * @param of the number of rows of the file; 0 while it is being checked
     */
    public record Progress(String name, long rows, long of) {}

    /** How often the progress is shown. */
    private static final long PROGRESS_NANOS = 100_000_000;

    private final Import imports;
    private final PaymentListModel list;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ColumnsModel columns;
    private final Executor window;
    private final ReadOnlyObjectWrapper<@Nullable Progress> progress = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<FileReport>> reports = new ReadOnlyObjectWrapper<>(List.of());
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean stopped;
    private int running;
    private @Nullable Notice announced;

    /** @param window runs tasks on the JavaFX thread */
    public ImportModel(
            Import imports,
            PaymentListModel list,
            PageModel pages,
            NoticeModel notices,
            BackgroundTasks tasks,
            ColumnsModel columns,
            Executor window) {
        this.imports = imports;
        this.list = list;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
        this.columns = columns;
        this.window = window;
    }

    /** The results of the last import, and of those that ran at the same time. */
    public ReadOnlyObjectProperty<List<FileReport>> reports() {
        return reports.getReadOnlyProperty();
    }

    /** The progress of the running import; null if none is running. */
    public ReadOnlyObjectProperty<@Nullable Progress> progress() {
        return progress.getReadOnlyProperty();
    }

    /** Whether a file name has an extension of payment files. */
    public static boolean looksLikePayments(Path file) {
        String name = file.toString().toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".csv")
                || name.endsWith(".json")
                || name.endsWith(".jsonl")
                || name.endsWith(".xlsx")
                || name.endsWith(".xls")
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
            reports.set(List.of());
        }
        running++;
        progress.set(new Progress(FileNames.shown(files.getFirst()), 0, 0));
        announced = notices.info("import.running");
        pages.open(Page.IMPORTED);
        tasks.inBackground(() -> files.stream().map(this::report).toList(), this::done, this::ended);
    }

    /** Lets the cashier say what the columns of a file mean, and imports it then. */
    public void chooseColumns(Path file) {
        columns.open(file, Use.IMPORT, PaymentField.values(), () -> importFiles(List.of(file)));
    }

    private void ended() {
        running--;
        if (!isRunning()) {
            progress.set(null);
        }
    }

    private void done(List<FileReport> done) {
        ended();
        reports.set(Stream.concat(reports.get().stream(), done.stream()).toList());
        pages.openResult(Page.IMPORTED);
        list.refresh();
        if (stopped) {
            notices.warning("import.stopped", taken.get());
        } else {
            notices.retract(announced);
        }
    }

    public boolean isRunning() {
        return running > 0;
    }

    /** How many payments the running import has added so far. */
    public long taken() {
        return taken.get();
    }

    /** Stops the running imports before the next row. Added payments stay. */
    public void stop() {
        stopped = true;
    }

    private FileReport report(Path file) {
        Following following = new Following(FileNames.shown(file));
        try {
            Import.Summary summary =
                    imports.importFile(file, names -> columns.mappingFor(Use.IMPORT, names), following);
            return new FileReport(
                    file,
                    summary.taken(),
                    summary.known(),
                    summary.refused(),
                    following.refused,
                    null,
                    following.cancelled,
                    summary.ignoredColumns());
        } catch (ImportFileException e) {
            return new FileReport(file, 0, 0, 0, List.of(), e, false, List.of());
        }
    }

    /** Follows the import of one file, on its thread. */
    private final class Following implements Import.Listener {
        private final String name;
        private final List<RowReport> refused = new ArrayList<>();
        private boolean cancelled;
        private long shownAt = System.nanoTime();

        Following(String name) {
            this.name = name;
        }

        @Override
        public void row(RowReport row) {
            if (row.result() == RowReport.Result.TAKEN) {
                taken.incrementAndGet();
            }
            if (!row.isAccepted() && refused.size() < MOST_SHOWN) {
                refused.add(row);
            }
        }

        @Override
        public void progress(long rows, long of) {
            long now = System.nanoTime();
            if (now - shownAt >= PROGRESS_NANOS) {
                shownAt = now;
                window.execute(() -> show(new Progress(name, rows, of)));
            }
        }

        @Override
        public boolean isCancelled() {
            cancelled = stopped;
            return cancelled;
        }
    }

    private void show(Progress now) {
        if (isRunning()) {
            progress.set(now);
        }
    }
}

package uz.fiskaldesk.desk.shift;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.sending.SendingModel;
import uz.fiskaldesk.report.ShiftFile;
import uz.fiskaldesk.report.ShiftPrinter;
import uz.fiskaldesk.report.ShiftTables;
import uz.fiskaldesk.shift.ShiftReport;
import uz.fiskaldesk.shift.Shifts;
import uz.fiskaldesk.support.Formats;

/**
 * The report on the shift. Opening it sends the payments that are ready; the report follows the ledger until the shift is
 * closed. Used on the JavaFX thread.
 */
public final class ShiftModel {
    /** @param closed whether the shift of the report has ended */
    public record Shown(ShiftReport report, boolean closed) {}

    private static final Logger LOG = LoggerFactory.getLogger(ShiftModel.class);

    /** The least time between two reads: the report goes through all payments of the shift. */
    private static final int SECONDS_BETWEEN_READS = 3;

    private final Shifts shifts;
    private final SendingModel sending;
    private final PaymentListModel list;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>();
    private final StringProperty note = new SimpleStringProperty("");
    private boolean loading;
    private boolean stale;
    private int secondsSinceRead;
    private boolean closing;

    public ShiftModel(
            Shifts shifts,
            SendingModel sending,
            PaymentListModel list,
            PageModel pages,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.shifts = shifts;
        this.sending = sending;
        this.list = list;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
        list.totals().counts().subscribe(_ -> stale = true);
    }

    /** The report; null until it has been read. */
    public ReadOnlyObjectProperty<@Nullable Shown> shown() {
        return shown.getReadOnlyProperty();
    }

    /** The note for the next shift, as it is being written. */
    public StringProperty note() {
        return note;
    }

    /** Opens the report, or leaves it if it is open. */
    public void toggle() {
        if (pages.currentPage() == Page.SHIFT) {
            pages.back();
            return;
        }
        shown.set(null);
        pages.open(Page.SHIFT);
        sending.sendReady();
        load();
    }

    /** Reads the report again if the list has changed since; called every second. */
    public void tick() {
        secondsSinceRead++;
        Shown now = shown.get();
        boolean isFollowed = pages.currentPage() == Page.SHIFT && now != null && !now.closed();
        if (stale && isFollowed && secondsSinceRead >= SECONDS_BETWEEN_READS) {
            load();
        }
    }

    private void load() {
        stale = loading;
        if (loading) {
            return;
        }
        loading = true;
        secondsSinceRead = 0;
        tasks.onLedger(shifts::report, this::loaded, () -> loading = false);
    }

    private void loaded(ShiftReport report) {
        loading = false;
        Shown now = shown.get();
        if (now == null || !now.closed()) {
            shown.set(new Shown(report, false));
        }
    }

    /** Closes the shift that is shown. A second call meanwhile is ignored. */
    public void close() {
        Shown now = shown.get();
        if (now == null || now.closed() || closing) {
            return;
        }
        String text = note.get();
        if (text.strip().length() > Shifts.LONGEST_NOTE) {
            notices.warning("shift.note-too-long", Shifts.LONGEST_NOTE);
            return;
        }
        closing = true;
        tasks.onLedger(() -> shifts.close(now.report().previous(), text), this::closed, () -> closing = false);
    }

    private void closed(Shifts.Closing result) {
        closing = false;
        switch (result) {
            case Shifts.Closing.Closed closed -> {
                note.set("");
                shown.set(new Shown(closed.report(), true));
                notices.success("shift.closed", closed.report().open().count());
            }
            case Shifts.Closing.ClosedBefore before -> {
                notices.warning(
                        "shift.closed-before",
                        before.by().who(),
                        Formats.dateTime(before.by().at()));
                load();
            }
        }
    }

    /** Selects an open payment of the report and returns to it. */
    public void show(LedgerEntry entry) {
        pages.back();
        list.reveal(entry);
    }

    /** Writes the report to a file that the person has chosen, replacing an existing one. */
    public void save(ShiftTables report, Path file) {
        Optional<ShiftFile> format = ShiftFile.of(file);
        Path target = format.isPresent() ? file : Path.of(file + ".pdf");
        tasks.inBackground(() -> write(report, format.orElse(ShiftFile.PDF), target), written -> {
            if (written) {
                notices.success("shift.saved", target);
            } else {
                notices.error("shift.not-saved");
            }
        });
    }

    private static boolean write(ShiftTables report, ShiftFile format, Path target) {
        try {
            format.write(report, target, true);
            return true;
        } catch (IOException e) {
            LOG.warn("The report on the shift was not written to {}", target, e);
            return false;
        }
    }

    /** Prints the report on the system's default printer. */
    public void print(ShiftTables report) {
        tasks.inBackground(
                () -> new ShiftPrinter().print(report),
                printer -> printer.ifPresentOrElse(
                        name -> notices.success("shift.printed", name), () -> notices.warning("shift.no-printer")));
    }
}

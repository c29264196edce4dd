package uz.fiskaldesk.desk.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.common.BackgroundTasks;
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
import uz.fiskaldesk.intake.StatementCheck;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.report.ExportFormat;
import uz.fiskaldesk.report.StatementFile;

/** Compares a statement of a provider or a bank with the list in the background. */
public final class StatementModel {
    private static final PaymentField[] FIELDS = {
        PaymentField.TRANSACTION_ID,
        PaymentField.PAYMENT_ID,
        PaymentField.AMOUNT,
        PaymentField.PAID_AT,
        PaymentField.PHONE,
        PaymentField.CARD,
        PaymentField.PROVIDER
    };

    /**
     * The statement on the page.
     *
     * @param report null if it could not be read
     * @param broken why it could not be read; null if it could
     */
    public record Checked(
            Path file,
            @Nullable StatementReport report,
            @Nullable ImportFileException broken) {}

    private static final Logger LOG = LoggerFactory.getLogger(StatementModel.class);

    private final StatementCheck check;
    private final Import imports;
    private final PaymentListModel list;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ColumnsModel columns;
    private final ReadOnlyObjectWrapper<@Nullable Checked> checked = new ReadOnlyObjectWrapper<>();

    /** The number of checks that were asked for. */
    private int asked;

    private boolean adding;

    public StatementModel(
            StatementCheck check,
            Import imports,
            PaymentListModel list,
            PageModel pages,
            NoticeModel notices,
            BackgroundTasks tasks,
            ColumnsModel columns) {
        this.check = check;
        this.imports = imports;
        this.list = list;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
        this.columns = columns;
    }

    public ReadOnlyObjectProperty<@Nullable Checked> checked() {
        return checked.getReadOnlyProperty();
    }

    /** Compares a statement and opens the page with the result. */
    public void check(Path file) {
        check(file, () -> {});
    }

    /** @param then called when the page is open */
    void check(Path file, Runnable then) {
        Notice announced = notices.info("import.running");
        int check = ++asked;
        tasks.inBackground(() -> read(file), result -> {
            if (check == asked) {
                notices.retract(announced);
                checked.set(result);
                pages.openResult(Page.STATEMENT);
                then.run();
            }
        });
    }

    private Checked read(Path file) {
        try {
            return new Checked(file, check.check(file, names -> columns.mappingFor(Use.STATEMENT, names)), null);
        } catch (ImportFileException e) {
            return new Checked(file, null, e);
        }
    }

    /** Lets the cashier say what the columns of the statement mean, and compares it then. */
    public void chooseColumns(Path file) {
        columns.open(file, Use.STATEMENT, FIELDS, () -> check(file));
    }

    /** Adds all payments that are missing on the list, and compares the statement again. */
    public void addMissing() {
        Checked now = checked.get();
        StatementReport report = now == null ? null : now.report();
        if (now == null || report == null || adding) {
            return;
        }
        adding = true;
        tasks.inBackground(
                () -> imports.addMissing(report.addable(), report.name()),
                added -> {
                    list.refresh();
                    done(now, added);
                },
                () -> adding = false);
    }

    private void done(Checked before, List<RowReport> added) {
        tasks.inBackground(
                () -> read(before.file()),
                result -> {
                    adding = false;
                    if (before.equals(checked.get())) {
                        checked.set(result);
                    }
                    notices.success(
                            "statement.added",
                            added.stream()
                                    .filter(row -> row.result() == RowReport.Result.TAKEN)
                                    .count());
                },
                () -> adding = false);
    }

    /** Writes the differences to a file that the cashier has chosen. */
    public void save(Path file) {
        Checked now = checked.get();
        StatementReport report = now == null ? null : now.report();
        if (report == null) {
            return;
        }
        tasks.inBackground(() -> write(report, file), written -> {
            if (written) {
                notices.success("statement.saved", file);
            } else {
                notices.error("statement.not-saved", file);
            }
        });
    }

    private static boolean write(StatementReport report, Path file) {
        try {
            StatementFile.write(ExportFormat.of(file).orElse(ExportFormat.CSV), report, file, true);
            return true;
        } catch (IOException e) {
            LOG.warn("The differences were not written to {}", file, e);
            return false;
        }
    }
}

package uz.fiskaldesk.desk.intake;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.intake.ImportModel.FileReport;
import uz.fiskaldesk.desk.intake.ImportModel.Progress;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.wording.IntakeMessages;

/** The report on imported files: the numbers of rows, and the refused rows with their reasons. */
public final class ImportResultPage extends FormPage {
    private final IntakeMessages intake;
    private final ImportModel importing;
    private final Button stop;
    private final ProgressBar bar = new ProgressBar();

    public ImportResultPage(Ui ui, ImportModel importing, Runnable back) {
        super(ui, "imported-page", "imported.title", back);
        intake = new IntakeMessages(ui.messages().texts());
        this.importing = importing;
        stop = ui.button("import-stop", "action.stop-import", importing::stop, "second-button");
        addBackButton(stop);
        ui.observe(importing.reports(), this::show);
        ui.observe(importing.progress(), this::show);
    }

    private void show(@Nullable Progress progress) {
        Ui.setShown(stop, progress != null);
        if (progress == null) {
            return;
        }
        boolean checking = progress.of() == 0;
        bar.setProgress(checking ? ProgressBar.INDETERMINATE_PROGRESS : (double) progress.rows() / progress.of());
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setId("import-progress");
        String count =
                checking ? ui.text("imported.checking") : ui.text("imported.progress", progress.rows(), progress.of());
        setContent(ui.wrappedLabel(progress.name(), "card-title"), bar, ui.label(count, "muted"));
    }

    private void show(List<FileReport> reports) {
        List<Node> lines = new ArrayList<>();
        for (FileReport report : reports) {
            lines.add(ui.wrappedLabel(report.name(), "card-title"));
            ImportFileException broken = report.broken();
            if (broken != null) {
                lines.add(ui.wrappedLabel(intake.broken(broken, report.name()), "danger-box"));
                addColumnsButton(report, lines);
                continue;
            }
            lines.add(ui.wrappedLabel(
                    ui.text("imported.counts", report.taken(), report.known(), report.refusedCount()),
                    report.refused().isEmpty() ? "success-box" : "warning-box"));
            if (report.stopped()) {
                lines.add(ui.wrappedLabel(ui.text("imported.stopped"), "warning-box"));
            }
            if (!report.ignoredColumns().isEmpty()) {
                lines.add(ui.wrappedLabel(
                        ui.text("imported.ignored", String.join(", ", report.ignoredColumns())), "muted"));
            }
            addColumnsButton(report, lines);
            report.refused().forEach(row -> lines.add(ui.wrappedLabel(intake.row(row))));
        }
        setContent(lines);
    }

    private void addColumnsButton(FileReport report, List<Node> lines) {
        if (report.offersColumns()) {
            lines.add(ui.button(
                    "import-columns", "action.choose-columns", () -> importing.chooseColumns(report.file()), "action"));
        }
    }
}

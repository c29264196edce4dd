package uz.fiskaldesk.desk.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.intake.ImportModel.FileReport;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.wording.IntakeMessages;

/** The report on imported files: the numbers of rows, and the refused rows with their reasons. */
public final class ImportResultPage extends FormPage {
    private final IntakeMessages intake;

    public ImportResultPage(Ui ui, ImportModel importing, Runnable back) {
        super(ui, "imported-page", "imported.title", back);
        intake = new IntakeMessages(ui.messages().texts());
        addBackButton();
        ui.observe(importing.reports(), this::show);
    }

    private void show(List<FileReport> reports) {
        List<Node> lines = new ArrayList<>();
        for (FileReport report : reports) {
            lines.add(ui.wrappedLabel(report.name(), "card-title"));
            ImportFileException broken = report.broken();
            if (broken != null) {
                lines.add(ui.wrappedLabel(intake.broken(broken, report.name()), "danger-box"));
                continue;
            }
            lines.add(ui.wrappedLabel(
                    ui.text("imported.counts", report.taken(), report.known(), report.refusedCount()),
                    report.refused().isEmpty() ? "success-box" : "warning-box"));
            if (report.stopped()) {
                lines.add(ui.wrappedLabel(ui.text("imported.stopped"), "warning-box"));
            }
            report.refused().forEach(row -> lines.add(ui.wrappedLabel(row(row))));
        }
        setContent(lines);
    }

    private String row(RowReport row) {
        String why = row.remarks().stream().map(intake::problem).collect(Collectors.joining(". "));
        return ui.text("imported.row", row.line(), row.transactionId() == null ? "—" : row.transactionId(), why);
    }
}

package uz.fiskaldesk.desk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.intake.StatementModel.Checked;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.intake.StatementReport.Finding;
import uz.fiskaldesk.intake.StatementReport.Kind;
import uz.fiskaldesk.wording.IntakeMessages;
import uz.fiskaldesk.wording.StatementMessages;

/** The differences between a statement and the list, with the button that adds what is missing. */
public final class StatementPage extends FormPage {
    /** The number of rows of a kind that are shown; an export has them all. */
    private static final int MOST_SHOWN = 100;

    private static final double NARROWEST_BUTTON = 150;

    private final StatementModel statement;
    private final IntakeMessages intake;
    private final StatementMessages messages;
    private final WindowActions commands;
    private final Button add;

    public StatementPage(Ui ui, StatementModel statement, WindowActions commands, Runnable back) {
        super(ui, "statement-page", "statement.title", back);
        this.statement = statement;
        this.commands = commands;
        intake = new IntakeMessages(ui.messages().texts());
        messages = new StatementMessages(ui.messages().texts());
        add = ui.button("statement-add", "statement.add", statement::addMissing, "main-button");
        // The text is long in Uzbek, and half of a small window is narrow.
        add.setWrapText(true);
        add.setMinWidth(NARROWEST_BUTTON);
        addBackButton(add);
        ui.observe(statement.checked(), this::show);
    }

    private void show(@Nullable Checked checked) {
        List<Node> lines = new ArrayList<>();
        StatementReport report = checked == null ? null : checked.report();
        ImportFileException broken = checked == null ? null : checked.broken();
        int addable = report == null ? 0 : report.addable().size();
        Ui.setShown(add, addable > 0);
        add.setText(ui.text("statement.add", addable));
        if (checked != null) {
            lines.add(ui.wrappedLabel(FileNames.shown(checked.file()), "card-title"));
            if (broken != null) {
                lines.add(ui.wrappedLabel(intake.broken(broken, FileNames.shown(checked.file())), "danger-box"));
            }
            lines.add(new FlowPane(10, 10, actions(checked)));
        }
        if (report != null) {
            lines.addAll(lines(report));
        }
        setContent(lines);
    }

    private Node[] actions(Checked checked) {
        Button columns = ui.button(
                "statement-columns", "action.choose-columns", () -> statement.chooseColumns(checked.file()), "action");
        Button save = ui.button("statement-save", "statement.save", this::save, "action");
        return checked.report() == null ? new Node[] {columns} : new Node[] {save, columns};
    }

    private void save() {
        Path file = commands.chooseTableFile("differences.xlsx");
        if (file != null) {
            statement.save(file);
        }
    }

    private List<Node> lines(StatementReport report) {
        List<Node> lines = new ArrayList<>();
        lines.add(ui.wrappedLabel(messages.summary(report), "muted"));
        if (report.agrees()) {
            lines.add(ui.wrappedLabel(ui.text("statement.agrees"), "success-box"));
        }
        for (Kind kind : Kind.values()) {
            List<Finding> findings = report.of(kind);
            if (!findings.isEmpty()) {
                lines.add(ui.wrappedLabel(
                        messages.heading(kind, findings.size()),
                        kind == Kind.PROBABLE ? "info-box" : kind == Kind.MISSING ? "danger-box" : "warning-box"));
                findings.stream()
                        .limit(MOST_SHOWN)
                        .forEach(finding -> lines.add(ui.wrappedLabel(messages.finding(finding))));
                addMore(findings.size(), lines);
            }
        }
        if (!report.unread().isEmpty()) {
            lines.add(ui.wrappedLabel(ui.text("statement.unread", report.unreadCount()), "warning-box"));
            report.unread().stream().limit(MOST_SHOWN).forEach(row -> lines.add(ui.wrappedLabel(intake.row(row))));
            addMore(report.unreadCount(), lines);
        }
        return lines;
    }

    private void addMore(long count, List<Node> lines) {
        if (count > MOST_SHOWN) {
            lines.add(ui.wrappedLabel(ui.text("statement.more", count - MOST_SHOWN), "muted"));
        }
    }
}

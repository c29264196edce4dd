package uz.fiskaldesk.desk.shift;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.report.ShiftTables;
import uz.fiskaldesk.shift.ShiftReport;
import uz.fiskaldesk.support.Formats;

/** Shows the report on the shift: totals, hours, what is open for the next shift, and the button that closes it. */
public final class ShiftPage extends FormPage {
    /** The number of open payments that are listed; the list has them all. */
    private static final int MOST_ROWS = 30;

    private static final int MOST_HOURS = 16;
    private static final double LONGEST_BAR = 150;

    /** In pixels; the eye loses the line between a name and a value that are further apart. */
    private static final double WIDEST_LINE = 560;

    private final ShiftModel shift;
    private final Operator operator;
    private final VBox summary = new VBox(10);
    private final VBox details = new VBox(10);
    private final TextField note;
    private final VBox noteBox;
    private final Button close;
    private final Button save;
    private final Button print;

    public ShiftPage(Ui ui, ShiftModel shift, Operator operator, WindowActions commands, Runnable back) {
        super(ui, "shift-page", "shift.title", back);
        this.shift = shift;
        this.operator = operator;
        note = ui.field("shift-note", "", shift.note());
        noteBox = ui.labelled("shift.note", note);
        save = ui.button("shift-save", "shift.save", () -> save(commands), "action");
        print = ui.button("shift-print", "shift.print", this::print, "action");
        Button statement = ui.button("shift-statement", "action.statement", commands::chooseStatement, "action");
        setContent(summary, noteBox, new FlowPane(10, 10, save, print, statement), details);
        close = addSubmitButtons("shift-do", "action.shift", "action.back", shift::close);
        ui.observe(shift.shown(), this::show);
    }

    private void show(ShiftModel.@Nullable Shown shown) {
        boolean closed = shown != null && shown.closed();
        if (closed && (note.isFocused() || close.isFocused())) {
            // Hidden with the focus, they would leave it to the next control of the window, whichever that is.
            save.requestFocus();
        }
        Ui.setShown(noteBox, !closed);
        Ui.setShown(close, !closed);
        close.setDisable(shown == null);
        save.setDisable(shown == null);
        print.setDisable(shown == null);
        summary.getChildren().setAll(shown == null ? List.of() : summary(shown.report()));
        Ui.replaceChildren(details, shown == null ? List.of() : details(shown.report()), this::initialFocus);
    }

    private ShiftTables tables(ShiftReport of) {
        return new ShiftTables(of, ui.messages(), operator);
    }

    private List<Node> summary(ShiftReport of) {
        ShiftTables tables = tables(of);
        List<Node> nodes = new ArrayList<>();
        nodes.add(ui.wrappedLabel(tables.title(), "card-title"));
        if (of.previous() != null) {
            Label before = ui.wrappedLabel(
                    ShiftTables.handedOver(of.previous(), ui.messages().texts()), "info-box");
            before.setId("shift-handed-over");
            nodes.add(before);
        }
        tables.handsOver().ifPresent(text -> {
            Label next = ui.wrappedLabel(text, "info-box");
            next.setId("shift-hands-over");
            nodes.add(next);
        });
        for (List<String> total : tables.totals()) {
            nodes.add(line(total.getFirst(), total.getLast()));
        }
        return nodes;
    }

    private List<Node> details(ShiftReport of) {
        List<Node> nodes = new ArrayList<>();
        if (!of.hours().isEmpty()) {
            nodes.add(ui.wrappedLabel(ui.text("shift.hours"), "card-title"));
            nodes.add(hours(of.hours()));
        }
        if (of.openPayments().isEmpty()) {
            nodes.add(ui.wrappedLabel(ui.text("shift.nothing-open"), "success-box"));
        } else {
            nodes.add(ui.wrappedLabel(ui.text("shift.for-next"), "card-title"));
            of.openPayments().stream().limit(MOST_ROWS).forEach(entry -> nodes.add(row(entry)));
            long more =
                    of.open().count() - Math.min(MOST_ROWS, of.openPayments().size());
            if (more > 0) {
                nodes.add(ui.wrappedLabel(ui.text("shift.more", more), "muted"));
            }
        }
        return nodes;
    }

    private Node line(String name, String value) {
        Label left = ui.wrappedLabel(name, "muted");
        Label right = ui.wrappedLabel(value, "history-title");
        HBox row = new HBox(10, left, Ui.spacer(), right);
        HBox.setHgrow(right, Priority.SOMETIMES);
        row.setAlignment(Pos.BASELINE_LEFT);
        row.setMaxWidth(WIDEST_LINE);
        return row;
    }

    /** A bar for each hour: what was fiscalised of what came in. */
    private Node hours(List<ShiftReport.Hour> all) {
        List<ShiftReport.Hour> hours = all.subList(Math.max(0, all.size() - MOST_HOURS), all.size());
        long most = hours.stream()
                .mapToLong(hour -> Math.max(hour.arrived(), hour.fiscalised()))
                .max()
                .orElse(1);
        VBox rows = new VBox(4);
        for (ShiftReport.Hour hour : hours) {
            HBox row = new HBox(
                    8,
                    ui.label(Formats.time(hour.start()), "history-time"),
                    bar("shift-bar-arrived", hour.arrived(), most),
                    bar("shift-bar-fiscalised", hour.fiscalised(), most),
                    ui.label(hour.arrived() + " / " + (hour.fiscalised() + hour.byHand()), "muted"));
            row.setAlignment(Pos.CENTER_LEFT);
            rows.getChildren().add(row);
        }
        return rows;
    }

    private static Region bar(String style, long number, long most) {
        Region bar = new Region();
        bar.getStyleClass().add(style);
        double width = LONGEST_BAR * number / Math.max(1, most);
        bar.setMinSize(width, 12);
        bar.setMaxSize(width, 12);
        return bar;
    }

    private Node row(LedgerEntry entry) {
        return ui.choiceButton(
                "shift-open-" + entry.id(),
                ui.messages().amount(entry.payment().amount()),
                Formats.dateTime(entry.sortTime()),
                ui.messages().rowLine(entry),
                () -> shift.show(entry));
    }

    private void save(WindowActions commands) {
        ShiftModel.Shown shown = shift.shown().get();
        if (shown == null) {
            return;
        }
        Path file = commands.chooseReportFile(
                "shift-" + Formats.fileDay(shown.report().to()) + ".pdf");
        if (file != null) {
            shift.save(tables(shown.report()), file);
        }
    }

    private void print() {
        ShiftModel.Shown shown = shift.shown().get();
        if (shown != null) {
            shift.print(tables(shown.report()));
        }
    }

    @Override
    public Node initialFocus() {
        return noteBox.isVisible() ? note : save;
    }
}

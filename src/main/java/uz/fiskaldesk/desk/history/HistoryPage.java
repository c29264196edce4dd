package uz.fiskaldesk.desk.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.Formats;

/** Shows the attempts and acts of the payment, newest first. */
public final class HistoryPage extends FormPage {
    public HistoryPage(Ui ui, HistoryModel history, Runnable back) {
        super(ui, "history-page", "history.title", back);
        addBackButton();
        ui.observe(history.lines(), this::show);
    }

    private void show(List<HistoryModel.Line> lines) {
        setContent(
                lines.isEmpty()
                        ? List.of(ui.wrappedLabel(ui.text("history.none"), "muted"))
                        : lines.stream().map(this::line).toList());
    }

    private Node line(HistoryModel.Line line) {
        VBox box = switch (line) {
            case HistoryModel.Line.OfAttempt(Attempt attempt) -> attempt(attempt);
            case HistoryModel.Line.OfAct(Act act) -> act(act);
        };
        box.getStyleClass().add("history-line");
        return box;
    }

    private VBox act(Act act) {
        VBox box = new VBox(2, initialFocus(act.at(), ui.messages().act(act.kind()), act.who(), null));
        if (act.why() != null) {
            box.getChildren().add(ui.wrappedLabel(ui.messages().reason(act), "muted"));
        }
        return box;
    }

    private VBox attempt(Attempt attempt) {
        Outcome outcome = attempt.outcome();
        String title =
                outcome == null ? ui.text("history.under-way") : ui.messages().outcome(outcome);
        VBox box = new VBox(2, initialFocus(attempt.startedAt(), title, attempt.till(), styleOf(outcome)));
        if (outcome != null) {
            String raw = ui.messages().fiscalBoxAnswer(outcome.answer());
            if (!raw.isEmpty()) {
                box.getChildren().add(ui.wrappedLabel(ui.text("standing.said", raw), "muted"));
            }
        }
        Instant finished = attempt.finishedAt();
        String took = finished == null
                ? ""
                : ui.text(
                        "history.took",
                        Duration.between(attempt.startedAt(), finished).toMillis());
        box.getChildren().add(ui.wrappedLabel(attempt.receiptUrl() + "  " + took, "muted"));
        String address = attempt.address();
        if (address != null) {
            box.getChildren().add(ui.wrappedLabel(ui.text("history.sent-to", address), "muted"));
        }
        return box;
    }

    private static @Nullable String styleOf(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> null;
            case Outcome.Confirmed _ -> "success-text";
            case Outcome.Rejected _ -> "danger-text";
            case Outcome.Unknown _ -> "warning-text";
            case Outcome.NotSent _ -> null;
        };
    }

    private Node initialFocus(Instant at, String title, String who, @Nullable String style) {
        Label what = ui.wrappedLabel(title, "history-title");
        if (style != null) {
            what.getStyleClass().add(style);
        }
        Label by = ui.label(who, "muted");
        by.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(10, ui.label(Formats.dateTime(at), "history-time"), what, Ui.spacer(), by);
        HBox.setHgrow(what, javafx.scene.layout.Priority.ALWAYS);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }
}

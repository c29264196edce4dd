package uz.fiskaldesk.desk.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.Formats;

/**
 * The history of the payment as a timeline, newest first: how it came in, its receipts, attempts and acts, who and when.
 * Technical details are folded until they are asked for.
 */
public final class HistoryPage extends FormPage {
    private final HistoryModel history;
    private final ToggleButton details;

    /** @param copy copies the history for the support */
    public HistoryPage(Ui ui, HistoryModel history, Runnable copy, Runnable back) {
        super(ui, "history-page", "history.title", back);
        this.history = history;
        details = new ToggleButton(ui.text("history.details"));
        details.setId("history-details");
        details.getStyleClass().add("action");
        details.setMinWidth(USE_PREF_SIZE);
        details.setOnAction(_ -> show());
        Button forSupport = ui.button("history-copy", "history.copy", Shortcut.COPY, copy, "action");
        addBackButton(details, forSupport);
        ui.observe(history.lines(), _ -> show());
    }

    private void show() {
        List<HistoryModel.Line> lines = history.lines().get();
        setContent(
                !history.isRead()
                        ? List.of()
                        : lines.isEmpty()
                                ? List.of(ui.wrappedLabel(ui.text("history.none"), "muted"))
                                : List.of(
                                        new VBox(lines.stream().map(this::line).toArray(Node[]::new))));
    }

    private Node line(HistoryModel.Line line) {
        return switch (line) {
            case HistoryModel.Line.OfAttempt(Attempt attempt) -> attempt(attempt);
            case HistoryModel.Line.OfAct(Act act) -> act(act);
        };
    }

    private Node act(Act act) {
        String title = ui.messages().act(act.kind());
        Feather icon = switch (act.kind()) {
            case ADDED, IMPORTED -> Feather.LOG_IN;
            case RECEIPT_ATTACHED, RECEIPT_REPLACED, RECEIPT_REMOVED, ANOTHER_RECEIPT, RECEIPT_USED_AGAIN ->
                Feather.FILE_TEXT;
            default -> Feather.USER;
        };
        VBox what = entry(act.at(), title, act.who(), null);
        String why = ui.messages().reason(act);
        // The link of a receipt.
        boolean isTechnical = why.startsWith("http");
        if (!why.isEmpty() && (!isTechnical || details.isSelected())) {
            what.getChildren().add(ui.wrappedLabel(why, "muted"));
        }
        return onTimeline(icon, null, what);
    }

    private Node attempt(Attempt attempt) {
        Outcome outcome = attempt.outcome();
        String title =
                outcome == null ? ui.text("history.under-way") : ui.messages().outcome(outcome);
        VBox what = entry(attempt.startedAt(), title, attempt.till(), styleOf(outcome));
        if (details.isSelected()) {
            technical(attempt).forEach(text -> what.getChildren().add(ui.wrappedLabel(text, "muted")));
        }
        return onTimeline(iconOf(outcome), styleOf(outcome), what);
    }

    private List<String> technical(Attempt attempt) {
        List<String> lines = new ArrayList<>();
        Outcome outcome = attempt.outcome();
        String raw = outcome == null ? "" : ui.messages().rawAnswer(outcome.answer());
        if (!raw.isEmpty()) {
            lines.add(ui.text("standing.said", raw));
        }
        Instant finished = attempt.finishedAt();
        String took = finished == null
                ? ""
                : "  "
                        + ui.text(
                                "history.took",
                                Duration.between(attempt.startedAt(), finished).toMillis());
        lines.add(attempt.receiptUrl() + took);
        if (attempt.address() != null) {
            lines.add(ui.text("history.sent-to", attempt.address()));
        }
        return lines;
    }

    private static Feather iconOf(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> Feather.SEND;
            case Outcome.Confirmed _ -> Feather.CHECK;
            case Outcome.Rejected _ -> Feather.X;
            case Outcome.Unknown _ -> Feather.HELP_CIRCLE;
            case Outcome.NotSent _ -> Feather.CLOCK;
        };
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

    private VBox entry(Instant at, String title, String who, @Nullable String style) {
        Label what = ui.wrappedLabel(title, "history-title");
        if (style != null) {
            what.getStyleClass().add(style);
        }
        Label by = ui.label(Formats.dateTime(at) + "  ·  " + who, "muted");
        return new VBox(2, what, by);
    }

    /** A point on the vertical line, with its icon to the left of the text. */
    private static Node onTimeline(Feather icon, @Nullable String style, VBox what) {
        FontIcon drawn = new FontIcon(icon);
        Label point = new Label();
        point.setGraphic(drawn);
        point.getStyleClass().add("timeline-point");
        if (style != null) {
            drawn.getStyleClass().add(style);
        }
        Region line = new Region();
        line.getStyleClass().add("timeline-line");
        VBox.setVgrow(line, Priority.ALWAYS);
        VBox left = new VBox(4, point, line);
        left.setAlignment(Pos.TOP_CENTER);
        what.getStyleClass().add("history-line");
        HBox.setHgrow(what, Priority.ALWAYS);
        return new HBox(10, left, what);
    }
}

package uz.fiskaldesk.desk.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.model.DeskModel;
import uz.fiskaldesk.desk.model.Notice;
import uz.fiskaldesk.support.Formats;

/** The bottom line: whether FiscalBox answers, how long the oldest payment waits, who works here, and what was said. */
final class Footer extends HBox {
    private final Ui ui;
    private final Clock clock;
    private final DeskModel model;
    private final Circle light = new Circle(5);
    private final Label fiscalBox;
    private final Label oldest;
    private final Label clockOff;
    private final Label notice;

    Footer(Ui ui, DeskModel model, Operator operator, Clock clock) {
        super(18);
        this.ui = ui;
        this.model = model;
        this.clock = clock;
        getStyleClass().add("footer");
        setAlignment(Pos.CENTER_LEFT);
        fiscalBox = ui.label("");
        fiscalBox.setId("fiscalbox");
        fiscalBox.setGraphic(light);
        oldest = ui.label("");
        clockOff = ui.label("", "danger-text");
        notice = ui.label("", "notice");
        notice.setId("notice");
        Label people = ui.label(operator.till() + " · " + operator.cashier(), "muted");
        people.setMinWidth(USE_PREF_SIZE);
        fiscalBox.setMinWidth(USE_PREF_SIZE);
        oldest.setMinWidth(USE_PREF_SIZE);
        getChildren().setAll(fiscalBox, oldest, clockOff, notice, Ui.spring(), people);
        ui.show(model.health().info(), this::show);
        ui.show(model.list().oldest(), _ -> tick());
        ui.show(model.health().clockOff(), this::showClock);
        ui.show(model.notices().current(), this::show);
    }

    /** Words the times anew; called every few seconds. */
    void tick() {
        Instant since = model.list().oldest().get();
        oldest.setText(
                since == null
                        ? ""
                        : ui.text(
                                "health.oldest",
                                Formats.span(
                                        Duration.between(since, clock.instant()),
                                        ui.wording().texts())));
        Ui.shown(oldest, since != null);
    }

    private void show(@Nullable TillInfo info) {
        String style = switch (info) {
            case null -> "none";
            case TillInfo.Up _ -> "up";
            case TillInfo.Trouble _ -> "trouble";
            case TillInfo.Down _ -> "down";
        };
        Ui.restyle(light, "light-", style);
        fiscalBox.setText("FiscalBox: " + ui.text("health." + style));
    }

    private void showClock(Duration off) {
        Ui.shown(clockOff, !off.isZero());
        clockOff.setText(ui.text("health.clock", Formats.span(off, ui.wording().texts())));
    }

    private void show(@Nullable Notice now) {
        Ui.shown(notice, now != null);
        notice.setText(now == null ? "" : now.words().in(ui.wording()));
        Ui.restyle(notice, "notice-", now == null ? "info" : now.kind().name().toLowerCase(java.util.Locale.ROOT));
    }
}

package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillWarning;
import uz.fiskaldesk.confirm.Watchdog.DelayedPayments;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.wording.TillMessages;

/** The status bar: the states of FiscalBox and the devices, the age of the oldest open payment, the notice, the cashier. */
final class StatusBar extends HBox {
    private static final double PEOPLE = 260;
    private static final double WIDE = 1200;

    /** A bar that is narrower than this, in pixels, leaves out how long the oldest payment waits. */
    private static final double SHORTEST = 760;

    private static final double WIDE_GAP = 18;
    private static final double NARROW_GAP = 10;

    /** How long success and information messages are shown; warnings and errors stay until they are replaced. */
    private static final Duration GOOD_NEWS = Duration.ofSeconds(12);

    private final Ui ui;
    private final Clock clock;
    private final Runnable openGuide;
    private final TillMessages words;
    private final DeskModel model;
    private final Circle light = new Circle(5);
    private final Button fiscalBox;
    private final DeviceStatus devices;
    private final ServerStatus servers;
    private final NetworkStatus network;
    private final Label kept;
    private final Button oldest;
    private final Label tillWarning;
    private final Label late;
    private final Label notice;
    private final Label people;
    private boolean roomy = true;
    private String fiscalBoxState = "";
    private final Button update;
    private final Button undo;
    /** Since when this bar has shown the notice; a new bar begins again, so that the notice can be read. */
    private Instant noticeSince;

    /** @param openGuide opens the guide in which the address of FiscalBox is entered */
    StatusBar(Ui ui, DeskModel model, Operator operator, Runnable openGuide, Clock clock) {
        super(WIDE_GAP);
        this.ui = ui;
        this.model = model;
        this.clock = clock;
        this.openGuide = openGuide;
        this.noticeSince = clock.instant();
        this.words = new TillMessages(ui.messages());
        getStyleClass().add("footer");
        setAlignment(Pos.CENTER_LEFT);
        fiscalBox = statusButton("fiscalbox", this::openFiscalBox);
        fiscalBox.setTooltip(new Tooltip(ui.text("till.how")));
        fiscalBox.setGraphic(light);
        kept = ui.wrappedLabel("", "muted");
        kept.setId("kept");
        oldest = statusButton("oldest", () -> model.list().revealOldest());
        oldest.setTooltip(new Tooltip(ui.text("health.oldest.open")));
        oldest.setMinWidth(USE_PREF_SIZE);
        tillWarning = ui.wrappedLabel("", "danger-text");
        tillWarning.setId("till-warning");
        late = ui.wrappedLabel("", "danger-text");
        late.setId("late");
        notice = ui.wrappedLabel("", "notice");
        notice.setId("notice");
        update = statusButton("update", () -> model.pages().toggle(Page.UPDATE));
        update.setMinWidth(USE_PREF_SIZE);
        undo = ui.button("undo", "action.undo", Shortcut.UNDO, model.acts()::undo, "action");
        people = new Label(operator.till() + " · " + operator.cashier()) {
            @Override
            protected double computeMinWidth(double height) {
                return Math.min(PEOPLE, computePrefWidth(height));
            }
        };
        people.getStyleClass().add("muted");
        people.setId("people");
        people.setMaxWidth(PEOPLE);
        fiscalBox.setMinWidth(USE_PREF_SIZE);
        devices = new DeviceStatus(ui, model, this::openTill);
        servers = new ServerStatus(ui, model.health(), this::openTill);
        network = new NetworkStatus(ui, model.health(), this::openTill);
        observe();
        Ui.setChildrenOnceShown(
                this,
                fiscalBox,
                network,
                devices,
                servers,
                notice,
                undo,
                kept,
                tillWarning,
                late,
                Ui.spacer(),
                update,
                oldest,
                people);
    }

    private void observe() {
        ui.observe(widthProperty(), width -> fitInto(width.doubleValue()));
        ui.observe(model.health().till(), this::show);
        ui.observe(model.list().totals().oldestOpen(), _ -> tick());
        ui.observe(model.health().latePayments(), this::show);
        ui.observe(model.notices().current(), this::show);
        ui.observe(model.acts().offersUndo(), can -> {
            Ui.setShown(undo, can);
            prioritize();
        });
        ui.observe(model.update().state(), state -> {
            update.setText(model.update().brief(state).in(ui.messages()));
            prioritize();
        });
    }

    private static Button statusButton(String id, Runnable action) {
        Button button = new Button();
        button.setId(id);
        button.getStyleClass().add("status-button");
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void openFiscalBox() {
        if (model.health().isAddressMissing()) {
            openGuide.run();
        } else {
            openTill();
        }
    }

    private void fitInto(double width) {
        setSpacing(width < WIDE ? NARROW_GAP : WIDE_GAP);
        devices.fitInto(width);
        servers.fitInto(width);
        network.fitInto(width);
        roomy = width >= SHORTEST;
        Ui.setShown(people, width >= WIDE);
        nameFiscalBox();
        prioritize();
    }

    /** Updates the elapsed times and clears an expired message; called every second. */
    void tick() {
        Notice now = model.notices().current().get();
        boolean good = now != null && (now.kind() == Notice.Kind.DONE || now.kind() == Notice.Kind.INFO);
        if (good && Deadlines.isElapsed(noticeSince, GOOD_NEWS, clock.instant())) {
            model.notices().clear();
        }
        Instant since = model.list().totals().oldestOpen().get();
        String text = since == null
                ? ""
                : ui.text(
                        "health.oldest",
                        Formats.elapsed(since, clock.instant(), ui.messages().texts()));
        if (!text.equals(oldest.getText())) {
            oldest.setText(text);
            prioritize();
        }
    }

    /** Shows the most urgent items only. A notice hides the others, because it is new; how long the oldest waits stays. */
    private void prioritize() {
        Ui.setShown(oldest, roomy && model.list().totals().oldestOpen().get() != null);
        boolean quiet = model.notices().current().get() == null;
        TillHealth till = model.health().till().get();
        TillInfo info = till == null ? null : till.info();
        boolean unavailable = info instanceof TillInfo.Down || info instanceof TillInfo.Trouble;
        boolean delayed = model.health().latePayments().get() != null;
        boolean crowded = getWidth() < WIDE && undo.isVisible();
        Ui.setShown(devices, quiet && !unavailable && !crowded);
        Ui.setShown(servers, quiet);
        Ui.setShown(kept, quiet && unavailable);
        Ui.setShown(update, quiet && !unavailable && !delayed && model.update().hasNews());
        Ui.setShown(late, quiet && !unavailable && delayed);
        Ui.setShown(tillWarning, quiet && !unavailable && !tillWarning.getText().isEmpty());
    }

    private void show(@Nullable TillHealth till) {
        TillWarning warning = till == null || till.warnings().isEmpty()
                ? null
                : till.warnings().getFirst();
        String style = switch (till == null ? null : till.info()) {
            case null -> "none";
            case TillInfo.Up _ -> "up";
            case TillInfo.Trouble _ -> "trouble";
            case TillInfo.Down _ -> "down";
        };
        boolean uneasy = style.equals("up") && warning != null;
        Ui.setStyle(light, "light-", uneasy ? "trouble" : style);
        Ui.setStyle(fiscalBox, "health-", style);
        boolean missing = model.health().isAddressMissing();
        if (missing) {
            // Nobody has said where FiscalBox is, so nothing is broken.
            Ui.setStyle(light, "light-", "none");
            Ui.setStyle(fiscalBox, "health-", "none");
        }
        fiscalBoxState = ui.text(missing ? "health.not-here" : "health." + style);
        nameFiscalBox();
        String meanwhile = till == null ? "" : words.meanwhile(till);
        kept.setText(missing ? ui.text("health.give-address") : meanwhile);
        tillWarning.setText(uneasy ? meanwhile : "");
        prioritize();
    }

    private void nameFiscalBox() {
        String whole = "FiscalBox: " + fiscalBoxState;
        fiscalBox.setText(roomy || model.health().isAddressMissing() ? whole : "FiscalBox");
        fiscalBox.setAccessibleText(whole);
    }

    private void openTill() {
        if (model.pages().currentPage() != Page.TILL) {
            model.health().query();
        }
        model.pages().toggle(Page.TILL);
    }

    private void show(@Nullable DelayedPayments now) {
        late.setText(
                now == null
                        ? ""
                        : ui.text(
                                "health.late",
                                now.payments(),
                                Formats.duration(now.longest(), ui.messages().texts())));
        prioritize();
    }

    private void show(@Nullable Notice now) {
        noticeSince = clock.instant();
        Ui.setShown(notice, now != null);
        notice.setText(now == null ? "" : now.text().in(ui.messages()));
        prioritize();
        Ui.setStyle(notice, "notice-", now == null ? "info" : now.kind().name().toLowerCase(java.util.Locale.ROOT));
    }
}

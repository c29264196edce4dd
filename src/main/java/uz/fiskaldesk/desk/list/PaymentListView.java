package uz.fiskaldesk.desk.list;

import java.time.Clock;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.fiscalbox.FailureGroup;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.DisplaySettings;

/** The left side of the window: the search, the list of payments and the actions below it. */
public final class PaymentListView extends VBox {
    /** The actions of the buttons below the list and in the empty list. */
    public record Actions(Runnable add, Runnable importFiles, Runnable sendAll, Consumer<FailureGroup> retryGroup) {}

    /** The scroll position, from 0 to 1, at which more rows are loaded. */
    private static final double NEAR_THE_END = 0.85;

    /** The height of a row with one line of normal text, in pixels. */
    private static final double LOWEST_ROW = 48;

    private final Ui ui;
    private final PaymentListModel list;
    private final ListView<LedgerEntry> view = new ListView<>();
    /** The cells in use; ListView creates new ones and drops old ones at any time. */
    private final Set<PaymentCell> cells = Collections.newSetFromMap(new WeakHashMap<>());

    private final TextField search;
    private final ScrollPosition place;
    private boolean mirroring;

    public PaymentListView(
            Ui ui, PaymentListModel list, Providers providers, Actions actions, DisplaySettings display, Clock clock) {
        this.ui = ui;
        this.list = list;
        place = new ScrollPosition(view, list);
        search = ui.field("search", "search.prompt", list.search());
        getStyleClass().add("list-panel");
        view.setId("payments");
        Ui.setName(view, ui.text("list.name"));
        view.setItems(list.rows());
        view.setCellFactory(_ -> cell(providers, display, clock));
        view.setPlaceholder(new EmptyListView(ui, list, actions));
        ui.observe(view.widthProperty(), _ -> tick());
        VBox.setVgrow(view, Priority.ALWAYS);
        followSelection();
        watchTheEnd();
        getChildren()
                .setAll(
                        searchRow(),
                        new FailureGroupsView(ui, list, actions.retryGroup(), view),
                        view,
                        actionRow(actions));
    }

    private PaymentCell cell(Providers providers, DisplaySettings display, Clock clock) {
        PaymentCell cell = new PaymentCell(ui, list, providers, display, clock);
        cells.add(cell);
        return cell;
    }

    /** Updates the texts that depend on the current time; called every second. */
    public void tick() {
        cells.forEach(PaymentCell::tick);
    }

    public TextField search() {
        return search;
    }

    public ListView<LedgerEntry> view() {
        return view;
    }

    private Node searchRow() {
        Button clear = ui.iconButton(
                "search-clear", Feather.X, "search.clear", () -> list.search().set(""));
        ui.observe(list.search(), text -> {
            Ui.setShown(clear, !text.isEmpty());
            Ui.setStyle(search, "content-", text.isEmpty() ? "none" : "some");
        });
        StackPane.setAlignment(clear, Pos.CENTER_RIGHT);
        StackPane field = new StackPane(search, clear);
        HBox.setHgrow(field, Priority.ALWAYS);
        Button order = new Button();
        order.setId("order");
        order.getStyleClass().add("flat");
        order.setOnAction(_ -> list.oldestFirst().set(!list.oldestFirst().get()));
        ui.observe(list.oldestFirst(), oldest -> {
            order.setText(ui.text(oldest ? "order.oldest" : "order.newest"));
            order.setGraphic(new FontIcon(oldest ? Feather.ARROW_UP : Feather.ARROW_DOWN));
        });
        HBox row = new HBox(8, field, order);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("search-row");
        return row;
    }

    /**
     * Shows the model's selection. Selections that ListView makes by itself, such as the row that replaces a removed one,
     * are reverted.
     */
    private void followSelection() {
        ui.observe(list.selected(), _ -> {
            if (mirror()) {
                place.reveal(view.getSelectionModel().getSelectedIndex());
            }
        });
        ui.observe(view.getSelectionModel().selectedIndexProperty(), _ -> mirror());
        ui.observe(view.getFocusModel().focusedIndexProperty(), _ -> mirror());
        list.setRowListener(new RowChangeListener() {
            @Override
            public int rowsInView() {
                return (int) (view.getHeight() / LOWEST_ROW) + 1;
            }

            @Override
            public void rowsWillChange() {
                place.remember();
                mirroring = true;
            }

            @Override
            public void rowsHaveChanged() {
                mirroring = false;
                mirror();
                place.restore();
            }
        });
    }

    /** Copies the selection of the model to the view; returns whether another row is selected now. */
    private boolean mirror() {
        if (mirroring) {
            return false;
        }
        mirroring = true;
        try {
            LedgerEntry entry = list.selected().get();
            int at = entry == null ? -1 : list.indexOf(entry.transactionId());
            boolean moved = view.getSelectionModel().getSelectedIndex() != at
                    || view.getSelectionModel().getSelectedIndices().size() > 1;
            if (at < 0) {
                view.getSelectionModel().clearSelection();
            } else if (moved) {
                view.getSelectionModel().clearAndSelect(at);
            }
            view.getFocusModel().focus(at);
            return moved && at >= 0;
        } finally {
            mirroring = false;
        }
    }

    private void watchTheEnd() {
        view.skinProperty().subscribe(() -> {
            for (Node node : view.lookupAll(".scroll-bar")) {
                if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                    ui.observe(bar.valueProperty(), value -> {
                        if (value.doubleValue() >= NEAR_THE_END * bar.getMax()) {
                            list.loadMore();
                        }
                    });
                }
            }
        });
    }

    private Node actionRow(Actions actions) {
        Button add = ui.button("add", "action.add", Shortcut.ADD, actions.add(), "action");
        Button open = ui.button("import", "action.import", Shortcut.IMPORT, actions.importFiles(), "action");
        Button sendAll = ui.button("send-all", "action.send-all", Shortcut.SEND_ALL, actions.sendAll(), "action");
        Runnable show = () -> {
            String key = switch (list.filter().get()) {
                case REJECTED, UNKNOWN -> "action.retry-all";
                case TO_DO, DONE_TODAY, BY_HAND, PRACTICE, SET_ASIDE, ALL -> "action.send-all";
            };
            Ledger.Sendable sendable = list.totals().sendable().get();
            sendAll.setText(
                    sendable.awaitedFromPos() == 0
                            ? ui.text(key, sendable.payments())
                            : ui.text("action.send-all-pos", sendable.payments(), sendable.awaitedFromPos()));
            sendAll.setDisable(sendable.payments() == 0 || !list.totals().areOf(list));
        };
        ui.observe(list.filter(), _ -> show.run());
        ui.observe(list.search(), _ -> show.run());
        ui.observe(list.totals().query(), _ -> show.run());
        ui.observe(list.totals().sendable(), _ -> show.run());
        FlowPane row = new FlowPane(10, 8, add, open, sendAll);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("actions");
        return row;
    }
}

package uz.fiskaldesk.desk.list;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.payment.PaymentState;

/** The placeholder of an empty list: says why it is empty and offers what to do about it. */
final class EmptyListView extends VBox {
    private final Ui ui;
    private final PaymentListModel list;
    private final FontIcon icon = new FontIcon(Feather.INBOX);
    private final Label why;
    private final Button clear;
    private final Button everywhere;
    private final HBox add;

    EmptyListView(Ui ui, PaymentListModel list, PaymentListView.Actions actions) {
        super(16);
        this.ui = ui;
        this.list = list;
        setId("empty");
        setAlignment(Pos.CENTER);
        getStyleClass().add("empty");
        why = ui.wrappedLabel("", "placeholder");
        why.setId("empty-text");
        clear = ui.button("empty-clear", "search.clear", () -> list.search().set(""), "action");
        everywhere = ui.button(
                "empty-everywhere",
                "search.everywhere",
                () -> list.filter().set(PaymentFilter.ALL),
                "action",
                "accent");
        add = new HBox(
                10,
                ui.button("empty-add", "action.add", Shortcut.ADD, actions.add(), "action", "accent"),
                ui.button("empty-import", "action.import", Shortcut.IMPORT, actions.importFiles(), "action"));
        add.setAlignment(Pos.CENTER);
        getChildren().setAll(icon, why, everywhere, clear, add);
        ui.observe(list.filter(), _ -> show());
        ui.observe(list.search(), _ -> show());
        ui.observe(list.totals().counts(), _ -> show());
        ui.observe(list.totals().found(), _ -> show());
        ui.observe(list.totals().query(), _ -> show());
    }

    private void show() {
        boolean searched = !list.search().get().isBlank();
        if (!list.totals().areOf(list)) {
            // The numbers are not read yet. While a person types, the text about the last search stays until then.
            setVisible(isVisible() && searched && clear.isVisible());
            return;
        }
        Map<PaymentFilter, Long> counts = list.totals().counts().get();
        boolean nothingAtAll = !searched && counts.getOrDefault(PaymentFilter.ALL, 0L) == 0;
        PaymentFilter filter = nothingAtAll ? PaymentFilter.ALL : list.filter().get();
        Map<PaymentState, Long> foundIn = list.totals().found().get();
        long found = foundIn.values().stream().mapToLong(Long::longValue).sum();
        why.setText(
                searched && found > 0
                        ? ui.text("empty.search-here", elsewhere(foundIn))
                        : ui.text(
                                searched
                                        ? "empty.search"
                                        : "empty."
                                                + filter.name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', '-')));
        icon.setIconCode(
                searched ? Feather.SEARCH : filter == PaymentFilter.TO_DO ? Feather.CHECK_CIRCLE : Feather.INBOX);
        Ui.setStyle(icon, "empty-icon-", filter == PaymentFilter.TO_DO && !searched ? "done" : "plain");
        Ui.setShown(clear, searched);
        everywhere.setText(ui.text("search.everywhere", found));
        Ui.setShown(everywhere, searched && found > 0 && filter != PaymentFilter.ALL);
        Ui.setShown(add, nothingAtAll);
        setVisible(true);
    }

    /**
     * Where the payments are that match the search, such as {@code Done: 2, Set aside: 1}. The numbers do not say by whom
     * the payments that are done were confirmed.
     */
    private String elsewhere(Map<PaymentState, Long> foundIn) {
        return foundIn.entrySet().stream()
                .map(each -> name(each.getKey()) + ": " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private String name(PaymentState state) {
        return state == PaymentState.CONFIRMED
                ? ui.text("search.done")
                : ui.messages().state(state);
    }
}

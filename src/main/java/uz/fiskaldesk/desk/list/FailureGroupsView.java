package uz.fiskaldesk.desk.list;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.fiscalbox.FailureGroup;
import uz.fiskaldesk.payment.PaymentState;

/** The payments that failed for the same reason, above the list, with one button that retries all of them. */
final class FailureGroupsView extends VBox {
    /** A single payment says on its row what to do. */
    private static final int FEWEST = 2;

    /** The number of groups above all open payments, which need the room. */
    private static final int MOST_BESIDE_OTHERS = 2;

    private static final int MOST = 5;

    private final Ui ui;
    private final PaymentListModel list;
    private final Consumer<FailureGroup> retry;
    private final Node below;

    /** @param below gets the focus when the focused group is gone */
    FailureGroupsView(Ui ui, PaymentListModel list, Consumer<FailureGroup> retry, Node below) {
        this.below = below;
        this.ui = ui;
        this.list = list;
        this.retry = retry;
        setId("failure-groups");
        ui.observe(list.totals().failures(), _ -> show());
        ui.observe(list.filter(), _ -> show());
    }

    private void show() {
        Set<PaymentState> listed = switch (list.filter().get()) {
            case TO_DO, ALL -> Set.of(PaymentState.REJECTED, PaymentState.UNKNOWN);
            case REJECTED -> Set.of(PaymentState.REJECTED);
            case UNKNOWN -> Set.of(PaymentState.UNKNOWN);
            case DONE_TODAY, BY_HAND, PRACTICE, SET_ASIDE -> Set.of();
        };
        List<FailureGroup> groups = list.totals().failures().get().stream()
                .filter(group -> group.payments() >= FEWEST && listed.contains(group.state()))
                .limit(listed.size() > 1 ? MOST_BESIDE_OTHERS : MOST)
                .toList();
        Ui.replaceChildren(this, groups.stream().map(this::row).toList(), () -> below);
        Ui.setShown(this, !groups.isEmpty());
    }

    private Node row(FailureGroup group) {
        String reason = ui.text(
                "group.reason",
                ui.text(group.fault().key()),
                ui.text(group.advice().key()));
        Label what = ui.wrappedLabel(reason);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox row = new HBox(10, what, Ui.spacer());
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("failure-group");
        if (group.canRetry()) {
            Button all = ui.button(
                    "retry-group-" + group.advice().name().toLowerCase(java.util.Locale.ROOT),
                    "action.retry-all",
                    () -> retry.accept(group),
                    "action");
            all.setText(ui.text("action.retry-all", group.payments()));
            all.setAccessibleText(all.getText() + ": " + reason);
            row.getChildren().add(all);
        } else {
            row.getChildren().add(ui.label(Long.toString(group.payments()), "count"));
        }
        return row;
    }
}

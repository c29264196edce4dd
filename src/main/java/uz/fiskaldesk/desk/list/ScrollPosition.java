package uz.fiskaldesk.desk.list;

import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Keeps the visible rows in place while other rows are inserted and removed. A list that is scrolled to the top stays
 * there and shows new rows, unless that would scroll the selected row out of view.
 */
final class ScrollPosition {
    private record Row(TransactionId id, double y) {}

    private final ListView<LedgerEntry> view;
    private final PaymentListModel list;
    private boolean atTop;
    private @Nullable Row first;
    private @Nullable Row selected;

    ScrollPosition(ListView<LedgerEntry> view, PaymentListModel list) {
        this.view = view;
        this.list = list;
    }

    /** Remembers the positions of rows; called before the rows change. */
    void remember() {
        VirtualFlow<?> flow = flow();
        IndexedCell<?> top = flow == null ? null : flow.getFirstVisibleCell();
        atTop = isAtTop(top);
        first = top == null ? null : row(top);
        selected = null;
        LedgerEntry chosen = list.selected().get();
        int at = chosen == null ? -1 : list.indexOf(chosen.transactionId());
        if (flow != null && chosen != null && isWhollyVisible(flow, at)) {
            selected = new Row(chosen.transactionId(), flow.getCell(at).getLayoutY());
        }
    }

    private static boolean isAtTop(@Nullable IndexedCell<?> top) {
        return top == null || (top.getIndex() == 0 && top.getLayoutY() > -1);
    }

    private @Nullable Row row(IndexedCell<?> cell) {
        return cell.getItem() instanceof LedgerEntry entry ? new Row(entry.transactionId(), cell.getLayoutY()) : null;
    }

    /** Restores the positions of rows; called after the rows have changed. */
    void restore() {
        VirtualFlow<?> flow = flow();
        if (flow == null) {
            return;
        }
        view.layout();
        Row kept = selected;
        if (atTop) {
            if (!isAtTop(flow.getFirstVisibleCell())) {
                flow.scrollToTop(0);
                view.layout();
            }
            if (kept != null && !isWhollyVisible(flow, list.indexOf(kept.id()))) {
                put(flow, kept);
            }
        } else if (kept == null || !put(flow, kept)) {
            Row top = first;
            if (top != null) {
                put(flow, top);
            }
        }
    }

    private boolean put(VirtualFlow<?> flow, Row row) {
        int at = list.indexOf(row.id());
        if (at < 0) {
            return false;
        }
        flow.scrollToTop(at);
        view.layout();
        flow.scrollPixels(-row.y());
        return true;
    }

    /** Scrolls to a row that is not fully visible, leaving two rows above it. */
    void reveal(int at) {
        VirtualFlow<?> flow = flow();
        if (flow == null || !isWhollyVisible(flow, at)) {
            view.scrollTo(Math.max(0, at - 2));
        }
    }

    private static boolean isWhollyVisible(VirtualFlow<?> flow, int at) {
        IndexedCell<?> top = flow.getFirstVisibleCell();
        IndexedCell<?> bottom = flow.getLastVisibleCell();
        if (at < 0 || top == null || bottom == null || at < top.getIndex() || at > bottom.getIndex()) {
            return false;
        }
        IndexedCell<?> cell = flow.getCell(at);
        return cell.getLayoutY() > -1 && cell.getLayoutY() + cell.getHeight() < flow.getHeight() + 1;
    }

    private @Nullable VirtualFlow<?> flow() {
        Node node = view.lookup(".virtual-flow");
        return node instanceof VirtualFlow<?> flow ? flow : null;
    }
}

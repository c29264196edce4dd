package uz.fiskaldesk.desk.acts;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Conflict;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** What a cashier does to a payment besides sending it; each act is recorded with its reason, and can be undone. */
public final class ActsModel {
    private final Ledger ledger;
    private final Operator operator;
    private final PaymentListModel list;
    private final NoticeModel notices;
    private final BackgroundTasks work;
    private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
    private @Nullable Supplier<Optional<LedgerEntry>> undo;

    public ActsModel(
            Ledger ledger, Operator operator, PaymentListModel list, NoticeModel notices, BackgroundTasks work) {
        this.ledger = ledger;
        this.operator = operator;
        this.list = list;
        this.notices = notices;
        this.work = work;
    }

    /** Whether the last act can be undone. */
    public ReadOnlyBooleanProperty undoable() {
        return undoable.getReadOnlyProperty();
    }

    /** @param supervisor whose word it needed; null where it needed none */
    public void setAside(LedgerEntry entry, String reason, @Nullable String supervisor) {
        Act act = operator.with(supervisor).act(Act.Kind.SET_ASIDE, reason);
        change(
                () -> ledger.setAside(entry, act),
                "done.set-aside",
                done -> ledger.restore(done, operator.act(Act.Kind.RESTORED, null)));
    }

    public void restore(LedgerEntry entry) {
        change(() -> ledger.restore(entry, operator.act(Act.Kind.RESTORED, null)), "done.restored", null);
    }

    /** @param supervisor whose word it needed; null where it needed none */
    public void confirmByHand(LedgerEntry entry, String reason, @Nullable String supervisor) {
        Act act = operator.with(supervisor).act(Act.Kind.CONFIRMED_BY_HAND, reason);
        change(() -> ledger.confirmByHand(entry, act), "done.by-hand", this::undoByHandNow);
    }

    /** Of two receipts the one that holds. */
    void resolve(LedgerEntry entry, FiscalReceipt holds, String reason, @Nullable String supervisor) {
        change(
                () -> Conflict.resolve(ledger, entry, holds, reason, operator.with(supervisor)),
                "done.by-hand",
                this::undoByHandNow);
    }

    public void undoByHand(LedgerEntry entry) {
        change(() -> undoByHandNow(entry), "done.undone", null);
    }

    private Optional<LedgerEntry> undoByHandNow(LedgerEntry entry) {
        return ledger.undoByHand(entry, operator.act(Act.Kind.BY_HAND_UNDONE, null));
    }

    public void takeReceiptBack(LedgerEntry entry) {
        Act act = operator.act(Act.Kind.RECEIPT_REMOVED, null);
        change(() -> ledger.detach(entry, act), "done.receipt-removed", null);
    }

    /** Ctrl+Z: takes the last act back. */
    public void undo() {
        Supplier<Optional<LedgerEntry>> last = undo;
        if (last != null) {
            forget();
            change(last, "done.undone", null);
        }
    }

    private interface Undo {
        Optional<LedgerEntry> of(LedgerEntry done);
    }

    private void change(Supplier<Optional<LedgerEntry>> change, String doneKey, @Nullable Undo howToUndo) {
        work.onLedger(change, result -> {
            forget();
            if (result.isEmpty()) {
                notices.warn("send.changed");
                list.refresh();
                return;
            }
            LedgerEntry done = result.get();
            if (howToUndo != null) {
                undo = () -> howToUndo.of(done);
                undoable.set(true);
            }
            notices.done(doneKey);
            list.update(done);
        });
    }

    private void forget() {
        undo = null;
        undoable.set(false);
    }
}

package uz.fiskaldesk.desk.acts;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConflictResolution;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** The cashier's acts on a payment other than sending it. Each one is recorded with its reason; most can be undone. */
public final class ActsModel {
    private final Ledger ledger;
    private final Operator operator;
    private final PaymentListModel list;
    private final BooleanSupplier isIdle;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ReadOnlyBooleanWrapper offersUndo = new ReadOnlyBooleanWrapper();
    private @Nullable Supplier<Optional<LedgerEntry>> undo;
    private @Nullable Notice undoable;

    /** Whether an act is being written to the ledger; a second click meanwhile is ignored. */
    private boolean changing;

    /** @param isIdle whether the cashier has started nothing that selecting another payment would interrupt */
    public ActsModel(
            Ledger ledger,
            Operator operator,
            PaymentListModel list,
            BooleanSupplier isIdle,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.isIdle = isIdle;
        this.ledger = ledger;
        this.operator = operator;
        this.list = list;
        this.notices = notices;
        this.tasks = tasks;
        notices.current().subscribe(() -> offerUndo());
    }

    /**
     * Whether a button offers to undo the last act: only as long as the message about it is shown, because beside another one
     * it would seem to undo that. {@link #undo} works afterwards, too.
     */
    public ReadOnlyBooleanProperty offersUndo() {
        return offersUndo.getReadOnlyProperty();
    }

    private void offerUndo() {
        offersUndo.set(undo != null
                && undoable != null
                && undoable.equals(notices.current().get()));
    }

    /** @param supervisor who approved the act; null if no approval was needed */
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

    /** @param supervisor who approved the act; null if no approval was needed */
    public void confirmByHand(LedgerEntry entry, String reason, @Nullable String supervisor) {
        Act act = operator.with(supervisor).act(Act.Kind.CONFIRMED_BY_HAND, reason);
        change(() -> ledger.confirmByHand(entry, act), "done.by-hand", this::undoByHandNow);
    }

    /** Resolves a conflict: confirms the payment by hand with one of its two receipts. */
    void resolve(LedgerEntry entry, FiscalReceipt valid, String reason, @Nullable String supervisor) {
        change(
                () -> ConflictResolution.resolve(ledger, entry, valid, reason, operator.with(supervisor)),
                "done.by-hand",
                this::undoByHandNow);
    }

    public void undoByHand(LedgerEntry entry) {
        change(() -> undoByHandNow(entry), "done.undone", null);
    }

    private Optional<LedgerEntry> undoByHandNow(LedgerEntry entry) {
        return ledger.undoByHand(entry, operator.act(Act.Kind.BY_HAND_UNDONE, null));
    }

    public void removeReceipt(LedgerEntry entry) {
        Act act = operator.act(Act.Kind.RECEIPT_REMOVED, null);
        change(() -> ledger.detach(entry, act), "done.receipt-removed", null);
    }

    /** Undoes the last act, if it can be undone. */
    public void undo() {
        Supplier<Optional<LedgerEntry>> last = undo;
        if (last != null && !changing) {
            clearUndo();
            change(last, "done.undone", null);
        }
    }

    /** @param howToUndo given the changed entry; null if the change cannot be undone */
    private void change(
            Supplier<Optional<LedgerEntry>> change,
            String doneKey,
            @Nullable Function<LedgerEntry, Optional<LedgerEntry>> howToUndo) {
        if (changing) {
            return;
        }
        changing = true;
        tasks.onLedger(
                change,
                result -> {
                    changing = false;
                    clearUndo();
                    if (result.isEmpty()) {
                        notices.warning("send.changed");
                        list.refresh();
                        return;
                    }
                    LedgerEntry done = result.get();
                    boolean wasSelected = list.isSelected(done.transactionId());
                    if (howToUndo != null) {
                        undo = () -> howToUndo.apply(done);
                    }
                    notices.show(
                            Notice.Kind.DONE,
                            messages -> messages.texts()
                                    .get(doneKey, messages.amount(done.payment().amount())));
                    undoable = notices.current().get();
                    offerUndo();
                    list.update(done);
                    if (wasSelected && howToUndo != null && isIdle.getAsBoolean()) {
                        // The payment is finished; its keys would act on it again.
                        list.selectNextPending();
                    }
                },
                () -> changing = false);
    }

    private void clearUndo() {
        undo = null;
        offerUndo();
    }
}

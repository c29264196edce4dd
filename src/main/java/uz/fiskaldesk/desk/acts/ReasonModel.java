package uz.fiskaldesk.desk.acts;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConflictResolution;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.supervisor.GuardedAct;

/** Asks the cashier for a reason before an act that requires one. */
public final class ReasonModel {
    /** An act that requires a reason. */
    public enum ReasonedAct {
        SET_ASIDE,
        BY_HAND;

        /** Text keys of predefined reasons, the most frequent first. */
        public List<String> predefinedReasons() {
            return switch (this) {
                case SET_ASIDE -> List.of("reason.refunded", "reason.twice", "reason.test");
                case BY_HAND -> List.of("reason.seen-in-fiscalbox", "reason.service-centre", "reason.tax-office");
            };
        }
    }

    /**
     * The open question.
     *
     * @param receipts the conflicting receipts from which the cashier must choose; usually empty
     */
    public record Question(ReasonedAct act, LedgerEntry entry, List<FiscalReceipt> receipts) {}

    private final Ledger ledger;
    private final ActsModel acts;
    private final PaymentListModel list;
    private final PageModel pages;
    private final ApprovalModel approval;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ObjectProperty<@Nullable FiscalReceipt> validReceipt = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private final StringProperty reason = new SimpleStringProperty("");

    public ReasonModel(
            Ledger ledger,
            ActsModel acts,
            PaymentListModel list,
            PageModel pages,
            ApprovalModel approval,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.ledger = ledger;
        this.notices = notices;
        this.tasks = tasks;
        this.acts = acts;
        this.list = list;
        this.pages = pages;
        this.approval = approval;
        list.selected().subscribe((_, _) -> closeIfAnotherIsSelected());
    }

    /** The page is shown below the header of the selected payment, so it must not outlive the selection. */
    private void closeIfAnotherIsSelected() {
        Question asked = question.get();
        if (asked != null && !list.isSelected(asked.entry().transactionId())) {
            question.set(null);
            if (pages.currentPage() == Page.REASON) {
                pages.back();
            }
        }
    }

    public ReadOnlyObjectProperty<@Nullable Question> question() {
        return question.getReadOnlyProperty();
    }

    public StringProperty reason() {
        return reason;
    }

    /** The valid one of two conflicting receipts, chosen by the cashier. */
    public ObjectProperty<@Nullable FiscalReceipt> validReceipt() {
        return validReceipt;
    }

    public void ask(ReasonedAct act, LedgerEntry entry) {
        boolean possible = switch (act) {
            case SET_ASIDE -> entry.canSetAside();
            case BY_HAND -> entry.state().canConfirmByHand();
        };
        if (possible && entry.conflict()) {
            Page from = pages.currentPage();
            tasks.onLedger(() -> ConflictResolution.receipts(ledger.attempts(entry)), receipts -> {
                // A page that was opened meanwhile stays, and a question that is being answered is not asked again.
                if (pages.currentPage() == from) {
                    open(new Question(act, entry, receipts));
                }
            });
        } else if (possible) {
            open(new Question(act, entry, List.of()));
        } else {
            notices.info(act == ReasonedAct.SET_ASIDE ? "not-now.set-aside" : "not-now.by-hand");
        }
    }

    private void open(Question asked) {
        if (!list.isSelected(asked.entry().transactionId())) {
            return;
        }
        reason.set("");
        validReceipt.set(null);
        question.set(asked);
        pages.open(Page.REASON);
    }

    /** Performs the act with this reason, unless a receipt still has to be chosen. */
    public void submit(String ready) {
        reason.set(ready);
        submit();
    }

    /** Performs the act with the given reason; does nothing if an answer is missing. */
    public void submit() {
        Question asked = question.get();
        String why = reason.get().strip();
        FiscalReceipt named = validReceipt.get();
        if (asked == null
                || why.isEmpty()
                || (named == null && !asked.receipts().isEmpty())) {
            return;
        }
        question.set(null);
        pages.back();
        switch (asked.act()) {
            case SET_ASIDE ->
                approval.requestIfGuarded(
                        List.of(GuardedAct.SET_ASIDE), supervisor -> acts.setAside(asked.entry(), why, supervisor));
            case BY_HAND ->
                approval.requestIfGuarded(List.of(GuardedAct.BY_HAND), supervisor -> {
                    if (named == null) {
                        acts.confirmByHand(asked.entry(), why, supervisor);
                    } else {
                        acts.resolve(asked.entry(), named, why, supervisor);
                    }
                });
        }
    }
}

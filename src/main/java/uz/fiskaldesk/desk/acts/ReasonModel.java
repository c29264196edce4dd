package uz.fiskaldesk.desk.acts;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Conflict;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.supervisor.Bending;

/** Asks why, before an act that wants a reason. */
public final class ReasonModel {
    /** The acts that want one. */
    public enum For {
        SET_ASIDE,
        BY_HAND;

        /** Keys of reasons that need no typing, the most frequent first. */
        public List<String> ready() {
            return switch (this) {
                case SET_ASIDE -> List.of("reason.refunded", "reason.twice", "reason.test");
                case BY_HAND -> List.of("reason.seen-in-fiscalbox", "reason.service-centre", "reason.tax-office");
            };
        }
    }

    /**
     * The question that is open.
     *
     * @param receipts those of which one has to be named, where two are in conflict; none mostly
     */
    public record Question(For act, LedgerEntry entry, List<FiscalReceipt> receipts) {}

    private final Ledger ledger;
    private final ActsModel acts;
    private final PaymentListModel list;
    private final PageModel pages;
    private final ApprovalModel permission;
    private final BackgroundTasks work;
    private final ObjectProperty<@Nullable FiscalReceipt> holds = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private final StringProperty reason = new SimpleStringProperty("");

    public ReasonModel(
            Ledger ledger,
            ActsModel acts,
            PaymentListModel list,
            PageModel pages,
            ApprovalModel permission,
            BackgroundTasks work) {
        this.ledger = ledger;
        this.work = work;
        this.acts = acts;
        this.list = list;
        this.pages = pages;
        this.permission = permission;
        list.selected().subscribe((_, _) -> closeWhereAnotherIsSelected());
    }

    /** The page stands under the name of the selected payment. */
    private void closeWhereAnotherIsSelected() {
        Question asked = question.get();
        if (asked != null && !list.isSelected(asked.entry().transactionId())) {
            question.set(null);
            if (pages.now() == Page.REASON) {
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

    /** Of two receipts in conflict the one that holds; the person's choice. */
    public ObjectProperty<@Nullable FiscalReceipt> holds() {
        return holds;
    }

    public void ask(For act, LedgerEntry entry) {
        boolean possible = switch (act) {
            case SET_ASIDE -> entry.canSetAside();
            case BY_HAND -> entry.state().canConfirmByHand();
        };
        if (possible && entry.conflict()) {
            work.onLedger(
                    () -> Conflict.receipts(ledger.attempts(entry)),
                    receipts -> open(new Question(act, entry, receipts)));
        } else if (possible) {
            open(new Question(act, entry, List.of()));
        }
    }

    private void open(Question asked) {
        if (!list.isSelected(asked.entry().transactionId())) {
            return;
        }
        reason.set("");
        holds.set(null);
        question.set(asked);
        pages.open(Page.REASON);
    }

    /** Does the act with the reason that was given; nothing without one. */
    public void answer() {
        Question asked = question.get();
        String why = reason.get().strip();
        FiscalReceipt named = holds.get();
        if (asked == null
                || why.isEmpty()
                || (named == null && !asked.receipts().isEmpty())) {
            return;
        }
        question.set(null);
        pages.back();
        switch (asked.act()) {
            case SET_ASIDE ->
                permission.ask(List.of(Bending.SET_ASIDE), supervisor -> acts.setAside(asked.entry(), why, supervisor));
            case BY_HAND ->
                permission.ask(List.of(Bending.BY_HAND), supervisor -> {
                    if (named == null) {
                        acts.confirmByHand(asked.entry(), why, supervisor);
                    } else {
                        acts.resolve(asked.entry(), named, why, supervisor);
                    }
                });
        }
    }
}

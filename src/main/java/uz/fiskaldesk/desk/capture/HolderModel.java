package uz.fiskaldesk.desk.capture;

import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.payment.TransactionId;

/** The other payment that has the offered receipt. */
public final class HolderModel {
    private final Ledger ledger;
    private final PaymentListModel list;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectProperty<@Nullable OfferedReceipt> offer;
    private final ReadOnlyObjectWrapper<@Nullable LedgerEntry> entry = new ReadOnlyObjectWrapper<>();

    HolderModel(
            Ledger ledger,
            PaymentListModel list,
            BackgroundTasks tasks,
            ReadOnlyObjectProperty<@Nullable OfferedReceipt> offer) {
        this.ledger = ledger;
        this.list = list;
        this.tasks = tasks;
        this.offer = offer;
        offer.subscribe(this::read);
    }

    /** The payment; null if there is none, or until it was read. */
    public ReadOnlyObjectProperty<@Nullable LedgerEntry> entry() {
        return entry.getReadOnlyProperty();
    }

    private void read(@Nullable OfferedReceipt made) {
        TransactionId by = made == null ? null : made.takenBy();
        entry.set(null);
        if (by != null) {
            tasks.onLedger(() -> ledger.find(by), found -> {
                OfferedReceipt now = offer.get();
                if (now != null && Objects.equals(by, now.takenBy())) {
                    entry.set(found.orElse(null));
                }
            });
        }
    }

    /** Selects the payment. */
    public void open() {
        LedgerEntry holder = entry.get();
        if (holder != null) {
            open(holder);
        }
    }

    /** Selects a payment that has the receipt. */
    void open(LedgerEntry holder) {
        list.reveal(holder);
    }
}

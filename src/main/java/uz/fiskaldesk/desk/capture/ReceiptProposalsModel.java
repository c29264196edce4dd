package uz.fiskaldesk.desk.capture;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Matching;
import uz.fiskaldesk.confirm.Matching.ReceiptProposal;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * The receipts that passed the gateway and may belong to the selected payment, which has none yet. A person chooses one and
 * compares it: the pair is not certain.
 */
public final class ReceiptProposalsModel {
    /** The gateway may run in another process, which does not tell. */
    private static final int SECONDS_BETWEEN_READS = 5;

    private final Matching matching;
    private final PaymentListModel list;
    private final CaptureModel capture;
    private final BackgroundTasks tasks;
    private final Supplier<@Nullable String> tillTerminalId;
    private final ReadOnlyObjectWrapper<List<ReceiptProposal>> proposals = new ReadOnlyObjectWrapper<>(List.of());

    /** The payment that the proposals are for. */
    private @Nullable TransactionId readOf;

    private int seconds;

    public ReceiptProposalsModel(
            Ledger ledger,
            PaymentListModel list,
            CaptureModel capture,
            BackgroundTasks tasks,
            Supplier<@Nullable String> tillTerminalId) {
        this.matching = new Matching(ledger);
        this.list = list;
        this.capture = capture;
        this.tasks = tasks;
        this.tillTerminalId = tillTerminalId;
        list.selected().subscribe(this::read);
    }

    /** The proposals for the selected payment, the best first. */
    public ReadOnlyObjectProperty<List<ReceiptProposal>> proposals() {
        return proposals.getReadOnlyProperty();
    }

    /** Finds receipts that pass the gateway while the payment is shown; called every second. */
    public void tick() {
        if (++seconds >= SECONDS_BETWEEN_READS) {
            read(list.selected().get());
        }
    }

    private void read(@Nullable LedgerEntry entry) {
        seconds = 0;
        if (entry == null || entry.state() != PaymentState.PENDING) {
            proposals.set(List.of());
            readOf = null;
        } else {
            if (!Objects.equals(entry.transactionId(), readOf)) {
                proposals.set(List.of());
                readOf = null;
            }
            String till = tillTerminalId.get();
            tasks.onLedger(() -> matching.receiptsFor(entry, till), found -> {
                LedgerEntry now = list.selected().get();
                if (now != null
                        && now.transactionId().equals(entry.transactionId())
                        && now.version() == entry.version()) {
                    readOf = entry.transactionId();
                    proposals.set(found);
                }
            });
        }
    }

    /** Offers a proposed receipt for the selected payment, to be compared and sent like one that was captured. */
    public void choose(ReceiptProposal proposal) {
        if (proposals.get().contains(proposal)) {
            capture.captureLastReceipt(proposal.passed().printed());
        }
    }
}

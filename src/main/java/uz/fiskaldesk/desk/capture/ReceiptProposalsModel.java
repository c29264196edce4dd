package uz.fiskaldesk.desk.capture;

import java.util.List;
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

/**
 * The receipts that passed the gateway and may belong to the selected payment, which has none yet. A person chooses one and
 * compares it: the pair is not certain.
 */
public final class ReceiptProposalsModel {
    private final Matching matching;
    private final PaymentListModel list;
    private final CaptureModel capture;
    private final BackgroundTasks tasks;
    private final Supplier<@Nullable String> tillTerminalId;
    private final ReadOnlyObjectWrapper<List<ReceiptProposal>> proposals = new ReadOnlyObjectWrapper<>(List.of());

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
        list.selected().subscribe(this::selected);
    }

    /** The proposals for the selected payment, the best first. */
    public ReadOnlyObjectProperty<List<ReceiptProposal>> proposals() {
        return proposals.getReadOnlyProperty();
    }

    private void selected(@Nullable LedgerEntry entry) {
        proposals.set(List.of());
        if (entry != null && entry.state() == PaymentState.PENDING) {
            String till = tillTerminalId.get();
            tasks.onLedger(() -> matching.receiptsFor(entry, till), found -> {
                LedgerEntry now = list.selected().get();
                if (now != null
                        && now.transactionId().equals(entry.transactionId())
                        && now.version() == entry.version()) {
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

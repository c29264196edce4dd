package uz.fiskaldesk.desk.capture;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.confirm.Matching;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.list.PaymentListModel;

/**
 * The payments that a doubtful receipt fits better than the selected one, for which it is offered. Receipts are often not in
 * the order of the list. A person chooses a payment and compares it with the receipt.
 */
public final class BetterPaymentsModel {
    /** A receipt is usually printed soon after its payment. */
    private static final Duration SOON = Duration.ofMinutes(30);

    private static final int SHOWN = 2;

    private final Matching matching;
    private final PaymentListModel list;
    private final CaptureModel capture;
    private final BackgroundTasks tasks;
    private final Supplier<@Nullable String> tillTerminalId;
    private final ReadOnlyObjectWrapper<List<Proposal>> proposals = new ReadOnlyObjectWrapper<>(List.of());

    public BetterPaymentsModel(
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
        capture.offer().subscribe(this::read);
    }

    /** The proposed payments, the best first. */
    public ReadOnlyObjectProperty<List<Proposal>> proposals() {
        return proposals.getReadOnlyProperty();
    }

    private void read(@Nullable OfferedReceipt offer) {
        proposals.set(List.of());
        if (offer == null || !offer.isDoubtful() || offer.entry().receipt() != null || offer.takenBy() != null) {
            return;
        }
        String till = tillTerminalId.get();
        tasks.onLedger(() -> matching.paymentsFor(offer.receipt(), offer.printed(), till), found -> {
            if (offer.equals(capture.offer().get())) {
                Match own = Match.of(offer.entry(), offer.receipt(), offer.printed(), till);
                proposals.set(found.stream()
                        .filter(proposal -> isBetter(proposal.match(), own))
                        .limit(SHOWN)
                        .toList());
            }
        });
    }

    private static boolean isBetter(Match match, Match own) {
        Duration after = match.afterPayment();
        return match.compareTo(own) < 0
                && match.amount() != Match.Agreement.DIFFERENT
                && after != null
                && !after.isNegative()
                && after.compareTo(SOON) <= 0;
    }

    /** Selects a proposed payment and offers the receipt for it. */
    public void choose(Proposal proposal) {
        OfferedReceipt offer = capture.offer().get();
        if (offer != null && proposals.get().contains(proposal)) {
            capture.discard();
            list.reveal(proposal.entry());
            LastReceipt.Printed printed = offer.printed();
            if (printed == null) {
                capture.captureText(offer.receipt().url());
            } else {
                capture.captureLastReceipt(printed);
            }
        }
    }
}

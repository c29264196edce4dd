package uz.fiskaldesk.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.PaymentHistory;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The effects of acts on a payment, as stored in the hash chain: a keyword, with a receipt's identity if it has one.
 */
final class ActEffects {
    static final String ADDED = "added";
    static final String DETACHED = "detached";
    static final String QUEUED = "queued";
    static final String SET_ASIDE = "set-aside";
    static final String RESTORED = "restored";
    static final String BY_HAND = "by-hand";
    static final String UNDONE = "undone";
    static final String FROM_BACKUP = "from-backup";
    private static final String ATTACHED = "attached";
    private static final String RESOLVED = "resolved";

    private ActEffects() {}

    static String added(@Nullable FiscalReceipt receipt) {
        return receipt == null ? ADDED : ADDED + " " + receipt.identity();
    }

    static String attached(FiscalReceipt receipt) {
        return ATTACHED + " " + receipt.identity();
    }

    static String resolved(FiscalReceipt receipt) {
        return RESOLVED + " " + receipt.identity();
    }

    /** Applies an effect to a payment; empty if the keyword is unknown. */
    static Optional<PaymentHistory> apply(PaymentHistory life, String effect) {
        int blank = effect.indexOf(' ');
        String receipt = blank < 0 ? null : effect.substring(blank + 1);
        return Optional.ofNullable(
                switch (blank < 0 ? effect : effect.substring(0, blank)) {
                    case ADDED -> PaymentHistory.added(receipt);
                    case ATTACHED -> receipt == null ? null : life.attached(receipt);
                    case DETACHED -> life.detached();
                    case QUEUED -> life.queuedAgain();
                    case SET_ASIDE -> life.setAside();
                    case RESTORED -> life.restored();
                    case BY_HAND -> life.confirmedByHand();
                    case RESOLVED -> receipt == null ? null : life.resolved(receipt);
                    case UNDONE -> life.byHandUndone();
                    case FROM_BACKUP -> life.backFromBackup();
                    default -> null;
                });
    }
}

package uz.fiskaldesk.desk.list;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** Which payments are being sent, and for how long. Used on the JavaFX thread. */
public final class SendingProgress {
    private final Clock clock;
    private final Map<TransactionId, Instant> sending = new HashMap<>();
    private Predicate<TransactionId> inFlight = _ -> false;

    SendingProgress(Clock clock) {
        this.clock = clock;
    }

    /** Sets the test whether this process is sending a payment or has queued it. */
    public void setInFlight(Predicate<TransactionId> test) {
        inFlight = test;
    }

    void note(LedgerEntry entry) {
        if (entry.state() == PaymentState.SENDING) {
            sending.putIfAbsent(entry.transactionId(), clock.instant());
        } else {
            sending.remove(entry.transactionId());
        }
    }

    /** Whether the payment is about to be sent: it still has the state READY, and nothing needs to be done. */
    public boolean isAboutToBeSent(LedgerEntry entry) {
        return entry.state() == PaymentState.READY && inFlight.test(entry.transactionId());
    }

    /** How long the payment has been known to be in SENDING; empty if it is not, even if that is not noted yet. */
    public Optional<Duration> time(LedgerEntry entry) {
        return Optional.ofNullable(sending.get(entry.transactionId()))
                .filter(_ -> entry.state() == PaymentState.SENDING)
                .map(since -> Duration.between(since, clock.instant()));
    }
}

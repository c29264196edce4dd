package uz.fiskaldesk.receipt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a receipt with the payment and the till that it is meant for. */
public final class ReceiptChecks {
    /** A receipt issued this long after the payment probably belongs to another one. */
    static final Duration LONG_AFTER = Duration.ofDays(3);

    /** The till's last receipt is usually printed within minutes of the payment. */
    static final Duration RECENT = Duration.ofMinutes(30);

    private final Clock clock;

    public ReceiptChecks(Clock clock) {
        this.clock = clock;
    }

    /**
     * The warnings for attaching this receipt to this payment, in addition to those of the link itself.
     *
     * @param paidAt the time of payment; null if not known
     * @param tillTerminalId the fiscal module of this till; null if not known yet
     */
    public List<ReceiptWarning> warnings(
            FiscalReceipt receipt, @Nullable Instant paidAt, @Nullable String tillTerminalId) {
        List<ReceiptWarning> warnings = new ArrayList<>();
        if (tillTerminalId != null && !tillTerminalId.equalsIgnoreCase(receipt.terminalId())) {
            warnings.add(ReceiptWarning.OTHER_TILL);
        }
        if (paidAt == null) {
            if (receipt.issuedAt().isBefore(clock.instant().minus(LONG_AFTER))) {
                warnings.add(ReceiptWarning.DAYS_OLD);
            }
        } else if (receipt.issuedAt().isBefore(paidAt.truncatedTo(ChronoUnit.SECONDS))) {
            warnings.add(ReceiptWarning.BEFORE_PAYMENT);
        } else if (receipt.issuedAt().isAfter(paidAt.plus(LONG_AFTER))) {
            warnings.add(ReceiptWarning.LONG_AFTER_PAYMENT);
        }
        return warnings;
    }

    /** All warnings for attaching a receipt that was read: those of its link, and those of {@link #warnings} above. */
    public List<ReceiptWarning> warnings(
            ReceiptReading.Accepted reading, @Nullable Instant paidAt, @Nullable String tillTerminalId) {
        List<ReceiptWarning> warnings = new ArrayList<>(reading.warnings());
        warnings.addAll(warnings(reading.receipt(), paidAt, tillTerminalId));
        return warnings;
    }

    /**
     * Like {@link #warnings}, for the till's last receipt, which nobody has held in the hand: warns already if it is more
     * than half an hour later than the payment, or old while the time of payment is not known.
     */
    public List<ReceiptWarning> warningsOfLastReceipt(
            FiscalReceipt receipt, @Nullable Instant paidAt, @Nullable String tillTerminalId) {
        List<ReceiptWarning> warnings = new ArrayList<>(warnings(receipt, paidAt, tillTerminalId));
        boolean isTimely = paidAt == null
                ? !receipt.issuedAt().isBefore(clock.instant().minus(RECENT))
                : !receipt.issuedAt().isAfter(paidAt.plus(RECENT));
        if (!isTimely && !warnings.contains(ReceiptWarning.LONG_AFTER_PAYMENT)) {
            warnings.remove(ReceiptWarning.DAYS_OLD);
            warnings.add(ReceiptWarning.NOT_RECENT);
        }
        return warnings;
    }
}

package uz.fiskaldesk.cli;

import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;

/** The exit codes. Constants are ordered by severity, for commands that process several items. */
public enum ExitCode {
    DONE(0),
    /** Invalid usage or input; nothing was changed. */
    REFUSED(2),
    /** Some rows of an import were refused; the others were added. */
    PARTLY(7),
    /** No QR code was found, or the text found is not a receipt. */
    NO_RECEIPT(5),
    /** The request did not reach FiscalBox; it is kept and will be retried. */
    NOT_SENT(4),
    /** FiscalBox rejected the confirmation. */
    REJECTED(1),
    /** The confirmation may have been booked. */
    UNKNOWN(3),
    /** The ledger or the settings cannot be used. */
    TROUBLE(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the process exit code. */
    public int number() {
        return number;
    }

    /** Returns the more severe code. */
    ExitCode or(ExitCode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Returns the code for the state of a payment that another process changed first. */
    static ExitCode of(LedgerEntry entry) {
        if (entry.conflict()) {
            return UNKNOWN;
        }
        return switch (entry.state()) {
            case CONFIRMED -> DONE;
            case UNKNOWN, SENDING -> UNKNOWN;
            case REJECTED -> REJECTED;
            case READY, PENDING -> entry.isReadyInDoubt() ? UNKNOWN : NOT_SENT;
            case SET_ASIDE -> REFUSED;
        };
    }

    /**
     * Returns the code for an attempt: by the payment's state if that is final or unknown, else by the attempt's
     * outcome, because another user may have changed the payment since.
     */
    static ExitCode after(LedgerEntry entry, Outcome outcome) {
        return switch (entry.state()) {
            case CONFIRMED -> DONE;
            case UNKNOWN, SENDING -> UNKNOWN;
            case READY, PENDING, REJECTED, SET_ASIDE ->
                switch (outcome) {
                    case Outcome.Confirmed _, Outcome.Unknown _ -> UNKNOWN;
                    case Outcome.Rejected _ -> REJECTED;
                    case Outcome.NotSent _ -> NOT_SENT;
                };
        };
    }
}

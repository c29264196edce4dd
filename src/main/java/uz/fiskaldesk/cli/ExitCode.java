package uz.fiskaldesk.cli;

import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;

/** What a command tells the program that called it. The constants stand in the order of badness, for commands that do several things. */
public enum ExitCode {
    DONE(0),
    /** Wrong use, or input refused; nothing was changed. */
    REFUSED(2),
    /** Some rows of an import were refused, the others are on the list. */
    PARTLY(7),
    /** No QR code found, or what was found is not a receipt. */
    NO_RECEIPT(5),
    /** Nothing reached FiscalBox; it is kept and will be sent again. */
    NOT_SENT(4),
    /** FiscalBox said no. */
    REJECTED(1),
    /** The request may have been booked; nobody can tell from here. */
    UNKNOWN(3),
    /** The ledger or the settings cannot be used. */
    TROUBLE(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the operating system gets. */
    public int number() {
        return number;
    }

    /** The worse of both. */
    ExitCode or(ExitCode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Where a payment stands that somebody else was faster with. */
    static ExitCode of(LedgerEntry entry) {
        if (entry.conflict()) {
            return UNKNOWN;
        }
        return switch (entry.state()) {
            case CONFIRMED -> DONE;
            case UNKNOWN, SENDING -> UNKNOWN;
            case REJECTED -> REJECTED;
            case READY, PENDING -> NOT_SENT;
            case SET_ASIDE -> REFUSED;
        };
    }

    /**
     * What an attempt comes to: where the payment stands by all its attempts, and what became of this one where a
     * colleague has moved the payment on since.
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

package uz.fiskaldesk.supervisor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The acts that a shop may reserve to its supervisor because they override what FiscalBox said or what the program
 * advises.
 */
public enum GuardedAct {
    /** Marks a payment as fiscalised although FiscalBox did not confirm it. */
    BY_HAND,
    /** Attaches another receipt to a payment whose first receipt may already be booked. */
    ANOTHER_RECEIPT,
    /** Uses a receipt that already belongs to another payment. */
    RECEIPT_AGAIN,
    /** Sends a receipt that probably belongs to another sale. */
    DOUBT,
    SET_ASIDE,
    SETTINGS,
    /** Restores the list of payments to an earlier state, or moves it to a shared database. */
    LEDGER;

    /** Whether the act concerns a single payment rather than the program or its list. */
    public boolean isAboutOnePayment() {
        return switch (this) {
            case BY_HAND, ANOTHER_RECEIPT, RECEIPT_AGAIN, DOUBT, SET_ASIDE -> true;
            case SETTINGS, LEDGER -> false;
        };
    }

    /** The name in files and on the command line. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<GuardedAct> of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code().equalsIgnoreCase(code.strip()))
                .findFirst();
    }
}

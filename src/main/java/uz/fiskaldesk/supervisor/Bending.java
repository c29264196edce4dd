package uz.fiskaldesk.supervisor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a shop may reserve to its supervisor, because it goes past what FiscalBox said or the program advises. */
public enum Bending {
    /** A payment is marked as done although FiscalBox did not say so. */
    BY_HAND,
    /** Another receipt goes to a payment that may have its first one booked. */
    ANOTHER_RECEIPT,
    /** A receipt that another payment has is used again. */
    RECEIPT_AGAIN,
    /** A receipt that is more likely one of another sale is sent all the same. */
    DOUBT,
    SET_ASIDE,
    SETTINGS,
    /** The list of payments is brought back to an older state, or moved to a shared one. */
    LEDGER;

    /** Whether it is done to one payment, and not to the program or its list. */
    public boolean isAboutOnePayment() {
        return switch (this) {
            case BY_HAND, ANOTHER_RECEIPT, RECEIPT_AGAIN, DOUBT, SET_ASIDE -> true;
            case SETTINGS, LEDGER -> false;
        };
    }

    /** As it is written in files and on the command line. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Bending> of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code().equalsIgnoreCase(code.strip()))
                .findFirst();
    }
}

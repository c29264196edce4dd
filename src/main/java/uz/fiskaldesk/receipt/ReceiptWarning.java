package uz.fiskaldesk.receipt;

import java.util.Arrays;
import java.util.List;

/** Why a person should check a receipt before it is sent. */
public enum ReceiptWarning {
    /** The link starts with http, not https. */
    PLAIN_HTTP("plain-http", Severity.NOTE),
    /** The path differs from that printed by tills. */
    UNUSUAL_PATH("unusual-path", Severity.NOTE),
    /** There are other parameters than t, r, c and s, which tills do not print. */
    EXTRA_PARAMETER("extra-parameter", Severity.NOTE),
    /** There is a fragment, which tills do not print. */
    FRAGMENT("fragment", Severity.NOTE),
    /** An internet receipt ({@code /epi}), which is not from a till. */
    INTERNET_RECEIPT("internet-receipt", Severity.DOUBT),
    /** The number of the fiscal module is not two letters and twelve digits. */
    TERMINAL_SHAPE("terminal-shape", Severity.NOTE),
    /** A test receipt from an emulator ({@code ZZ…}). */
    TEST_RECEIPT("test-receipt", Severity.DOUBT),
    /** Issued more than ten minutes in the future. */
    IN_THE_FUTURE("in-the-future", Severity.NOTE),
    /** Issued by a fiscal module other than that of this till. */
    OTHER_TILL("other-till", Severity.DOUBT),
    /** Issued before the payment was made. */
    BEFORE_PAYMENT("before-payment", Severity.DOUBT),
    /** Issued days after the payment was made. */
    LONG_AFTER_PAYMENT("long-after-payment", Severity.DOUBT),
    /** The till's last receipt, but issued long after the payment, or long ago. */
    NOT_RECENT("not-recent", Severity.DOUBT),
    /** Its sum differs from the amount of the payment. */
    AMOUNT_DIFFERS("amount-differs", Severity.DOUBT),
    /** FiscalBox has refunded it. */
    REFUNDED("refunded", Severity.DOUBT),
    /** Days old, while the time of payment is not known. Shown only. */
    DAYS_OLD("days-old", Severity.FACT);

    /** The severity of a warning. */
    private enum Severity {
        /** Only shown. */
        FACT,
        /** Has to be accepted, but the receipt is probably the right one. */
        NOTE,
        /** The receipt probably belongs to another sale or is not a real one. */
        DOUBT
    }

    private final String code;
    private final Severity severity;

    ReceiptWarning(String code, Severity severity) {
        this.code = code;
        this.severity = severity;
    }

    /** Parses stable names separated by commas. Unknown names are ignored. */
    public static List<ReceiptWarning> ofCodes(String codes) {
        List<String> names = Arrays.asList(codes.split(","));
        return Arrays.stream(values()).filter(one -> names.contains(one.code)).toList();
    }

    /** The stable name in JSON and in the ledger. */
    public String code() {
        return code;
    }

    /** Whether a person has to accept it; other warnings are only shown. */
    public boolean needsAcceptance() {
        return severity != Severity.FACT;
    }

    /** Whether it may be the wrong receipt. It is never sent before a person has accepted this warning. */
    public boolean isDoubtful() {
        return severity == Severity.DOUBT;
    }
}

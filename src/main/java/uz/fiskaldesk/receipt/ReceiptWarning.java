package uz.fiskaldesk.receipt;

/** Why a receipt that could be sent deserves a look first. */
public enum ReceiptWarning {
    /** The link starts with http, not https. */
    PLAIN_HTTP("plain-http"),
    /** The path is not the one tills print. */
    UNUSUAL_PATH("unusual-path"),
    /** An internet receipt ({@code /epi}): not from this till. */
    INTERNET_RECEIPT("internet-receipt"),
    /** The fiscal module's number is not two letters and twelve digits. */
    TERMINAL_SHAPE("terminal-shape"),
    /** From an emulator ({@code ZZ…}): a test receipt. */
    TEST_RECEIPT("test-receipt"),
    /** Issued more than ten minutes after now. */
    IN_THE_FUTURE("in-the-future"),
    /** The fiscal module is not that of this till. */
    OTHER_TILL("other-till"),
    /** Issued before the payment was made. */
    BEFORE_PAYMENT("before-payment"),
    /** Issued days after the payment was made. */
    LONG_AFTER_PAYMENT("long-after-payment"),
    /** Days old, where the time of the payment is not known and nothing can be compared. Shown, not asked about. */
    DAYS_OLD("days-old");

    private final String code;

    ReceiptWarning(String code) {
        this.code = code;
    }

    /** The stable name in JSON. */
    public String code() {
        return code;
    }

    /** Whether a person has to say yes to it; the others are only shown. */
    public boolean asks() {
        return this != DAYS_OLD;
    }
}

package uz.fiskaldesk.receipt;

import java.util.Arrays;
import java.util.List;

/** Why a receipt that could be sent deserves a look first. */
public enum ReceiptWarning {
    /** The link starts with http, not https. */
    PLAIN_HTTP("plain-http", Tier.NOTE),
    /** The path is not the one tills print. */
    UNUSUAL_PATH("unusual-path", Tier.NOTE),
    /** Something stands beside t, r, c and s that no till prints. */
    EXTRA_PARAMETER("extra-parameter", Tier.NOTE),
    /** Something stands behind a {@code #}, which no till prints. */
    FRAGMENT("fragment", Tier.NOTE),
    /** An internet receipt ({@code /epi}): not from this till. */
    INTERNET_RECEIPT("internet-receipt", Tier.DOUBT),
    /** The fiscal module's number is not two letters and twelve digits. */
    TERMINAL_SHAPE("terminal-shape", Tier.NOTE),
    /** From an emulator ({@code ZZ…}): a test receipt. */
    TEST_RECEIPT("test-receipt", Tier.DOUBT),
    /** Issued more than ten minutes after now. */
    IN_THE_FUTURE("in-the-future", Tier.NOTE),
    /** The fiscal module is not that of this till. */
    OTHER_TILL("other-till", Tier.DOUBT),
    /** Issued before the payment was made. */
    BEFORE_PAYMENT("before-payment", Tier.DOUBT),
    /** Issued days after the payment was made. */
    LONG_AFTER_PAYMENT("long-after-payment", Tier.DOUBT),
    /** Days old, where the time of the payment is not known and nothing can be compared. Shown, not asked about. */
    DAYS_OLD("days-old", Tier.FACT);

    /** How much a warning weighs. */
    private enum Tier {
        /** Shown only. */
        FACT,
        /** To be noticed; a receipt with it is most likely the right one. */
        NOTE,
        /** The receipt is more likely one of another sale, or none at all. */
        DOUBT
    }

    private final String code;
    private final Tier tier;

    ReceiptWarning(String code, Tier tier) {
        this.code = code;
        this.tier = tier;
    }

    /** The warnings of stable names with commas between; names that are not known are left out. */
    public static List<ReceiptWarning> ofCodes(String codes) {
        List<String> named = Arrays.asList(codes.split(","));
        return Arrays.stream(values()).filter(one -> named.contains(one.code)).toList();
    }

    /** The stable name in JSON and in ledgers. */
    public String code() {
        return code;
    }

    /** Whether a person has to say yes to it; the others are only shown. */
    public boolean asks() {
        return tier != Tier.FACT;
    }

    /** Whether it may be the wrong receipt, so that it is never sent without a person's decision about just that. */
    public boolean isDoubt() {
        return tier == Tier.DOUBT;
    }
}

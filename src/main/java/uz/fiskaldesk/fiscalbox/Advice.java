package uz.fiskaldesk.fiscalbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Outcome;

/**
 * Advice for the cashier on an outcome. FiscalBox reuses error codes for different causes, so the message takes precedence
 * where it names another cause.
 */
public enum Advice {
    NOTHING_TO_DO("advice.nothing"),
    CHECK_FIELDS("advice.fields"),
    CHECK_PRINTER("advice.printer"),
    MODULE_NOT_READY("advice.module"),
    FISCALBOX_FAULT("advice.fault"),
    CHECK_CLOCK_OR_DATA("advice.argument"),
    BILLING("advice.billing"),
    PAYMENT_REFUSED("advice.payment"),
    SUBSCRIPTION("advice.subscription"),
    NOT_THIS_COMPUTER("advice.computer"),
    CHECK_HUMO("advice.humo"),
    CHECK_UZCARD("advice.uzcard"),
    CHECK_SCAN2PAY("advice.scan2pay"),
    ORDER_NOT_SAVED("advice.order-not-saved"),
    PRODUCT_CODE("advice.product-code"),
    PACKAGE_CODE("advice.package-code"),
    UZQR_LOGIN("advice.uzqr-login"),
    NO_SUCH_PAYMENT("advice.no-such-payment"),
    SCAN_RECEIPT_AGAIN("advice.scan-again"),
    RECEIPT_MEMORY_FULL("advice.receipt-memory"),
    SET_THE_CLOCK("advice.set-clock"),
    OFFLINE_TOO_LONG("advice.offline-days"),
    SHIFT_TOO_LONG("advice.shift-past"),
    SHIFT_MEMORY_FULL("advice.shift-memory"),
    SHIFT_EMPTY("advice.shift-empty"),
    OPEN_SHIFT("advice.open-shift"),
    SHIFT_IS_OPEN("advice.shift-is-open"),
    RECEIPT_SUMS("advice.receipt-sums"),
    MODULE_LOCKED("advice.locked"),
    MODULE_MISSING("advice.not-connected"),
    REJECTED("advice.rejected"),
    START_FISCALBOX("advice.start-fiscalbox"),
    CHECK_NETWORK("advice.network"),
    CHECK_ADDRESS("advice.address"),
    CHECK_CERTIFICATE("advice.certificate"),
    CHECK_ACCESS("advice.access"),
    WAIT("advice.wait"),
    RETRY_SAME_RECEIPT("advice.same-receipt"),
    NOT_FISCALBOX("advice.not-fiscalbox"),
    TELL_SERVICE_CENTRE("advice.other-transaction");

    private final String key;

    Advice(String key) {
        this.key = key;
    }

    /** The key of the sentence in the language files. */
    public String key() {
        return key;
    }

    /** Whether it says that the same receipt must not be sent again. */
    public boolean isAgainstRetry() {
        return this == TELL_SERVICE_CENTRE || this == RECEIPT_SUMS;
    }

    /** The advice for an outcome. */
    public static Advice on(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed _ -> NOTHING_TO_DO;
            case Outcome.Rejected rejected ->
                onCode(rejected.answer().code(), rejected.answer().message());
            case Outcome.NotSent notSent -> onNotSent(notSent.reason());
            case Outcome.Unknown unknown -> onUnknown(unknown.reason());
        };
    }

    /** The advice for one of the codes in FiscalBox's documentation. */
    public static Advice onCode(@Nullable String code, @Nullable String message) {
        if (mentionsTime(message)) {
            return CHECK_CLOCK_OR_DATA;
        }
        if (code == null) {
            return REJECTED;
        }
        return switch (code) {
            case "7" -> CHECK_FIELDS;
            case "101" -> CHECK_PRINTER;
            case "102" -> MODULE_NOT_READY;
            case "103" -> FISCALBOX_FAULT;
            case "104" -> mentionsBilling(message) ? BILLING : CHECK_CLOCK_OR_DATA;
            case "105" -> mentionsReceipt(message) ? SCAN_RECEIPT_AGAIN : BILLING;
            case "106" -> PAYMENT_REFUSED;
            case "108" -> CHECK_HUMO;
            case "109" -> CHECK_UZCARD;
            case "303" -> ORDER_NOT_SAVED;
            case "333" -> SUBSCRIPTION;
            case "401" -> PRODUCT_CODE;
            case "402" -> PACKAGE_CODE;
            case "403" -> CHECK_SCAN2PAY;
            case "444" -> NOT_THIS_COMPUTER;
            case "1001" -> UZQR_LOGIN;
            case "3001", "4001" -> NO_SUCH_PAYMENT;
            default -> onModuleCode(code);
        };
    }

    /** Codes of the fiscal module. */
    private static Advice onModuleCode(String code) {
        return switch (code) {
            case "36871" -> SCAN_RECEIPT_AGAIN;
            case "36886" -> RECEIPT_MEMORY_FULL;
            case "36888" -> SET_THE_CLOCK;
            case "36889" -> OFFLINE_TOO_LONG;
            case "36897", "36916" -> SHIFT_TOO_LONG;
            case "36898" -> SHIFT_MEMORY_FULL;
            case "36907" -> SHIFT_EMPTY;
            case "36909" -> OPEN_SHIFT;
            case "36912" -> SHIFT_IS_OPEN;
            case "65531" -> RECEIPT_SUMS;
            case "65532" -> CHECK_FIELDS;
            case "65279" -> MODULE_LOCKED;
            case "65534" -> MODULE_MISSING;
            default -> REJECTED;
        };
    }

    private static boolean mentionsTime(@Nullable String message) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return text.contains("5 minut") || text.contains("5 минут") || text.contains("current_time");
    }

    private static boolean mentionsBilling(@Nullable String message) {
        return message != null && message.toUpperCase(Locale.ROOT).contains("BILLING");
    }

    private static boolean mentionsReceipt(@Nullable String message) {
        return message != null && message.contains("fiscal_receipt_url");
    }

    private static Advice onNotSent(Outcome.NotSentReason reason) {
        return switch (reason) {
            case CONNECTION_REFUSED -> START_FISCALBOX;
            case CONNECT_TIMEOUT, NO_ROUTE, COULD_NOT_SEND -> CHECK_NETWORK;
            case UNKNOWN_HOST, WRONG_ADDRESS -> CHECK_ADDRESS;
            case TLS_FAILED -> CHECK_CERTIFICATE;
            case ACCESS_DENIED -> CHECK_ACCESS;
            case TOO_MANY_REQUESTS -> WAIT;
            case NOT_ACCEPTED -> CHECK_ADDRESS;
        };
    }

    private static Advice onUnknown(Outcome.UnknownReason reason) {
        return switch (reason) {
            case NO_ANSWER_IN_TIME, CONNECTION_LOST, SERVER_ERROR, UPSTREAM_TIMEOUT, INTERRUPTED -> RETRY_SAME_RECEIPT;
            case REDIRECTED, NOT_AN_ANSWER, ANSWER_TOO_LARGE, PRACTICE_FISCALBOX -> NOT_FISCALBOX;
            case OTHER_TRANSACTION -> TELL_SERVICE_CENTRE;
        };
    }
}

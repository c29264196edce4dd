package uz.fiskaldesk.fiscalbox;

import uz.fiskaldesk.confirm.Outcome;

/** Where the cause of a failed attempt lies, so that a cashier knows whom to call. */
public enum Fault {
    /** At the till: the receipt, the settings, the clock, the printer or the shift. */
    SHOP("fault.shop"),
    /** FiscalBox, its fiscal module or its subscription. */
    FISCALBOX("fault.fiscalbox"),
    /** The bank or the payment provider. */
    PROVIDER("fault.provider"),
    NETWORK("fault.network");

    private final String key;

    Fault(String key) {
        this.key = key;
    }

    /** The key of the word in the language files. */
    public String key() {
        return key;
    }

    /** The likely cause of an outcome. A confirmation has none; the network is returned for it. */
    public static Fault of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed _ -> NETWORK;
            case Outcome.Rejected _ -> ofRejection(Advice.on(outcome));
            case Outcome.NotSent notSent ->
                switch (notSent.reason()) {
                    case UNKNOWN_HOST, WRONG_ADDRESS, COULD_NOT_SEND -> SHOP;
                    case CONNECTION_REFUSED, ACCESS_DENIED, TOO_MANY_REQUESTS, NOT_ACCEPTED -> FISCALBOX;
                    case NO_ROUTE, CONNECT_TIMEOUT, TLS_FAILED -> NETWORK;
                };
            case Outcome.Unknown unknown ->
                switch (unknown.reason()) {
                    case NO_ANSWER_IN_TIME, CONNECTION_LOST, REDIRECTED, NOT_AN_ANSWER -> NETWORK;
                    case SERVER_ERROR, ANSWER_TOO_LARGE, UPSTREAM_TIMEOUT, OTHER_TRANSACTION -> FISCALBOX;
                    case PRACTICE_FISCALBOX, INTERRUPTED -> SHOP;
                };
        };
    }

    private static Fault ofRejection(Advice advice) {
        return switch (advice) {
            case BILLING, PAYMENT_REFUSED, CHECK_HUMO, CHECK_UZCARD, CHECK_SCAN2PAY, UZQR_LOGIN, NO_SUCH_PAYMENT ->
                PROVIDER;
            case MODULE_NOT_READY,
                    FISCALBOX_FAULT,
                    SUBSCRIPTION,
                    NOT_THIS_COMPUTER,
                    RECEIPT_MEMORY_FULL,
                    SHIFT_MEMORY_FULL,
                    MODULE_LOCKED,
                    MODULE_MISSING,
                    REJECTED,
                    CHECK_ACCESS,
                    START_FISCALBOX,
                    TELL_SERVICE_CENTRE,
                    WAIT -> FISCALBOX;
            case CHECK_NETWORK, CHECK_CERTIFICATE, OFFLINE_TOO_LONG, NOT_FISCALBOX, RETRY_SAME_RECEIPT -> NETWORK;
            case NOTHING_TO_DO,
                    CHECK_FIELDS,
                    CHECK_PRINTER,
                    CHECK_CLOCK_OR_DATA,
                    ORDER_NOT_SAVED,
                    PRODUCT_CODE,
                    PACKAGE_CODE,
                    SCAN_RECEIPT_AGAIN,
                    SET_THE_CLOCK,
                    SHIFT_TOO_LONG,
                    SHIFT_EMPTY,
                    OPEN_SHIFT,
                    SHIFT_IS_OPEN,
                    RECEIPT_SUMS,
                    CHECK_ADDRESS -> SHOP;
        };
    }
}

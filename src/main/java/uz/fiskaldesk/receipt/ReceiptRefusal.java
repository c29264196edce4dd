package uz.fiskaldesk.receipt;

/** Why a text is not accepted as a receipt. Ordered: later constants imply that more of the text was understood. */
public enum ReceiptRefusal {
    EMPTY("empty"),
    TOO_LONG("too-long"),
    NO_LINK("no-link"),
    KEYBOARD_LAYOUT("keyboard-layout"),
    TWO_LINKS("two-links"),
    /** The printed text of a QR command is not complete. */
    TORN("torn"),
    SCHEME("scheme"),
    HOST("host"),
    PORT_OR_USER("port-or-user"),
    PATH("path"),
    TERMINAL_MISSING("missing-t"),
    NUMBER_MISSING("missing-r"),
    TIME_MISSING("missing-c"),
    SIGN_MISSING("missing-s"),
    TERMINAL_TWICE("repeated-t"),
    NUMBER_TWICE("repeated-r"),
    TIME_TWICE("repeated-c"),
    SIGN_TWICE("repeated-s"),
    /** A parameter that other programs would interpret as t, r, c or s. */
    HIDDEN_PARAMETER("hidden-parameter"),
    TERMINAL_BAD("bad-t"),
    NUMBER_BAD("bad-r"),
    TIME_BAD("bad-c"),
    SIGN_BAD("bad-s");

    private final String code;

    ReceiptRefusal(String code) {
        this.code = code;
    }

    /** The stable name in JSON. */
    public String code() {
        return code;
    }
}

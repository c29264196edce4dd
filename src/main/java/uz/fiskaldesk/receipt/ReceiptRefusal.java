package uz.fiskaldesk.receipt;

/** Why a text is not taken as a receipt. The later ones know more of what the text was meant to be. */
public enum ReceiptRefusal {
    EMPTY("empty"),
    TOO_LONG("too-long"),
    NO_LINK("no-link"),
    KEYBOARD_LAYOUT("keyboard-layout"),
    TWO_LINKS("two-links"),
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
    /** A parameter that another program would take for t, r, c or s. */
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

package uz.fiskaldesk.payment;

/** Whose QR the customer paid with. FiscalBox has siblings of Anor; each one is one more value here. */
public enum Provider {
    ANOR("anor");

    private final String code;

    Provider(String code) {
        this.code = code;
    }

    /** The name in files, in the ledger and on the command line. */
    public String code() {
        return code;
    }

    public static Provider ofCode(String code) {
        for (Provider provider : values()) {
            if (provider.code.equals(code)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("unknown provider: " + code);
    }
}

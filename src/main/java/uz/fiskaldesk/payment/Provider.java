package uz.fiskaldesk.payment;

/** The payment provider. FiscalBox has others besides Anor; each will be a constant here. */
public enum Provider {
    ANOR("anor");

    private final String code;

    Provider(String code) {
        this.code = code;
    }

    /** The stable name in files, in the ledger and on the command line. */
    public String code() {
        return code;
    }

    /** @throws IllegalArgumentException if there is no such provider */
    public static Provider ofCode(String code) {
        for (Provider provider : values()) {
            if (provider.code.equals(code)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("unknown provider: " + code);
    }
}

package uz.fiskaldesk.support;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The settings cannot be used; nothing was done with others in their place. */
public final class SettingsTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with them. */
    public enum Kind {
        /** The file cannot be read. */
        UNREADABLE("settings-trouble.unreadable"),
        /** It could be read and not understood, and was put aside. */
        NOT_UNDERSTOOD("settings-trouble.not-understood"),
        /** The address of FiscalBox in it is none. */
        API_URL("settings-trouble.api-url"),
        /** The address of the proxy in it is none. */
        PROXY_URL("settings-trouble.proxy-url"),
        /** The file with the proxy's password cannot be used. */
        PROXY_PASSWORD("settings-trouble.proxy-password"),
        /** The file with the password of the shared ledger cannot be used. */
        LEDGER_PASSWORD("settings-trouble.ledger-password");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    private final Kind kind;
    private final Path file;
    private final String detail;
    private final @Nullable Path keptAs;

    /**
     * @param detail what exactly is wrong, for the sentence
     * @param keptAs where a file that was not understood lies now
     */
    public SettingsTrouble(Kind kind, Path file, String detail, @Nullable Path keptAs) {
        super(kind + ": " + file + ": " + detail);
        this.kind = kind;
        this.file = file;
        this.detail = detail;
        this.keptAs = keptAs;
    }

    public SettingsTrouble(Kind kind, Path file, String detail) {
        this(kind, file, detail, null);
    }

    /** One sentence. */
    public String sentence(Texts texts) {
        return texts.get(kind.key, file, detail, keptAs == null ? "" : keptAs.toString());
    }
}

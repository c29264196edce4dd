package uz.fiskaldesk.support;

import java.nio.file.Path;
import java.util.List;

/** The settings cannot be used. The file was left as it is, and nothing was done with other settings in their place. */
public final class SettingsTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with them. */
    public enum Kind {
        /** The file cannot be read: why. */
        UNREADABLE("settings-trouble.unreadable"),
        /** It is not saved as UTF-8: line and column of the first byte that is not. */
        NOT_UTF8("settings-trouble.not-utf8"),
        /** It is not JSON: line and column of the first place that is not. */
        NOT_JSON("settings-trouble.not-json"),
        /** It has a key twice: line and column. */
        TWICE("settings-trouble.twice"),
        /** It has a value that is not allowed: line, column, key, and what was expected. */
        WRONG_VALUE("settings-trouble.wrong-value"),
        /** It is gone, and the ledger that it named is not the default: where its last good copy is. */
        GONE("settings-trouble.gone"),
        /** The file with the proxy's password cannot be used: why. */
        PROXY_PASSWORD("settings-trouble.proxy-password"),
        /** The file with the password of the shared ledger cannot be used: why. */
        LEDGER_PASSWORD("settings-trouble.ledger-password");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    private final Kind kind;
    private final Path file;
    private final transient List<Object> details;

    /** @param details what the sentence of this kind has places for, after the file */
    public SettingsTrouble(Kind kind, Path file, Object... details) {
        super(kind + ": " + file + ": " + List.of(details));
        this.kind = kind;
        this.file = file;
        this.details = List.of(details);
    }

    /** The file that has to be mended. */
    public Path file() {
        return file;
    }

    /** Whether the settings file itself is at fault, so that an earlier state of it may help. */
    public boolean isInSettingsFile() {
        return kind != Kind.PROXY_PASSWORD && kind != Kind.LEDGER_PASSWORD;
    }

    /** One sentence, and what to do. */
    public String sentence(Texts texts) {
        Object[] places = new Object[details.size() + 1];
        places[0] = file;
        for (int i = 0; i < details.size(); i++) {
            places[i + 1] = details.get(i) instanceof WrongValueException.Expected expected
                    ? expected.in(texts)
                    : details.get(i);
        }
        return texts.get(kind.key, places);
    }
}

package uz.fiskaldesk.support;

import java.nio.file.Path;
import java.util.List;

/** The settings cannot be used. The file was left unchanged, and no other settings were used in its place. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the settings. */
    public enum Kind {
        /** The file cannot be read. Detail: the reason. */
        UNREADABLE("settings-trouble.unreadable"),
        /** The file is not valid UTF-8. Details: line and column of the first invalid byte. */
        NOT_UTF8("settings-trouble.not-utf8"),
        /** The file is not valid JSON. Details: line and column of the error. */
        NOT_JSON("settings-trouble.not-json"),
        /** A key occurs twice. Details: line and column. */
        TWICE("settings-trouble.twice"),
        /** A value is not allowed. Details: line, column, key and what was expected. */
        WRONG_VALUE("settings-trouble.wrong-value"),
        /** The file is missing although it last named a ledger or FiscalBox other than the default. Detail: its last good copy. */
        GONE("settings-trouble.gone"),
        /** The file with the proxy's password cannot be used. Detail: the reason. */
        PROXY_PASSWORD("settings-trouble.proxy-password"),
        /** The file with the password of the shared ledger cannot be used. Detail: the reason. */
        LEDGER_PASSWORD("settings-trouble.ledger-password");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    private final Kind kind;
    private final Path file;
    private final transient List<Object> details;

    /** @param details the values of the message's placeholders after the file */
    public SettingsException(Kind kind, Path file, Object... details) {
        super(kind + ": " + file + ": " + List.of(details));
        this.kind = kind;
        this.file = file;
        this.details = List.of(details);
    }

    /** The file that has to be corrected. */
    public Path file() {
        return file;
    }

    /** Whether the settings file itself is at fault, so that an earlier copy of it may help. */
    public boolean isInSettingsFile() {
        return kind != Kind.PROXY_PASSWORD && kind != Kind.LEDGER_PASSWORD;
    }

    /** Returns one sentence for the user, with what to do next. */
    public String sentence(Translations texts) {
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

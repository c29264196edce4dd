package uz.fiskaldesk.support;

import java.util.List;

/** Thrown when a setting has a value that is not allowed. */
public final class WrongValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient Expected expected;

    /** What was expected: a key of the language files and the values of its placeholders. */
    record Expected(String textKey, List<Object> values) {
        Expected(String textKey, Object... values) {
            this(textKey, List.of(values));
        }

        String in(Translations texts) {
            return texts.get(textKey, values.toArray());
        }
    }

    WrongValueException(String key, Expected expected) {
        super(key + ": " + expected);
        this.key = key;
        this.expected = expected;
    }

    /**
     * Checks a value.
     *
     * @param key the setting's key within its record; empty if the value is not part of a record
     * @param textKey the text that describes the expected value; it completes "… must be …"
     */
    public static void require(boolean holds, String key, String textKey, Object... values) {
        if (!holds) {
            throw new WrongValueException(key, new Expected(textKey, values));
        }
    }

    String key() {
        return key;
    }

    Expected expected() {
        return expected;
    }
}

package uz.fiskaldesk.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The user interface texts of one language. A text may contain the placeholders {@code {0}} to {@code {9}}.
 * {@link java.text.MessageFormat} is not used because it treats apostrophes as quotes, and Uzbek has many.
 */
public final class Translations {
    private final Language language;
    private final Properties texts;

    private Translations(Language language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    /** Loads a language's texts from the class path. */
    public static Translations in(Language language) {
        String name = "texts_" + language.tag() + ".properties";
        Properties texts = new Properties();
        try (InputStream file = Translations.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("Missing language file " + name);
            }
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Translations(language, texts);
    }

    public Language language() {
        return language;
    }

    /** Returns the texts of a language: these, or others from the class path, which takes milliseconds. */
    public Translations to(Language other) {
        return other == language ? this : in(other);
    }

    /**
     * Returns the text of a key; the key itself if there is none, so that a missing text is visible and stops nothing.
     */
    public String get(String key) {
        return texts.getProperty(key, key);
    }

    /** Returns the text of a key with its placeholders replaced; credentials in URLs are masked. */
    public String get(String key, Object... values) {
        String pattern = get(key);
        StringBuilder text = new StringBuilder(pattern.length() + 32);
        int from = 0;
        for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', open + 1)) {
            int place = open + 2 < pattern.length() && pattern.charAt(open + 2) == '}'
                    ? pattern.charAt(open + 1) - '0'
                    : -1;
            if (place >= 0 && place < values.length) {
                text.append(pattern, from, open).append(Masking.secrets(String.valueOf(values[place])));
                from = open + 3;
            }
        }
        return text.append(pattern, from, pattern.length()).toString();
    }
}

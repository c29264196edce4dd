package uz.fiskaldesk.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The program's texts in one language. A text may have places {@code {0}}, {@code {1}}; nothing else in it is special,
 * for Uzbek is full of apostrophes that a message format would eat.
 */
public final class Texts {
    private final Language language;
    private final Properties texts;

    private Texts(Language language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    /** Loads the language file that is part of the program. */
    public static Texts in(Language language) {
        String name = "texts_" + language.tag() + ".properties";
        Properties texts = new Properties();
        try (InputStream file = Texts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("missing language file " + name);
            }
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Texts(language, texts);
    }

    public Language language() {
        return language;
    }

    /** The text of this key; the key itself where there is none, so that a slip shows and stops nobody. */
    public String get(String key) {
        return texts.getProperty(key, key);
    }

    /** The text of this key with its places filled; passwords in addresses are not shown to anybody. */
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

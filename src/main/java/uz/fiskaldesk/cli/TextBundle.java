package uz.fiskaldesk.cli;

import java.util.Collections;
import java.util.Enumeration;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.support.Translations;

/** Adapts a language file to picocli, for {@code ${bundle:…}} in descriptions. */
final class TextBundle extends ResourceBundle {
    private static final String PREFIX = "cli.help.";

    private final Translations texts;

    TextBundle(Translations texts) {
        this.texts = texts;
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return key.startsWith(PREFIX) ? texts.get(key) : null;
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.emptyEnumeration();
    }
}

package uz.fiskaldesk.support;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** The languages of the user interface. */
public enum Language {
    UZBEK("uz", "UZ", "Oʻzbekcha"),
    UZBEK_CYRILLIC("uz-Cyrl", "ЎЗ", "Ўзбекча"),
    RUSSIAN("ru", "RU", "Русский"),
    ENGLISH("en", "EN", "English");

    private final String tag;
    private final String label;
    private final String ownName;

    Language(String tag, String label, String ownName) {
        this.tag = tag;
        this.label = label;
        this.ownName = ownName;
    }

    /** The BCP 47 tag, used on the command line and in the settings file. */
    @JsonValue
    public String tag() {
        return tag;
    }

    /** Two letters for the language button. */
    public String label() {
        return label;
    }

    /** The language's name in the language itself. */
    public String ownName() {
        return ownName;
    }

    public static Optional<Language> ofTag(String tag) {
        for (Language language : values()) {
            if (language.tag.equalsIgnoreCase(tag)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** Returns the supported language closest to a system locale; Uzbek if none matches. */
    public static Language closestTo(Locale locale) {
        return switch (locale.getLanguage()) {
            case "ru" -> RUSSIAN;
            case "en" -> ENGLISH;
            case "uz" -> "Cyrl".equals(locale.getScript()) ? UZBEK_CYRILLIC : UZBEK;
            default -> UZBEK;
        };
    }
}

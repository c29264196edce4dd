package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {
    @ParameterizedTest
    @EnumSource(Language.class)
    void tagsIgnoreCase(Language language) {
        assertThat(Language.ofTag(language.tag())).contains(language);
        assertThat(Language.ofTag(language.tag().toUpperCase(Locale.ROOT))).contains(language);
        assertThat(Language.closestTo(Locale.forLanguageTag(language.tag()))).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de", "uz-Latn-UZ", "russian"})
    void unknownTagsHaveNoLanguage(String tag) {
        assertThat(Language.ofTag(tag)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "uz-UZ, UZBEK",
        "uz-Latn-UZ, UZBEK",
        "uz-Cyrl-UZ, UZBEK_CYRILLIC",
        "ru-UZ, RUSSIAN",
        "ru-RU, RUSSIAN",
        "en-GB, ENGLISH",
        "kk-KZ, UZBEK",
        "de, UZBEK",
        "und, UZBEK"
    })
    void matchesTheSystemLocale(String system, Language language) {
        assertThat(Language.closestTo(Locale.forLanguageTag(system))).isEqualTo(language);
    }

    @Test
    void everyLanguageHasItsOwnName() {
        assertThat(Arrays.stream(Language.values()).map(Language::ownName)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Language.values()).map(Language::label))
                .doesNotHaveDuplicates()
                .allSatisfy(label -> assertThat(label).hasSize(2));
    }
}

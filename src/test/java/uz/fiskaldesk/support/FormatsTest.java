package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests run in another time zone than Tashkent's, so that use of the default zone is detected. */
class FormatsTest {
    private static final Instant MOMENT = Instant.parse("2026-11-23T20:02:11.987Z");

    @Test
    void showTashkentTime() {
        assertThat(Formats.dateTime(MOMENT)).isEqualTo("24.11.2026 01:02:11");
        assertThat(Formats.time(MOMENT)).isEqualTo("01:02");
        assertThat(Formats.timeWithSeconds(MOMENT)).isEqualTo("01:02:11");
        assertThat(Formats.day(MOMENT)).isEqualTo("24.11");
    }

    @Test
    void daysBeginAtMidnightInTashkent() {
        Instant midnight = Instant.parse("2026-11-23T19:00:00Z");
        assertThat(Formats.startOfDay(MOMENT)).isEqualTo(midnight);
        assertThat(Formats.startOfDay(midnight)).isEqualTo(midnight);
        assertThat(Formats.sameDay(MOMENT, midnight)).isTrue();
        assertThat(Formats.sameDay(MOMENT, midnight.minusNanos(1))).isFalse();
        assertThat(Formats.sameDay(MOMENT, midnight.plusSeconds(86_400))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, span.seconds 0",
        "PT59.9S, span.seconds 59",
        "-PT40S, span.seconds 40",
        "PT1M, span.minutes 1",
        "PT59M59S, span.minutes 59",
        "PT1H, span.hours 1",
        "PT3H20M, span.hours-minutes 3 20",
        "PT24H, span.days 1",
        "PT24H59M, span.days 1",
        "PT52H, span.days-hours 2 4",
        "-PT52H, span.days-hours 2 4"
    })
    void durationsShowTheirTwoLargestUnits(Duration span, String words) {
        List<String> keyAndNumbers = List.of(words.split(" ", -1));
        Object[] numbers = keyAndNumbers.subList(1, keyAndNumbers.size()).toArray();
        for (Language language : Language.values()) {
            Translations texts = Translations.in(language);
            assertThat(Formats.duration(span, texts)).isEqualTo(texts.get(keyAndNumbers.getFirst(), numbers));
        }
    }

    @Test
    void durationsAreReadable() {
        Translations english = Translations.in(Language.ENGLISH);
        assertThat(Formats.duration(Duration.ofMinutes(200), english))
                .contains("3", "20")
                .doesNotContain("{", "span.");
    }
}

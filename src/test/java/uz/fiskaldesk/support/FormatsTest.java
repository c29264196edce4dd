package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The tests run with another time zone than Tashkent's, so a slip into the machine's own shows. */
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
    void aDayBeginsAtMidnightInTashkent() {
        Instant midnight = Instant.parse("2026-11-23T19:00:00Z");
        assertThat(Formats.startOfDay(MOMENT)).isEqualTo(midnight);
        assertThat(Formats.startOfDay(midnight)).isEqualTo(midnight);
        assertThat(Formats.sameDay(MOMENT, midnight)).isTrue();
        assertThat(Formats.sameDay(MOMENT, midnight.minusNanos(1))).isFalse();
        assertThat(Formats.sameDay(MOMENT, midnight.plusSeconds(86_400))).isFalse();
    }
}

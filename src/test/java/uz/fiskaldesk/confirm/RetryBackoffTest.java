package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The delay before a payment that was not sent is retried. */
class RetryBackoffTest {
    private static final double JITTER = 0.2;

    private static RetryBackoff schedule(long seed) {
        return new RetryBackoff(new Random(seed));
    }

    @Property
    void isBetweenFourSecondsAndSixMinutes(@ForAll long seed, @ForAll @IntRange(min = 1) int failures) {
        assertThat(schedule(seed).delay(failures, null)).isBetween(Duration.ofSeconds(4), Duration.ofMinutes(6));
    }

    @Property
    void doublesWithEachFailureUpToTheMaximum(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int failures) {
        long doubled = Duration.ofSeconds(5).toMillis() << Math.min(failures - 1, 10);
        long middle = Math.min(doubled, Duration.ofMinutes(5).toMillis());

        long delay = schedule(seed).delay(failures, null).toMillis();

        assertThat((double) delay).isBetween(middle * (1 - JITTER) - 1, middle * (1 + JITTER) + 1);
    }

    @Property
    void isNeverShorterThanRetryAfterUpToAnHour(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int failures,
            @ForAll @LongRange(min = 0, max = 1_000_000) long asked) {
        Duration delay = schedule(seed).delay(failures, Duration.ofSeconds(asked));

        assertThat(delay).isGreaterThanOrEqualTo(Duration.ofSeconds(Math.min(asked, 3600)));
        assertThat(delay).isLessThanOrEqualTo(Duration.ofHours(1).plusSeconds(6));
    }

    @Property
    void ignoresARetryAfterOfZero(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int failures) {
        assertThat(schedule(seed).delay(failures, Duration.ZERO))
                .isEqualTo(schedule(seed).delay(failures, null));
    }

    @Test
    void spreadsPaymentsThatFailedTogether() {
        RetryBackoff schedule = schedule(1);
        Set<Duration> plain = new HashSet<>();
        Set<Duration> asked = new HashSet<>();
        for (int payment = 0; payment < 100; payment++) {
            plain.add(schedule.delay(1, null));
            asked.add(schedule.delay(1, Duration.ofSeconds(30)));
        }

        assertThat(plain).hasSizeGreaterThan(80);
        assertThat(asked).hasSizeGreaterThan(80);
    }
}

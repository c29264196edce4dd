package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Connection.Way;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/** When FiscalBox is asked whether it is there, and what may be sent by itself. */
class ConnectionTest {
    private static final TillInfo UP = new TillInfo.Up("UZ170703100597", null);
    private static final TillInfo DOWN = new TillInfo.Down(Samples.notSent());

    private final Connection connection = new Connection(new RetrySchedule(new Random(1)));
    private Instant now = Samples.NOON;

    private void open() {
        connection.heard(Samples.confirmed(), now);
    }

    private void isAsked(TillInfo answer) {
        assertThat(connection.isToBeAsked(now)).isTrue();
        connection.answered(answer, now);
    }

    @Test
    void atTheStartNothingGoesBeforeFiscalBoxHasSaidThatItIsThere() {
        assertThat(connection.way()).isEqualTo(Way.SHUT);

        isAsked(UP);

        assertThat(connection.way()).isEqualTo(Way.ONE);
        open();
        assertThat(connection.way()).isEqualTo(Way.OPEN);
    }

    @Test
    void oneQuestionIsUnderWayAtATime() {
        assertThat(connection.isToBeAsked(now)).isTrue();
        assertThat(connection.isToBeAsked(now.plusSeconds(3600))).isFalse();
    }

    @Test
    void itIsAskedAtOnceAndThenEverMoreRarelyButWithinTwentySeconds() {
        open();
        connection.heard(Samples.notSent(), now);

        List<Duration> pauses = new ArrayList<>();
        Instant last = now;
        while (pauses.size() < 12) {
            if (connection.isToBeAsked(now)) {
                connection.answered(DOWN, now);
                pauses.add(Duration.between(last, now));
                last = now;
            }
            now = now.plusMillis(100);
        }

        assertThat(pauses.getFirst()).isZero();
        assertThat(pauses.get(1)).isLessThan(Duration.ofMillis(1_500));
        assertThat(pauses.subList(6, 12)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(10)) > 0);
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(20)) < 0);
        assertThat(connection.way()).isEqualTo(Way.SHUT);
    }

    @Test
    void aFiscalBoxThatCannotWorkIsNotThere() {
        isAsked(new TillInfo.Trouble(new Answer(200, "102", null)));

        assertThat(connection.way()).isEqualTo(Way.SHUT);
    }

    @Test
    void everyDoubtShutsTheWayUntilItIsAsked() {
        for (Outcome doubt : List.of(Samples.notSent(), Samples.unknown())) {
            open();
            connection.heard(doubt, now);
            assertThat(connection.way()).isEqualTo(Way.SHUT);
            now = now.plusSeconds(60);
            isAsked(UP);
            assertThat(connection.way()).isEqualTo(Way.ONE);
        }
    }

    @Test
    void aFiscalBoxThatIsThereAndBrokenIsTriedEverMoreRarely() {
        open();
        List<Duration> pauses = new ArrayList<>();
        Instant last = now;
        while (pauses.size() < 9) {
            if (connection.isToBeAsked(now)) {
                connection.answered(UP, now);
            }
            if (connection.way() != Way.SHUT) {
                pauses.add(Duration.between(last, now));
                last = now;
                connection.heard(Samples.unknown(), now);
            }
            now = now.plusMillis(500);
        }

        assertThat(pauses.subList(0, 3)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(7)) < 0);
        assertThat(pauses.getLast()).isGreaterThan(Duration.ofMinutes(3));
    }

    @Test
    void severalThatFailBesideEachOtherCountAsOne() {
        open();
        for (int i = 0; i < 4; i++) {
            connection.heard(Samples.notSent(), now);
        }

        isAsked(UP);
    }

    @Test
    void whoAsksToBeLeftAloneIsLeftAlone() {
        open();
        connection.heard(
                new Outcome.NotSent(NotSentReason.TOO_MANY_REQUESTS, Answer.NONE, Duration.ofMinutes(10)), now);

        for (int minute = 0; minute < 10; minute++) {
            Instant then = now.plus(Duration.ofMinutes(minute));
            assertThat(connection.isToBeAsked(then)).isFalse();
            assertThat(connection.isToBeTriedAnyway(then)).isFalse();
        }
        now = now.plus(Duration.ofMinutes(10)).plusSeconds(6);
        isAsked(UP);
    }

    @Test
    void whereItSaysNothingOfItselfOnePaymentIsTriedEveryMinute() {
        open();
        connection.heard(Samples.notSent(), now);
        isAsked(DOWN);

        List<Integer> tried = new ArrayList<>();
        for (int second = 0; second < 200; second++) {
            if (connection.isToBeTriedAnyway(now.plusSeconds(second))) {
                tried.add(second);
            }
        }

        assertThat(tried).containsExactly(60, 120, 180);
        open();
        assertThat(connection.way()).isEqualTo(Way.OPEN);
    }

    @Test
    void thatItHasComeBackIsSaidOnce() {
        assertThat(connection.hasComeBack()).isFalse();
        isAsked(UP);
        open();
        assertThat(connection.hasComeBack()).isTrue();
        assertThat(connection.hasComeBack()).isFalse();

        connection.heard(Samples.notSent(), now);
        assertThat(connection.hasComeBack()).isFalse();
        open();
        assertThat(connection.hasComeBack()).isTrue();
    }
}

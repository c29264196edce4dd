package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.CircuitBreaker.State;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/** When FiscalBox is probed, and when payments are retried automatically. */
class CircuitBreakerTest {
    private static final TillInfo UP = new TillInfo.Up("UZ170703100597", null);
    private static final TillInfo DOWN = new TillInfo.Down(Samples.notSent());

    private final CircuitBreaker circuit = new CircuitBreaker(new RetryBackoff(new Random(1)));
    private Instant now = Samples.NOON;

    private void close() {
        circuit.attempted(Samples.confirmed(), now);
    }

    private void probe(TillInfo answer) {
        assertThat(circuit.startProbe(now)).isTrue();
        circuit.probed(answer, now);
    }

    @Test
    void isOpenInitiallyAndClosesAfterAProbeAndAnAnswer() {
        assertThat(circuit.state()).isEqualTo(State.OPEN);

        probe(UP);

        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        close();
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void allowsOneProbeAtATime() {
        assertThat(circuit.startProbe(now)).isTrue();
        assertThat(circuit.startProbe(now.plusSeconds(3600))).isFalse();
    }

    @Test
    void probesImmediatelyAndThenWithBackoffOfAtMostTwentySeconds() {
        close();
        circuit.attempted(Samples.notSent(), now);

        List<Duration> pauses = new ArrayList<>();
        Instant last = now;
        while (pauses.size() < 12) {
            if (circuit.startProbe(now)) {
                circuit.probed(DOWN, now);
                pauses.add(Duration.between(last, now));
                last = now;
            }
            now = now.plusMillis(100);
        }

        assertThat(pauses.getFirst()).isZero();
        assertThat(pauses.get(1)).isLessThan(Duration.ofMillis(1_500));
        assertThat(pauses.subList(6, 12)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(10)) > 0);
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(20)) < 0);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void staysOpenWhenTheProbeReportsTrouble() {
        probe(new TillInfo.Trouble(new Answer(200, "102", null)));

        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void opensOnEveryIndefiniteOutcomeUntilAProbeSucceeds() {
        for (Outcome outcome : List.of(Samples.notSent(), Samples.unknown())) {
            close();
            circuit.attempted(outcome, now);
            assertThat(circuit.state()).isEqualTo(State.OPEN);
            now = now.plusSeconds(60);
            probe(UP);
            assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        }
    }

    @Test
    void backsOffFromAFiscalBoxThatAnswersProbesButFails() {
        close();
        List<Duration> pauses = new ArrayList<>();
        Instant last = now;
        while (pauses.size() < 9) {
            if (circuit.startProbe(now)) {
                circuit.probed(UP, now);
            }
            if (circuit.state() != State.OPEN) {
                pauses.add(Duration.between(last, now));
                last = now;
                circuit.attempted(Samples.unknown(), now);
            }
            now = now.plusMillis(500);
        }

        assertThat(pauses.subList(0, 3)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(7)) < 0);
        assertThat(pauses.getLast()).isGreaterThan(Duration.ofMinutes(3));
    }

    @Test
    void countsConcurrentFailuresOnce() {
        close();
        for (int i = 0; i < 4; i++) {
            circuit.attempted(Samples.notSent(), now);
        }

        probe(UP);
    }

    @Test
    void honoursRetryAfter() {
        close();
        circuit.attempted(
                new Outcome.NotSent(NotSentReason.TOO_MANY_REQUESTS, Answer.NONE, Duration.ofMinutes(10)), now);

        for (int minute = 0; minute < 10; minute++) {
            Instant then = now.plus(Duration.ofMinutes(minute));
            assertThat(circuit.startProbe(then)).isFalse();
            assertThat(circuit.startTrial(then)).isFalse();
        }
        now = now.plus(Duration.ofMinutes(10)).plusSeconds(6);
        probe(UP);
    }

    @Test
    void startsATrialEveryMinuteWhileProbesFail() {
        close();
        circuit.attempted(Samples.notSent(), now);
        probe(DOWN);

        List<Integer> trials = new ArrayList<>();
        for (int second = 0; second < 200; second++) {
            if (circuit.startTrial(now.plusSeconds(second))) {
                trials.add(second);
            }
        }

        assertThat(trials).containsExactly(60, 120, 180);
        close();
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void reportsARecoveryOnce() {
        assertThat(circuit.takeRecovered()).isFalse();
        probe(UP);
        close();
        assertThat(circuit.takeRecovered()).isTrue();
        assertThat(circuit.takeRecovered()).isFalse();

        circuit.attempted(Samples.notSent(), now);
        assertThat(circuit.takeRecovered()).isFalse();
        close();
        assertThat(circuit.takeRecovered()).isTrue();
    }
}

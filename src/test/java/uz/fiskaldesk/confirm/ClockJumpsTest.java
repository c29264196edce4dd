package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Attached;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * The clock is set forwards or backwards, and possibly back again, at any step of the workflow. The payment is still
 * retried exactly once, within the longest delay.
 */
@Timeout(120)
class ClockJumpsTest {
    /** When the clock jumps. */
    enum Step {
        ADDED,
        ATTACHED,
        IN_FLIGHT,
        NOT_SENT,
        WAITING
    }

    record Case(Step step, Duration jump, boolean andBack, NotSentReason reason) {}

    private static final Duration STEP = Duration.ofSeconds(20);

    /** Creating a ledger takes longer than a case. */
    @TempDir
    private static Path emptyLedger;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private boolean jumped;
    private boolean back;

    @BeforeAll
    static void createEmptyLedger() {
        SqliteLedger.open(SqliteLedger.urlOf(emptyLedger.resolve("ledger.db")), Instant.EPOCH)
                .close();
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Step step : Step.values()) {
            for (Duration jump : List.of(
                    Duration.ofDays(7300), Duration.ofDays(-7300), Duration.ofHours(30), Duration.ofHours(-30))) {
                for (boolean back : new boolean[] {false, true}) {
                    for (NotSentReason reason :
                            List.of(NotSentReason.TOO_MANY_REQUESTS, NotSentReason.CONNECTION_REFUSED)) {
                        cases.add(new Case(step, jump, back, reason));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRetriedInTime(Case now) throws IOException {
        Files.copy(emptyLedger.resolve("ledger.db"), folder.resolve("ledger.db"));
        ScriptedFiscalBox fiscalBox = new ScriptedFiscalBox();
        try (Ledger ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant())) {
            ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                    ledger,
                    fiscalBox,
                    new RetryBackoff(RandomGenerator.of("L64X128MixRandom")),
                    new Operator("till 3", "Dilnoza", clock));
            fiscalBox.then(() -> {
                at(Step.IN_FLIGHT, now);
                Duration asked = now.reason() == NotSentReason.TOO_MANY_REQUESTS ? Duration.ofMinutes(2) : null;
                return new Outcome.NotSent(now.reason(), Answer.NONE, asked);
            });
            fiscalBox.then(Samples.confirmed());
            ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
            at(Step.ADDED, now);
            Attached.Done ready = (Attached.Done)
                    confirmation.attach(stored(ledger), Samples.receipt(1), ConfirmationWorkflow.Consent.NONE);
            at(Step.ATTACHED, now);
            confirmation.send(ready.entry());
            at(Step.NOT_SENT, now);
            try (Sender sender = new Sender(confirmation, ledger, clock, new NoListener())) {
                sender.tick();
                at(Step.WAITING, now);
                Duration waited = Duration.ZERO;
                while (stored(ledger).state() != PaymentState.CONFIRMED) {
                    assertThat(waited).isLessThan(RetryBackoff.FURTHEST.multipliedBy(2));
                    clock.tick(STEP);
                    waited = waited.plus(STEP);
                    sender.tick();
                    // Gives the sender's threads time to keep up with the clock, which runs a thousand times too fast.
                    LockSupport.parkNanos(5_000_000);
                }
            }
            assertThat(fiscalBox.asked()).hasSize(2);
        }
    }

    private void at(Step step, Case now) {
        if (step == now.step()) {
            clock.tick(now.jump());
            jumped = true;
        } else if (now.andBack() && jumped && !back) {
            clock.tick(now.jump().negated());
            back = true;
        }
    }

    private static LedgerEntry stored(Ledger ledger) {
        return ledger.find(Samples.id(1)).orElseThrow();
    }

    private static final class NoListener implements Sender.Listener {
        @Override
        public void sent(ConfirmationWorkflow.Sent result) {}

        @Override
        public void failed(TransactionId id, LedgerException trouble) {}
    }
}

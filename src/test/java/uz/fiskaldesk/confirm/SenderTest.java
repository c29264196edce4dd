package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** Concurrent sending and automatic retries. */
@NullUnmarked
class SenderTest {
    private static final int TIMEOUT_SECONDS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(TIMEOUT_SECONDS);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final ScriptedFiscalBox fiscalBox = new ScriptedFiscalBox();
    private final Notifications notifications = new Notifications();
    private Ledger ledger;
    private UnwritableLedger unwritable;
    private Sender sender;

    /** Records the notifications in order. */
    private static final class Notifications implements Sender.Listener {
        private final BlockingQueue<ConfirmationWorkflow.Sent> sent = new LinkedBlockingQueue<>();
        private final BlockingQueue<TransactionId> failed = new LinkedBlockingQueue<>();

        @Override
        public void sent(ConfirmationWorkflow.Sent result) {
            sent.add(result);
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            failed.add(id);
        }

        LedgerEntry nextSent() throws InterruptedException {
            ConfirmationWorkflow.Sent result = sent.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(result).isInstanceOf(ConfirmationWorkflow.Sent.Done.class);
            return ((ConfirmationWorkflow.Sent.Done) result).entry();
        }
    }

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant());
        unwritable = new UnwritableLedger(ledger);
        Operator operator = new Operator("Kassa 1", "Nodira", clock);
        ConfirmationWorkflow confirmation =
                new ConfirmationWorkflow(unwritable.asLedger(), fiscalBox, new RetryBackoff(new Random(1)), operator);
        sender = new Sender(confirmation, ledger, clock, notifications);
    }

    @AfterEach
    void close() {
        sender.close();
        ledger.close();
    }

    private LedgerEntry ready(int number) {
        return ((Ledger.Addition.Added)
                        ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED)))
                .entry();
    }

    private LedgerEntry current(int number) {
        return ledger.find(Samples.id(number)).orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void notifiesTheListenerOfTheResult() throws Exception {
        fiscalBox.then(Samples.confirmed());

        assertThat(sender.send(ready(1))).isTrue();

        assertThat(notifications.nextSent()).isEqualTo(current(1));
        assertThat(current(1).state()).isEqualTo(PaymentState.CONFIRMED);
    }

    @Test
    void aHangingPaymentDoesNotDelayOthers() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        fiscalBox.then(() -> {
            begun.countDown();
            await(stuck);
            return Samples.unknown();
        });
        sender.send(ready(1));
        await(begun);

        for (int number = 2; number <= 10; number++) {
            fiscalBox.then(Samples.confirmed());
            sender.send(ready(number));
            assertThat(Samples.number(notifications.nextSent())).isEqualTo(number);
        }
        assertThat(sender.inFlightCount()).isOne();

        stuck.countDown();
        assertThat(Samples.number(notifications.nextSent())).isOne();
        assertThat(sender.close(TIMEOUT)).isTrue();
        assertThat(sender.inFlightCount()).isZero();
    }

    @Test
    void sendsAtMostFourConcurrently() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        List<LedgerEntry> entries = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            entries.add(ready(number));
            fiscalBox.then(() -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                four.countDown();
                await(four);
                atOnce.decrementAndGet();
                return Samples.confirmed();
            });
        }

        entries.forEach(sender::send);
        for (int number = 1; number <= 12; number++) {
            notifications.nextSent();
        }

        assertThat(most).hasValue(4);
    }

    @Test
    void doesNotSendAPaymentInFlightAgain() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        fiscalBox.then(() -> {
            await(answer);
            return Samples.confirmed();
        });
        LedgerEntry entry = ready(1);

        assertThat(sender.send(entry)).isTrue();
        assertThat(sender.send(entry)).isFalse();
        answer.countDown();
        notifications.nextSent();

        assertThat(sender.close(TIMEOUT)).isTrue();
        assertThat(fiscalBox.asked()).hasSize(1);
    }

    @Test
    void retriesExactlyWhatIsDue() throws Exception {
        fiscalBox.then(new Outcome.NotSent(Outcome.NotSentReason.WRONG_ADDRESS, Answer.NONE, null));
        sender.send(ready(1));
        LedgerEntry waiting = notifications.nextSent();
        fiscalBox.then(Samples.unknown());
        sender.send(ready(2));
        notifications.nextSent();

        sender.tick();
        clock.tick(Duration.between(clock.instant(), waiting.nextTryAt()).minusMillis(1));
        sender.tick();
        assertThat(fiscalBox.asked()).hasSize(2);

        clock.tick(Duration.ofMillis(1));
        fiscalBox.then(Samples.confirmed());
        sender.tick();

        assertThat(Samples.number(notifications.nextSent())).isOne();
        assertThat(current(1).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(current(2).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(fiscalBox.asked()).hasSize(3);
    }

    /** Something about the oldest payment makes every change of it fail. */
    @Test
    void aPaymentThatAlwaysFailsHoldsUpNoOther() throws Exception {
        LedgerEntry oldest = ready(2);
        LedgerEntry other = ready(1);
        for (LedgerEntry entry : List.of(oldest, other)) {
            fiscalBox.then(Samples.notSent());
            sender.send(entry);
            assertThat(notifications.nextSent().nextTryAt()).isNotNull();
        }
        LedgerEntry first = ledger.due(clock.instant().plusSeconds(60), 1).getFirst();
        unwritable.refuse("claim", first.transactionId());
        fiscalBox.then(Samples.confirmed());
        clock.tick(Duration.ofSeconds(60));
        sender.tick();
        assertThat(notifications.failed.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(first.transactionId());

        LedgerEntry sent = null;
        for (int tick = 0; tick < 1_000 && sent == null; tick++) {
            sender.tick();
            ConfirmationWorkflow.Sent result = notifications.sent.poll(20, TimeUnit.MILLISECONDS);
            sent = result instanceof ConfirmationWorkflow.Sent.Done done ? done.entry() : null;
        }

        assertThat(sent).isNotNull();
        assertThat(sent.transactionId()).isNotEqualTo(first.transactionId());
        assertThat(sent.state()).isEqualTo(PaymentState.CONFIRMED);
    }

    @Test
    void backsOffWithEachFailure() throws Exception {
        fiscalBox.then(Samples.notSent());
        sender.send(ready(1));
        LedgerEntry waiting = notifications.nextSent();
        List<Duration> waits = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            Duration wait = Duration.between(waiting.lastOutcomeAt(), waiting.nextTryAt());
            waits.add(wait);
            clock.tick(wait);
            fiscalBox.then(Samples.notSent());
            while (notifications.sent.isEmpty()) {
                // FiscalBox is probed first, with a backoff.
                sender.tick();
                clock.tick(Duration.ofMillis(10));
            }
            waiting = notifications.nextSent();
        }

        assertThat(waits).isSorted();
        assertThat(waits.getLast()).isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void reportsAnOutcomeThatCannotBeRecordedAndRecordsItLater() throws Exception {
        unwritable.refuse("recordOutcome");
        unwritable.refuse("recordOutcomeOf");
        fiscalBox.then(Samples.confirmed());

        sender.send(ready(1));
        assertThat(notifications.failed.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Samples.id(1));
        assertThat(current(1).state()).isEqualTo(PaymentState.SENDING);
        assertThatThrownBy(sender::tick).isInstanceOf(LedgerException.class);

        unwritable.allow();
        sender.tick();

        assertThat(current(1).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(fiscalBox.asked()).hasSize(1);
    }

    @Test
    void closeWaitsForPaymentsInFlightAndAcceptsNoMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        fiscalBox.then(() -> {
            begun.countDown();
            await(closing);
            return Samples.confirmed();
        });
        sender.send(ready(1));
        await(begun);
        AtomicBoolean finished = new AtomicBoolean();
        Thread closer = Thread.ofPlatform().start(() -> finished.set(sender.close(TIMEOUT)));
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        LedgerEntry late = ready(2);

        assertThat(sender.send(late)).isFalse();
        closing.countDown();
        closer.join();

        assertThat(finished).isTrue();
        assertThat(current(1).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(current(2)).isEqualTo(late);
    }

    @Test
    void closeWithoutTimeoutInterruptsAndRecordsTheOutcome() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        fiscalBox.then(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Samples.unknown();
        });
        sender.send(ready(1));
        await(begun);

        assertThat(sender.close(Duration.ZERO)).isFalse();

        assertThat(current(1).state())
                .as("recorded before close returns, because the ledger is closed next")
                .isEqualTo(PaymentState.UNKNOWN);
    }
}

package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** Payments whose receipts were captured while FiscalBox was unavailable are sent automatically when it is back. */
@NullUnmarked
class OfflineTest {
    private static final int TIMEOUT_SECONDS = 60;
    private static final int MANY = 30;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final SwitchedFiscalBox fiscalBox = new SwitchedFiscalBox();
    private final BlockingQueue<ConfirmationWorkflow.Sent> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<FiscalApi.TillInfo> asked = new LinkedBlockingQueue<>();
    private Ledger ledger;
    private Sender sender;

    /** A FiscalBox that can be switched on and off and records the order of the requests. */
    private static final class SwitchedFiscalBox implements ConfirmOnlyApi {
        private final Map<TransactionId, Supplier<Outcome>> scripted = new ConcurrentHashMap<>();
        private final List<TransactionId> order = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean available;

        @Override
        public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
            order.add(transaction);
            return available
                    ? scripted.getOrDefault(transaction, Samples::confirmed).get()
                    : Samples.notSent();
        }

        @Override
        public TillInfo info() {
            return available ? new TillInfo.Up("UZ170703100597", null) : new TillInfo.Down(Samples.notSent());
        }
    }

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant());
        sender = newSender();
    }

    private Sender newSender() {
        ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                ledger, fiscalBox, new RetryBackoff(new Random(1)), new Operator("Kassa 1", "Nodira", clock));
        return new Sender(confirmation, ledger, clock, new Sender.Listener() {
            @Override
            public void sent(ConfirmationWorkflow.Sent result) {
                sent.add(result);
            }

            @Override
            public void failed(TransactionId id, LedgerException trouble) {
                throw new AssertionError(trouble);
            }

            @Override
            public void probed(FiscalApi.TillInfo info) {
                asked.add(info);
            }
        });
    }

    @AfterEach
    void close() {
        sender.close();
        ledger.close();
    }

    /** Payment 1 is the newest. */
    private LedgerEntry ready(int number) {
        Instant paidAt = Samples.NOON.minusSeconds(number);
        return ((Ledger.Addition.Added) ledger.add(
                        Samples.paidAt(number, paidAt), Samples.receipt(number), Samples.act(Act.Kind.ADDED)))
                .entry();
    }

    private LedgerEntry current(int number) {
        return ledger.find(Samples.id(number)).orElseThrow();
    }

    private LedgerEntry nextSent() throws InterruptedException {
        ConfirmationWorkflow.Sent result = sent.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(result).isInstanceOf(ConfirmationWorkflow.Sent.Done.class);
        return ((ConfirmationWorkflow.Sent.Done) result).entry();
    }

    private FiscalApi.TillInfo nextAnswer() throws InterruptedException {
        FiscalApi.TillInfo info = asked.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(info).isNotNull();
        return info;
    }

    /** Sends payments in vain, so that all are due for a retry within seconds to minutes. */
    private void queue(int count) throws InterruptedException {
        for (int number = 1; number <= count; number++) {
            sender.send(ready(number));
        }
        for (int number = 1; number <= count; number++) {
            assertThat(nextSent().nextTryAt()).isNotNull();
        }
        fiscalBox.order.clear();
    }

    /** Ticks without moving the clock until this many payments were sent; a further one stays in the queue of results. */
    private List<LedgerEntry> tickUntilSent(int count) throws InterruptedException {
        List<LedgerEntry> all = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (all.size() < count && System.nanoTime() < end) {
            sender.tick();
            ConfirmationWorkflow.Sent one = sent.poll(20, TimeUnit.MILLISECONDS);
            while (one != null) {
                all.add(((ConfirmationWorkflow.Sent.Done) one).entry());
                one = all.size() < count ? sent.poll(20, TimeUnit.MILLISECONDS) : null;
            }
        }
        assertThat(all).hasSize(count);
        return all;
    }

    @Test
    void onlyProbesWhileFiscalBoxIsUnavailable() throws Exception {
        queue(MANY);
        int attempts = current(1).attempts();

        for (int second = 0; second < 30; second++) {
            sender.tick();
            clock.tick(Duration.ofSeconds(1));
        }
        assertThat(nextAnswer()).isInstanceOf(FiscalApi.TillInfo.Down.class);
        sender.close(Duration.ofSeconds(TIMEOUT_SECONDS));

        assertThat(fiscalBox.order).isEmpty();
        assertThat(current(1).attempts()).isEqualTo(attempts);
    }

    @Test
    void doesNotProbeWhenNothingWaits() {
        ready(1);

        sender.tick();
        sender.close(Duration.ofSeconds(TIMEOUT_SECONDS));

        assertThat(asked).isEmpty();
    }

    @Test
    void retriesEarlyAndOldestFirstWhenFiscalBoxIsBack() throws Exception {
        queue(MANY);
        Instant earliest = ledger.nextDue().orElseThrow();
        fiscalBox.available = true;

        List<LedgerEntry> all = tickUntilSent(MANY);

        assertThat(clock.instant()).isBefore(earliest);
        assertThat(all).allMatch(entry -> entry.state() == PaymentState.CONFIRMED);
        assertThat(fiscalBox.order.getFirst()).isEqualTo(Samples.id(MANY));
        int furthest = 0;
        for (int place = 1; place <= MANY; place++) {
            int age = MANY + 1 - Samples.number(fiscalBox.order.get(place - 1));
            furthest = Math.max(furthest, age);
            assertThat(furthest - place)
                    .as("older payments that are still in flight, with a concurrency of four")
                    .isLessThan(4);
        }
    }

    @Test
    void retriesPaymentsOfAnEarlierRun() throws Exception {
        queue(3);
        sender.close();
        fiscalBox.available = true;
        sender = newSender();

        assertThat(tickUntilSent(3)).allMatch(entry -> entry.state() == PaymentState.CONFIRMED);
    }

    @Test
    void honoursRetryAfterWhenTheConnectionIsBack() throws Exception {
        fiscalBox.available = true;
        fiscalBox.scripted.put(
                Samples.id(1),
                () -> new Outcome.NotSent(NotSentReason.TOO_MANY_REQUESTS, Answer.NONE, Duration.ofMinutes(2)));
        sender.send(ready(1));
        LedgerEntry waiting = nextSent();
        fiscalBox.scripted.clear();
        sender.send(ready(2));
        nextSent();

        sender.tick();
        clock.tick(Duration.between(clock.instant(), waiting.nextTryAt()).minusMillis(1));
        sender.tick();
        assertThat(fiscalBox.order).hasSize(2);

        clock.tick(Duration.ofMillis(1));
        assertThat(tickUntilSent(1)).extracting(Samples::number).containsExactly(1);
        assertThat(current(1).state()).isEqualTo(PaymentState.CONFIRMED);
    }

    @Test
    void aFailingPaymentDoesNotDelayOthers() throws Exception {
        queue(MANY);
        fiscalBox.scripted.put(Samples.id(MANY - 3), Samples::rejected);
        CountDownLatch stuck = new CountDownLatch(1);
        fiscalBox.scripted.put(Samples.id(MANY - 5), () -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Samples.confirmed();
        });
        fiscalBox.available = true;

        List<LedgerEntry> others = tickUntilSent(MANY - 1);
        assertThat(others)
                .filteredOn(entry -> entry.state() == PaymentState.CONFIRMED)
                .hasSize(MANY - 2);
        stuck.countDown();

        assertThat(Samples.number(nextSent())).isEqualTo(MANY - 5);
    }

    @Test
    void aBrokenFiscalBoxMakesOnePaymentUnknownAndNotTheQueue() throws Exception {
        queue(MANY);
        for (int number = 1; number <= MANY; number++) {
            fiscalBox.scripted.put(Samples.id(number), Samples::unknown);
        }
        fiscalBox.available = true;

        assertThat(tickUntilSent(1)).extracting(Samples::number).containsExactly(MANY);
        for (int second = 0; second < 4; second++) {
            sender.tick();
            clock.tick(Duration.ofMillis(10));
        }
        sender.close(Duration.ofSeconds(TIMEOUT_SECONDS));

        assertThat(ledger.counts(LedgerQuery.ALL).get(PaymentState.UNKNOWN)).isLessThanOrEqualTo(2);
    }

    @Test
    void aPaymentSentByAPersonOvertakesTheQueue() throws Exception {
        queue(MANY);
        CountDownLatch slow = new CountDownLatch(1);
        for (int number = 1; number <= MANY; number++) {
            fiscalBox.scripted.put(Samples.id(number), () -> {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Samples.confirmed();
            });
        }
        fiscalBox.available = true;
        while (fiscalBox.order.isEmpty()) {
            sender.tick();
        }

        sender.send(ready(MANY + 1));

        assertThat(Samples.number(nextSent())).isEqualTo(MANY + 1);
        slow.countDown();
        tickUntilSent(MANY);
    }

    @Test
    void restLeavesTheQueueInTheLedger() throws Exception {
        queue(MANY);
        fiscalBox.available = true;
        sender.stopRetries();

        sender.tick();
        assertThat(sender.close(Duration.ofSeconds(TIMEOUT_SECONDS))).isTrue();

        assertThat(fiscalBox.order).isEmpty();
        assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, (long) MANY));
        assertThat(ledger.nextDue()).isPresent();
    }
}

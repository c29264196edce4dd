package uz.fiskaldesk.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * A month of a shop: tills whose POS works through the gateway, a FiscalBox for each that fails in every documented way for
 * three of a hundred calls, POS programs and the process with gateways and cashiers killed at random. In the end
 * FiscalBox's truth is compared with the ledgers. {@code soak.tills}, {@code soak.days}, {@code soak.payments} (a day and
 * till) and {@code soak.deaths} (a day) set the size; {@code soak.seed} repeats the random choices of a run, but not the
 * machine's timing.
 */
class SimulatedMonthTest {
    private static final int TILLS = Integer.getInteger("soak.tills", 3);
    private static final int DAYS = Integer.getInteger("soak.days", 2);
    private static final int PAYMENTS = Integer.getInteger("soak.payments", 15);
    private static final int DEATHS = Integer.getInteger("soak.deaths", 1);
    private static final double FAULTS = 0.03;
    private static final int SPEED = 60;
    private static final int ENOUGH_TO_TELL = 100;

    /** What became of a payment whose confirmation had failed. */
    private enum End {
        CONFIRMED_BY_ITSELF,
        ONE_KEY_RECEIPT_KNOWN,
        ONE_KEY_REJECTED,
        ONE_KEY_UNKNOWN,
        NEEDS_A_SCAN,
        STILL_OPEN
    }

    @TempDir
    Path folder;

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final FastClock clock = new FastClock(Instant.now(), SPEED);
    private final List<MonthFiscalBox> boxes = new ArrayList<>();
    private final List<MonthTill> tills = new ArrayList<>();
    private final AtomicInteger sales = new AtomicInteger();
    private final Set<Integer> deaths = new ConcurrentSkipListSet<>();
    private final Map<End, Integer> ends = new EnumMap<>(End.class);
    private int killed;
    private int wrongPairs;
    private int doubled;
    private int lost;
    private int notTrue;

    @Test
    void mostFailedConfirmationsEndConfirmedAndNothingIsLostOrDoubled() throws Exception {
        System.out.println(
                "tills: " + TILLS + ", days: " + DAYS + ", payments a day: " + PAYMENTS + ", soak.seed=" + seed);
        int all = TILLS * DAYS * PAYMENTS;
        while (deaths.size() < Math.min(DAYS * DEATHS, all)) {
            deaths.add(1 + random.nextInt(all));
        }
        for (int till = 0; till < TILLS; till++) {
            boxes.add(new MonthFiscalBox(till, FAULTS, clock, random.nextLong()));
        }
        try (MonthGateways gateways = new MonthGateways(folder, clock.start(), SPEED, boxes)) {
            for (int till = 0; till < TILLS; till++) {
                tills.add(new MonthTill(till, gateways, boxes.get(till), random.nextLong()));
            }
            work(gateways);
        }
        for (int till = 0; till < TILLS; till++) {
            compare(till);
            boxes.get(till).close();
        }
        print();
        assertThat(List.of(wrongPairs, doubled, lost, notTrue)).containsOnly(0);
        int failed = ends.values().stream().mapToInt(Integer::intValue).sum();
        int withoutScan = failed - ends.getOrDefault(End.NEEDS_A_SCAN, 0) - ends.getOrDefault(End.STILL_OPEN, 0);
        assertThat(failed < ENOUGH_TO_TELL || withoutScan >= 0.95 * failed)
                .as("confirmed without a scan: %d of %d", withoutScan, failed)
                .isTrue();
    }

    private void work(MonthGateways gateways) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> months = new ArrayList<>();
            for (int till = 0; till < TILLS; till++) {
                int number = till;
                Callable<Void> month = () -> {
                    month(number, gateways);
                    return null;
                };
                months.add(threads.submit(month));
            }
            try {
                for (Future<Void> month : months) {
                    month.get();
                }
            } catch (Exception e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private void month(int till, MonthGateways gateways) throws Exception {
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < PAYMENTS; i++) {
                int number = sales.incrementAndGet();
                if (deaths.contains(number)) {
                    Thread.ofVirtual().start(() -> kill(gateways));
                }
                tills.get(till).sale(day * PAYMENTS + i);
            }
            cashier(till, gateways);
        }
        // The last evening goes on until nothing is left to send.
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (cashier(till, gateways) > 0 && System.nanoTime() < end) {
            boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void kill(MonthGateways gateways) {
        try {
            boolean _ = new CountDownLatch(1).await(random.nextInt(50_000), TimeUnit.MICROSECONDS);
            gateways.restart();
            killed++;
        } catch (Exception e) {
            throw new IllegalStateException("the gateways did not start again", e);
        }
    }

    /** Lets the cashier work; killed with the gateway, the cashier begins again. */
    private static int cashier(int till, MonthGateways gateways) throws InterruptedException {
        while (true) {
            try {
                gateways.awaitUp();
                return gateways.round(till);
            } catch (IOException e) {
                boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Compares what FiscalBox knows with the ledger of a till. */
    private void compare(int till) {
        Set<String> failed = tills.get(till).failed();
        try (SqliteLedger ledger = SqliteLedger.open(
                SqliteLedger.urlOf(folder.resolve("till" + till).resolve("ledger.db")), clock.instant())) {
            for (MonthFiscalBox.Truth truth : boxes.get(till).payments()) {
                LedgerEntry entry =
                        ledger.find(TransactionId.of(truth.transactionId)).orElse(null);
                if (entry == null) {
                    lost += tills.get(till).paid().contains(truth.transactionId) ? 1 : 0;
                    continue;
                }
                List<Act> acts = ledger.acts(entry);
                long again = acts.stream()
                        .filter(act ->
                                act.kind() == Act.Kind.RETRIED && act.who().equals(MonthChild.CASHIER))
                        .count();
                doubled += (int) Math.max(0, truth.requestsAfterBooking() - again);
                boolean otherReceipt =
                        entry.receipt() != null && !entry.receipt().url().equals(truth.receipt);
                wrongPairs += otherReceipt || !truth.booked().stream().allMatch(truth.receipt::equals) ? 1 : 0;
                boolean confirmed = entry.state() == PaymentState.CONFIRMED;
                notTrue += confirmed && truth.booked().isEmpty() ? 1 : 0;
                if (failed.contains(truth.transactionId)) {
                    boolean unknown = ledger.attempts(entry).stream()
                            .anyMatch(attempt -> attempt.outcome() instanceof Outcome.Unknown);
                    ends.merge(end(entry, acts, unknown), 1, Integer::sum);
                } else {
                    notTrue += confirmed ? 0 : 1;
                }
            }
            assertThat(ledger.audit().findings()).isEmpty();
        }
    }

    private static End end(LedgerEntry entry, List<Act> acts, boolean unknown) {
        if (entry.state() != PaymentState.CONFIRMED) {
            return entry.receipt() == null ? End.NEEDS_A_SCAN : End.STILL_OPEN;
        }
        List<Act.Kind> byCashier = acts.stream()
                .filter(act -> act.who().equals(MonthChild.CASHIER))
                .map(Act::kind)
                .toList();
        if (byCashier.isEmpty()) {
            return End.CONFIRMED_BY_ITSELF;
        }
        return byCashier.contains(Act.Kind.RETRIED)
                ? unknown ? End.ONE_KEY_UNKNOWN : End.ONE_KEY_REJECTED
                : End.ONE_KEY_RECEIPT_KNOWN;
    }

    private void print() {
        long calls = boxes.stream().mapToLong(MonthFiscalBox::calls).sum();
        Map<MonthFiscalBox.Fault, Integer> faults = new EnumMap<>(MonthFiscalBox.Fault.class);
        boxes.forEach(box -> box.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum)));
        int failed = ends.values().stream().mapToInt(Integer::intValue).sum();
        row("payments", sales.get());
        row("calls of FiscalBox", calls);
        row(
                "of them failed",
                faults.values().stream().mapToInt(Integer::intValue).sum() + " " + faults);
        row("process killed", killed);
        row("failed confirmations", failed);
        for (End end : End.values()) {
            int count = ends.getOrDefault(end, 0);
            row(
                    "  " + end.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                    "%d (%.2f %%)".formatted(count, failed == 0 ? 0 : 100.0 * count / failed));
        }
        row("wrong pairs", wrongPairs);
        row("POSTs doubled without a person", doubled);
        row("payments lost", lost);
        row("states that are not true", notTrue);
    }

    private static void row(String name, Object value) {
        System.out.printf("| %-32s | %s |%n", name, value);
    }
}

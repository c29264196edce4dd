package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.Main;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/** A data folder and a FiscalBox simulator, used by programs until they are killed. */
final class Shop implements AutoCloseable {
    /** What the program has to do. */
    enum Work {
        IMPORT,
        SEND_ALL,
        SEND_ALL_AGAIN,
        CONFIRM_ONE,
        DESK
    }

    /** A short read timeout, so that a missing answer does not take up a run's time. */
    private static final int HURRY_MILLIS = 400;

    private static final int PATIENCE_MILLIS = 60_000;

    private final Path folder;
    private final PackedProgram program;
    private final Random random;
    private final FiscalBoxSimulator simulator;
    private final AtomicReference<Consumer<RecordedRequest>> onRequest = new AtomicReference<>(_ -> {});
    private final Set<TransactionId> promised = new LinkedHashSet<>();
    private Map<PaymentState, Long> counts = Map.of();
    private int receipts;

    private Shop(Path folder, PackedProgram program, Random random) throws IOException {
        this.folder = folder;
        this.program = program;
        this.random = random;
        this.simulator = FiscalBoxSimulator.start(
                Scenario.confirming(),
                0,
                Clock.systemUTC(),
                seen -> onRequest.get().accept(seen));
    }

    static Shop open(Path folder, PackedProgram program, Random random) throws IOException {
        Files.createDirectories(folder);
        return new Shop(folder, program, random);
    }

    /** Sets a listener for confirmations that have arrived and are not answered yet. */
    void onConfirmation(Consumer<RecordedRequest> listener) {
        onRequest.set(seen -> {
            if (seen.isConfirmation()) {
                listener.accept(seen);
            }
        });
    }

    void play(Scenario scenario) {
        simulator.play(scenario);
    }

    /** The maximum number of requests that this work makes, in the payments' current states. */
    int requestsOf(Work work) {
        return switch (work) {
            case IMPORT -> 0;
            case SEND_ALL, DESK -> count(PaymentState.READY);
            case SEND_ALL_AGAIN -> count(PaymentState.READY, PaymentState.UNKNOWN, PaymentState.REJECTED);
            case CONFIRM_ONE -> Math.min(1, count(PaymentState.PENDING));
        };
    }

    private int count(PaymentState... states) {
        return Arrays.stream(states)
                .mapToInt(state -> counts.getOrDefault(state, 0L).intValue())
                .sum();
    }

    ChildJvm start(Work work) throws IOException {
        return switch (work) {
            case DESK -> program.start(SenderChild.class, deskArguments());
            default -> program.start(Main.class, arguments(work));
        };
    }

    List<String> deskArguments() {
        return List.of(ledgerUrl(), simulator.address().toString(), Integer.toString(HURRY_MILLIS));
    }

    List<String> arguments(Work work) throws IOException {
        return arguments(work, HURRY_MILLIS);
    }

    private List<String> arguments(Work work, int answerMillis) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--data-dir",
                folder.toString(),
                "--api",
                simulator.address().toString(),
                "--timeout",
                Double.toString(answerMillis / 1000.0)));
        arguments.addAll(
                switch (work) {
                    case IMPORT -> List.of("import", newPayments().toString());
                    case SEND_ALL -> List.of("retry", "--all");
                    case SEND_ALL_AGAIN ->
                        List.of("retry", "--all", "--state", "ready", "--state", "unknown", "--state", "rejected");
                    case CONFIRM_ONE -> confirmOne();
                    case DESK -> throw new IllegalArgumentException("the desk has no command line here");
                });
        return arguments;
    }

    /** New payments: most with a receipt, the others to be confirmed one by one. */
    private Path newPayments() throws IOException {
        Path file = Files.createTempFile(folder, "payments", ".csv");
        StringBuilder csv = new StringBuilder("transaction_id,amount,paid_at,receipt\n");
        Instant paid = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(2));
        int count = 20 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            csv.append(new UUID(random.nextLong(), random.nextLong()))
                    .append(",125000,")
                    .append(paid.plusSeconds(i))
                    .append(',')
                    .append(random.nextInt(4) == 0 ? "" : newReceipt())
                    .append('\n');
        }
        return Files.writeString(file, csv);
    }

    private String newReceipt() {
        int number = ++receipts;
        Instant issued = Instant.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .minus(Duration.ofHours(1))
                .plusSeconds(number % 600);
        String sign = String.format(Locale.ROOT, "%012d", number);
        FiscalReceipt fields = new FiscalReceipt("", "UZ170703100597", Integer.toString(number), issued, sign);
        return "https://ofd.soliq.uz/check?t=" + fields.terminalId() + "&r=" + number + "&c=" + fields.issuedWallClock()
                + "&s=" + sign;
    }

    private List<String> confirmOne() {
        try (Ledger ledger = open()) {
            List<LedgerEntry> pending = ledger.page(LedgerQuery.ALL.in(Set.of(PaymentState.PENDING)), null, 100);
            String id = pending.isEmpty()
                    ? new UUID(1, 1).toString()
                    : pending.get(random.nextInt(pending.size()))
                            .transactionId()
                            .text();
            return List.of("confirm", id, "--receipt", newReceipt(), "--yes");
        }
    }

    private String ledgerUrl() {
        return SqliteLedger.urlOf(ledgerFile());
    }

    /** The ledger's WAL file. */
    Path writeAheadLog() {
        return Path.of(ledgerFile() + "-wal");
    }

    private Path ledgerFile() {
        return folder.resolve("ledger.db");
    }

    private Ledger open() {
        return SqliteLedger.open(ledgerUrl(), Instant.now());
    }

    // ---- after a kill

    /** Opens the ledger like the next start and checks all invariants. */
    void checkAfterKill() throws Exception {
        onRequest.set(_ -> {});
        simulator.play(Scenario.confirming());
        try (Ledger ledger = open()) {
            checkIntegrity();
            new Invariants(ledger, simulator).check(promised);
            ledger.forEach(LedgerQuery.ALL, entry -> promised.add(entry.transactionId()));
            checkNothingIsSentAutomatically(ledger);
            new Invariants(ledger, simulator).check(promised);
            counts = ledger.counts(LedgerQuery.ALL);
        }
    }

    private void checkIntegrity() throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledgerUrl());
                Statement statement = connection.createStatement()) {
            assertThat(first(statement, "PRAGMA integrity_check"))
                    .as("PRAGMA integrity_check")
                    .isEqualTo("ok");
            assertThat(first(statement, "PRAGMA foreign_key_check"))
                    .as("PRAGMA foreign_key_check")
                    .isNull();
        }
    }

    private static @Nullable String first(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Runs the desk a day later: it automatically sends only what certainly did not reach FiscalBox. */
    private void checkNothingIsSentAutomatically(Ledger ledger) throws InterruptedException {
        Set<TransactionId> mayBeSent = new HashSet<>();
        ledger.forEach(LedgerQuery.ALL.in(Set.of(PaymentState.READY)), entry -> {
            if (entry.lastOutcome() instanceof Outcome.NotSent && !entry.inDoubt()) {
                mayBeSent.add(entry.transactionId());
            }
        });
        int before = simulator.confirmations().size();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                ledger,
                new FiscalBoxClient(new FiscalBoxAddress(simulator.address()), Timeouts.DEFAULT, later),
                new RetryBackoff(random),
                new Operator("Kassa 3", "Malika", later));
        Sent sent = new Sent(mayBeSent.size());
        try (Sender sender = new Sender(confirmation, ledger, later, sent)) {
            do {
                sender.tick();
            } while (!sent.all.await(10, TimeUnit.MILLISECONDS));
        }
        List<RecordedRequest> all = simulator.confirmations();
        assertThat(all.subList(before, all.size()))
                .as("retried automatically")
                .allMatch(seen -> mayBeSent.contains(TransactionId.of(String.valueOf(seen.transactionId()))));
    }

    /** With a FiscalBox that confirms, a person completes every payment with a receipt. */
    void completeAll() throws Exception {
        List<String> arguments = arguments(Work.SEND_ALL_AGAIN, PATIENCE_MILLIS);
        try (ChildJvm child = program.start(Main.class, arguments)) {
            assertThat(child.waitFor()).as(program.messages()).isZero();
        }
        checkAfterKill();
        try (Ledger ledger = open()) {
            ledger.forEach(LedgerQuery.ALL, entry -> {
                if (entry.receipt() != null) {
                    assertThat(entry.state()).as("%s", entry).isEqualTo(PaymentState.CONFIRMED);
                }
            });
        }
    }

    int payments() {
        return promised.size();
    }

    int requests() {
        return simulator.confirmations().size();
    }

    /** The number of attempts that were found as interrupted when the ledger was opened after a kill. */
    long interrupted() {
        AtomicLong interrupted = new AtomicLong();
        try (Ledger ledger = open()) {
            ledger.forEach(
                    LedgerQuery.ALL,
                    entry -> interrupted.addAndGet(ledger.attempts(entry).stream()
                            .filter(Shop::wasInterrupted)
                            .count()));
        }
        return interrupted.get();
    }

    private static boolean wasInterrupted(Attempt attempt) {
        return attempt.outcome() instanceof Outcome.Unknown unknown
                && unknown.reason() == Outcome.UnknownReason.INTERRUPTED;
    }

    @Override
    public void close() {
        simulator.close();
    }

    /** Waits until a sender has sent the expected number of payments. */
    private static final class Sent implements Sender.Listener {
        private final CountDownLatch all;

        Sent(int expected) {
            all = new CountDownLatch(expected);
        }

        @Override
        public void sent(ConfirmationWorkflow.Sent result) {
            all.countDown();
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            throw new AssertionError(trouble);
        }
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.LedgerFile.Restoration;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** A copy of a ledger cannot be used unless a person approves it. */
@NullUnmarked
class LedgerBindingTest extends LedgerFolder {
    private static final MachineFingerprint THIS = new MachineFingerprint("aa", Set.of("n1", "n2"), "till-1");

    private static void assertRefused(LedgerFile file, Reason trouble) {
        assertThatThrownBy(() -> file.open(LATER).ledger().close())
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(trouble));
    }

    private static void assertOpens(LedgerFile file, long payments) {
        LedgerFile.Opened opened = file.open(LATER);
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.recovery()).isNull();
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, payments));
        }
    }

    private LedgerFile on(MachineFingerprint machine) {
        return new LedgerFile(SqliteLedger.urlOf(path), machine);
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path one : files.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
        return to;
    }

    private Path data(String name) throws IOException {
        path = Files.createDirectories(folder.resolve(name)).resolve("ledger.db");
        file = new LedgerFile(SqliteLedger.urlOf(path));
        return path.getParent();
    }

    private LedgerFile in(Path place) {
        return new LedgerFile(SqliteLedger.urlOf(place.resolve("ledger.db")));
    }

    @Test
    void copiedFolderIsRefusedAndTheOriginalWorks() throws Exception {
        Path data = data("data");
        ledgerWithBackupAndNewerPayment();
        Path copy = copied(data, folder.resolve("copy"));

        assertRefused(in(copy), Reason.ELSEWHERE);
        assertOpens(file, PAYMENTS + 1);
        assertRefused(in(copy), Reason.ELSEWHERE);

        assertThat(in(copy).adopt("Nodira", LATER))
                .isInstanceOfSatisfying(
                        Restoration.Done.class,
                        done -> assertThat(done.broughtBack().kind()).isEqualTo(LedgerRecovery.Kind.HERE));
        try (Ledger ledger = in(copy).open(LATER).ledger()) {
            assertThat(ledger.find(Samples.id(1)).orElseThrow().inDoubt()).isTrue();
        }
    }

    @Test
    void copiedFolderIsNotRestoredFromBackup() throws Exception {
        Path data = data("data");
        ledgerWithBackupAndNewerPayment();
        Path copy = copied(data, folder.resolve("copy"));
        Files.delete(copy.resolve("ledger.db"));

        assertRefused(in(copy), Reason.GONE);
        assertThat(in(copy).restore(null, "Nodira", LATER, false)).isInstanceOf(Restoration.NoBackup.class);
        assertThat(in(copy).restore(null, "Nodira", LATER, true)).isInstanceOf(Restoration.Done.class);
        assertOpens(in(copy), PAYMENTS);
    }

    @Test
    void backupOfAnotherTillIsRefused() throws Exception {
        data("one");
        ledgerWithBackupAndNewerPayment();
        Path stick = Files.copy(
                path.resolveSibling("backups").resolve("ledger-20261124-090000.db"), folder.resolve("stick.db"));
        data("other");

        assertThat(file.restore(stick, "Nodira", LATER, false))
                .isInstanceOfSatisfying(
                        Restoration.BoundElsewhere.class,
                        other -> assertThat(other.place()).contains("one"));
        assertThat(path).doesNotExist();
        assertThat(file.restore(stick, "Nodira", LATER, true)).isInstanceOf(Restoration.Done.class);
        assertOpens(file, PAYMENTS);
    }

    /** Linux identifies a file by its inode. */
    @Test
    void renamedFolderIsRecognizedOrRefused() throws Exception {
        Path data = data("data");
        ledgerWithBackupAndNewerPayment();
        Path renamed = Files.move(data, folder.resolve("renamed"));

        if (LedgerBinding.fileKey(renamed.resolve("ledger.db")) == null) {
            assertRefused(in(renamed), Reason.ELSEWHERE);
            in(renamed).adopt("Nodira", LATER);
        }
        assertOpens(in(renamed), PAYMENTS + 1);
    }

    @Test
    void symbolicLinkToTheFolderIsTheSamePlace() throws Exception {
        Path data = data("data");
        ledgerWithBackupAndNewerPayment();
        Path link;
        try {
            link = Files.createSymbolicLink(folder.resolve("link"), data);
        } catch (IOException | UnsupportedOperationException noLinksHere) {
            return;
        }

        assertOpens(in(link), PAYMENTS + 1);
        assertOpens(file, PAYMENTS + 1);
    }

    @Test
    void olderStatePutBackByHandIsRefused() throws Exception {
        ledgerWithBackupAndNewerPayment();
        Path own = Files.copy(path, folder.resolve("own-copy.db"));
        Path backup = backups().getFirst();
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 300, 301);
        }

        for (Path older : Set.of(own, backup)) {
            Files.copy(older, path, StandardCopyOption.REPLACE_EXISTING);
            assertRefused(file, Reason.ELSEWHERE);
        }
        assertThat(file.adopt("Nodira", LATER)).isInstanceOf(Restoration.Done.class);
        open().ledger().close();
    }

    @Test
    void anotherMachineIsRefusedButNotAnotherAdapterOrName() {
        try (Ledger ledger = on(THIS).open(LATER).ledger()) {
            fill(ledger, 1, 3);
        }

        assertRefused(on(new MachineFingerprint("bb", Set.of("n1"), "till-1")), Reason.ELSEWHERE);
        assertRefused(on(new MachineFingerprint("aa", Set.of("n3"), "till-1")), Reason.ELSEWHERE);
        assertOpens(on(new MachineFingerprint("aa", Set.of("n2", "n3"), "till-7")), 3);
        assertOpens(on(new MachineFingerprint("", Set.of(), "")), 3);
        assertOpens(on(THIS), 3);
    }

    @Test
    void emptyListOpensEverywhere() throws Exception {
        Path data = data("data");
        open().ledger().close();
        Path copy = copied(data, folder.resolve("copy"));

        in(copy).open(LATER).ledger().close();
    }

    @Test
    void fileReplacedWhileOpenIsNotWritten() throws Exception {
        ledgerWithBackupAndNewerPayment();
        try (Ledger ledger = open().ledger()) {
            if (LedgerBinding.fileKey(path) == null) {
                return;
            }
            Files.move(path, folder.resolve("taken.db"));
            assertThatThrownBy(() -> ledger.claim(ledger.find(Samples.id(1)).orElseThrow(), "Kassa 1", LATER, null))
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.REPLACED));
        }
    }

    /** Otherwise the desk would go on showing a list to which no payment comes any more. */
    @Test
    void fileReplacedWhileOpenIsNoticedByPolling() throws Exception {
        ledgerWithBackupAndNewerPayment();
        try (Ledger ledger = open().ledger()) {
            if (LedgerBinding.fileKey(path) == null) {
                return;
            }
            ledger.changeCounter();
            Path copy = folder.resolve("copy.db");
            Files.copy(path, copy);
            Files.move(copy, path, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(ledger::changeCounter)
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.REPLACED));
        }
    }

    // ---- moved lists

    private void mark(boolean done) throws Exception {
        try (Connection connection = SqliteBackups.open(path);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO moved (id, url, at, done, move) VALUES (1, 'jdbc:postgresql://server/shop', 1, "
                            + (done ? 1 : 0) + ", 'm')");
        }
    }

    @Test
    void movedListIsNotRestored() throws Exception {
        for (boolean done : new boolean[] {true, false}) {
            data(done ? "moved" : "moving");
            ledgerWithBackupAndNewerPayment();
            mark(done);
            Path backup = path.resolveSibling("backups").resolve("ledger-20261124-090000.db");

            Consumer<Reason> refused = trouble -> {
                assertRefused(file, trouble);
                for (Path from : new Path[] {null, backup}) {
                    for (boolean here : new boolean[] {true, false}) {
                        assertThatThrownBy(() -> file.restore(from, "Nodira", LATER, here))
                                .isInstanceOfSatisfying(
                                        LedgerException.class,
                                        thrown -> assertThat(thrown.reason()).isEqualTo(trouble));
                    }
                }
            };
            refused.accept(done ? Reason.MOVED : Reason.MOVING);
            assertThatThrownBy(() -> file.adopt("Nodira", LATER)).isInstanceOf(LedgerException.class);
            Files.copy(backup, path, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(path.resolveSibling("ledger.db-wal"));
            refused.accept(Reason.MOVED);
            Files.delete(path);
            refused.accept(Reason.MOVED);
        }
    }

    // ---- training lists

    @Test
    void trainingAndRealListsAreNotInterchangeable() throws Exception {
        data("training");
        try (Ledger ledger = file.openForTraining(LATER)) {
            fill(ledger, 1, 3);
        }
        Path training = path;
        assertRefused(file, Reason.TRAINING);
        file.openForTraining(LATER).close();
        data("real");
        assertThat(file.restore(training, "Nodira", LATER, true)).isEqualTo(new Restoration.TrainingFile(training));
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 3);
        }
        assertThatThrownBy(() -> file.openForTraining(LATER))
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.NOT_TRAINING));
    }

    // ---- backups

    @Test
    void backupWithAWrongClockDoesNotStayTheNewest() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            for (int day = 0; day < 20; day++) {
                file.backUpDaily(MORNING.plus(Duration.ofDays(365 * 20 + day)));
            }
            fill(ledger, 2, 2);
            file.backUpDaily(MORNING);
            fill(ledger, 3, 3);
        }

        assertThat(backups())
                .hasSize(SqliteBackups.KEPT)
                .contains(path.resolveSibling("backups/ledger-20261124-090000.db"));
        assertThat(file.restore(null, "Nodira", LATER, false))
                .isInstanceOfSatisfying(
                        Restoration.Done.class,
                        done -> assertThat(done.broughtBack().asOf()).isEqualTo(MORNING));
        assertOpens(file, 2);
    }

    @Test
    void listThatLostPaymentsKeepsTheLastFullBackup() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
        }
        try (Connection connection = SqliteBackups.open(path);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM act");
            statement.execute("DELETE FROM receipt_claim");
            statement.execute("DELETE FROM payment WHERE id > 3");
        }
        int said = 0;
        try (Ledger _ = open().ledger()) {
            for (int day = 1; day < 30; day++) {
                try {
                    file.backUpDaily(MORNING.plus(Duration.ofDays(day)));
                } catch (LedgerException e) {
                    assertThat(e.reason()).isEqualTo(Reason.SHRUNK);
                    assertThat(e.where()).endsWith("ledger-20261124-090000.db");
                    said++;
                }
            }
        }

        assertThat(said).isEqualTo(29);
        assertThat(backups())
                .hasSize(SqliteBackups.KEPT + 1)
                .first()
                .isEqualTo(path.resolveSibling("backups/ledger-20261124-090000.db"));
    }

    // ---- a missing file and its WAL

    private void leaveOnlyTheWal(boolean emptyFile) throws IOException {
        Path log = path.resolveSibling("ledger.db-wal");
        Path copy = folder.resolve("log");
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 20);
            Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(path);
        Files.move(copy, log);
        if (emptyFile) {
            Files.createFile(path);
        }
    }

    @Test
    void completeWalIsRecovered() throws Exception {
        for (boolean emptyFile : new boolean[] {false, true}) {
            data("empty-" + emptyFile);
            leaveOnlyTheWal(emptyFile);

            LedgerFile.Opened opened = open();

            try (Ledger ledger = opened.ledger()) {
                assertThat(opened.recovery().kind()).isEqualTo(LedgerRecovery.Kind.FROM_LOG);
                assertThat(Path.of(opened.recovery().keptAs())).isNotEmptyFile();
                assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, 20L));
                assertThat(ledger.find(Samples.id(1)).orElseThrow().inDoubt()).isFalse();
            }
            assertOpens(file, 20);
        }
    }

    /** After the first checkpoint, the WAL contains only the changes since then. */
    @Test
    void incompleteWalIsNotRecovered() throws Exception {
        for (boolean emptyFile : new boolean[] {false, true}) {
            data("part-" + emptyFile);
            try (Ledger ledger = open().ledger()) {
                fill(ledger, 101, 300);
            }
            leaveOnlyTheWal(emptyFile);
            byte[] log = Files.readAllBytes(path.resolveSibling("ledger.db-wal"));

            assertRefused(file, Reason.GONE);

            assertThat(path.resolveSibling("ledger.db-wal")).hasBinaryContent(log);
            assertThat(!Files.exists(path) || isEmpty(path)).isTrue();
        }
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void incompleteWalIsKeptWhenTheBackupIsRestored() throws Exception {
        ledgerWithBackupAndNewerPayment();
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 400, 401);
            Files.copy(path.resolveSibling("ledger.db-wal"), folder.resolve("log"));
        }
        Files.delete(path);
        Files.move(folder.resolve("log"), path.resolveSibling("ledger.db-wal"));

        LedgerFile.Opened opened = open();

        try (Ledger _ = opened.ledger()) {
            assertThat(opened.recovery().kind()).isEqualTo(LedgerRecovery.Kind.GONE);
            assertThat(opened.recovery().keptAs()).endsWith("-wal");
        }
    }

    @Test
    void missingListWithoutBackupIsNotCreatedAnew() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
        }
        Files.delete(path);

        assertRefused(file, Reason.GONE);

        assertThat(path).doesNotExist();
    }

    /** The desk and the gateway, for example, are started together. */
    @Test
    void processesThatBindAtTheSameTimeLeaveAListThatOpens() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
        }
        LedgerBinding binding = new LedgerBinding(path, MachineFingerprint.ofSystem(Map.of()));
        for (int round = 0; round < 10; round++) {
            List<Callable<Void>> both = Collections.nCopies(4, () -> {
                try (Connection connection = SqliteBackups.open(path)) {
                    binding.bind(connection);
                }
                return null;
            });
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                for (Future<Void> one : threads.invokeAll(both)) {
                    one.get();
                }
            }
            assertThat(binding.matches(Objects.requireNonNull(SqliteBackups.readMetadata(path))))
                    .isTrue();
        }
    }

    /** IDs of training payments are name-based UUIDs, but a real one may look like one. */
    @Test
    void fewPaymentsDoNotMakeAnEarlierListATrainingList() throws Exception {
        for (String id : List.of("a12f0000-0000-4030-8000-000000000001", "a12f0000-0000-3000-8000-000000000001")) {
            data(id);
            try (Ledger ledger = open().ledger()) {
                ledger.add(Payment.of(TransactionId.of(id)), null, Samples.act(Act.Kind.ADDED));
            }
            PostgresServer.run(SqliteLedger.urlOf(path), "UPDATE identity SET purpose = NULL");

            open().ledger().close();
        }
    }

    @Test
    void trainingListOfAnEarlierVersionIsRecognized() throws Exception {
        data("training");
        try (Ledger ledger = file.openForTraining(LATER)) {
            for (int number = 0; number < 10; number++) {
                UUID id = UUID.nameUUIDFromBytes(new byte[] {(byte) number});
                ledger.add(Payment.of(TransactionId.of(id.toString())), null, Samples.act(Act.Kind.ADDED));
            }
        }
        PostgresServer.run(SqliteLedger.urlOf(path), "UPDATE identity SET purpose = NULL");

        assertRefused(file, Reason.TRAINING);
    }

    /** After the clock was ahead, the days come that are in the names of the backups made then. */
    @Test
    void wrongDateInTheNameOfABackupDoesNotPreventThatDaysBackup() throws Exception {
        try (Ledger _ = open().ledger()) {
            file.backUpDaily(MORNING.plus(Duration.ofDays(2)));
            file.backUpDaily(MORNING);
            file.backUpDaily(MORNING.plus(Duration.ofDays(1)));
            file.backUpDaily(MORNING.plus(Duration.ofDays(2)).plusSeconds(60));
        }

        assertThat(backups()).hasSize(4);
    }

    /** A start was interrupted before the ledger had its new generation, and then a restore before it took effect. */
    @Test
    void twoInterruptionsLeaveAListThatOpens() throws Exception {
        ledgerWithBackupAndNewerPayment();
        String generation =
                Objects.requireNonNull(SqliteBackups.readMetadata(path)).generation();
        Path home = path.resolveSibling("ledger.db.home");
        Files.writeString(
                home, Files.readString(home).replace(String.valueOf(generation), generation + " never-committed"));
        Path copy = Files.copy(backups().getFirst(), folder.resolve("copy.db"));
        try (Connection connection = SqliteBackups.open(copy)) {
            new LedgerBinding(path, MachineFingerprint.ofSystem(Map.of())).bindReplacement(connection);
        }

        assertOpens(file, PAYMENTS + 1);
    }
}

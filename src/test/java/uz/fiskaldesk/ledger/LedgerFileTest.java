package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.ledger.LedgerFile.Restoration;
import uz.fiskaldesk.payment.PaymentState;

/** A ledger file is backed up beside the running desk, and comes back from its backup when it is damaged or gone. */
@NullUnmarked
class LedgerFileTest {
    private static final Instant MORNING = Instant.parse("2026-11-24T04:00:00Z");
    private static final Instant LATER = MORNING.plus(Duration.ofHours(5));
    private static final int PAYMENTS = 200;

    @TempDir
    Path folder;

    private Path path;
    private LedgerFile file;

    @BeforeEach
    void choosePlace() {
        path = folder.resolve("ledger.db");
        file = new LedgerFile(SqliteLedger.urlOf(path));
    }

    /** Payments from 1 on, each READY. */
    private static void fill(Ledger ledger, int first, int last) {
        for (int number = first; number <= last; number++) {
            ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
        }
    }

    /** A ledger whose backup has all payments but the last, which came after it. */
    private void ledgerWithABackupAndAPaymentSince() {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
            fill(ledger, PAYMENTS + 1, PAYMENTS + 1);
        }
    }

    private LedgerFile.Opened open() {
        return file.open(LATER);
    }

    private List<Path> backups() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            return files.sorted().toList();
        }
    }

    private List<String> aside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(one -> one.getFileName().toString())
                    .filter(name -> name.contains(".aside-"))
                    .sorted()
                    .toList();
        }
    }

    // ---- backups

    @Test
    void theBackupOfTheDayIsAWholeLedgerOfItsOwn() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
        }

        assertThat(backups()).containsExactly(folder.resolve("backups/ledger-20261124-090000.db"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("ledger.db");
        Files.copy(backups().getFirst(), elsewhere);
        try (Ledger copy = SqliteLedger.open(SqliteLedger.urlOf(elsewhere), LATER);
                Ledger original = open().ledger()) {
            assertThat(copy.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, (long) PAYMENTS));
            original.forEach(LedgerQuery.ALL, entry -> {
                assertThat(copy.find(entry.transactionId())).contains(entry);
                assertThat(copy.acts(entry)).isEqualTo(original.acts(entry));
            });
        }
    }

    @Test
    void thereIsOneADayByTheShopsTime() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            file.backUpDaily(Instant.parse("2026-11-24T18:59:00Z"));
            file.backUpDaily(Instant.parse("2026-11-24T00:00:01Z"));
            assertThat(backups()).hasSize(1);
            file.backUpDaily(Instant.parse("2026-11-24T19:00:00Z"));
        }

        assertThat(backups())
                .extracting(backup -> backup.getFileName().toString())
                .containsExactly("ledger-20261124-235900.db", "ledger-20261125-000000.db");
    }

    @Test
    void theLastFourteenAreKeptAndOtherFilesLeftAlone() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            file.backUpDaily(MORNING);
            Path note = Files.writeString(folder.resolve("backups/note.txt"), "mine");
            Path others = Files.writeString(folder.resolve("backups/other-20200101-000000.db"), "another ledger's");
            for (int day = 1; day < 20; day++) {
                file.backUpDaily(MORNING.plus(Duration.ofDays(day)));
            }
            assertThat(note).exists();
            assertThat(others).exists();
        }

        assertThat(backups()).hasSize(14 + 2);
        assertThat(backups().getFirst()).hasFileName("ledger-20261130-090000.db");
    }

    @Test
    void whoWritesMeanwhileIsNotHeldUp() throws Exception {
        try (Ledger ledger = open().ledger();
                Connection writer = SqliteBackups.connect(path);
                Statement statement = writer.createStatement()) {
            fill(ledger, 1, PAYMENTS);
            // A transaction that is under way all the time.
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("UPDATE payment SET note = 'being written'");

            file.backUpDaily(MORNING);

            statement.execute("COMMIT");
        }
        assertThat(SqliteBackups.isGood(backups().getFirst())).isTrue();
    }

    @Test
    void ofADamagedLedgerNoBackupIsMadeAndNoGoodOneGivenUp() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        overwriteTheMiddle();

        assertThatThrownBy(() -> file.backUpDaily(MORNING.plus(Duration.ofDays(1))))
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.trouble()).isEqualTo(Trouble.DAMAGED));

        assertThat(backups()).containsExactly(folder.resolve("backups/ledger-20261124-090000.db"));
    }

    // ---- damage

    private void overwriteTheMiddle() throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.seek(3 * 4096);
            bytes.write("garbage ".repeat(3 * 512).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void assertBroughtBack(BroughtBack.Kind kind) throws IOException {
        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.broughtBack()).isNotNull();
            assertThat(opened.broughtBack().kind()).isEqualTo(kind);
            assertThat(opened.broughtBack().asOf()).isEqualTo(MORNING);
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, (long) PAYMENTS));
            LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();
            assertThat(entry.inDoubt()).isTrue();
            assertThat(ledger.acts(entry).getLast())
                    .isEqualTo(new Act(Act.Kind.FROM_BACKUP, "FiskalDesk", LATER, MORNING.toString()));
        }
        LedgerFile.Opened again = open();
        try (Ledger ledger = again.ledger()) {
            assertThat(again.broughtBack()).isNull();
            assertThat(ledger.find(Samples.id(1))).isPresent();
        }
    }

    @Test
    void aDamagedHeader() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.write(new byte[100]);
        }
        byte[] damaged = Files.readAllBytes(path);

        assertBroughtBack(BroughtBack.Kind.DAMAGED);

        assertThat(aside()).containsExactly("ledger.db.aside-20261124-140000");
        assertThat(folder.resolve(aside().getFirst())).hasBinaryContent(damaged);
    }

    @Test
    void aDamagedPageInTheMiddle() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        overwriteTheMiddle();
        byte[] damaged = Files.readAllBytes(path);

        assertBroughtBack(BroughtBack.Kind.DAMAGED);

        assertThat(folder.resolve(aside().getFirst())).hasBinaryContent(damaged);
    }

    @Test
    void aFileThatLostItsEnd() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.setLength(bytes.length() / 2);
        }

        assertBroughtBack(BroughtBack.Kind.DAMAGED);
    }

    @Test
    void aFileThatIsGone() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        Files.delete(path);

        assertBroughtBack(BroughtBack.Kind.GONE);

        assertThat(aside()).isEmpty();
    }

    @Test
    void aFileThatIsEmpty() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        Files.write(path, new byte[0]);

        assertBroughtBack(BroughtBack.Kind.GONE);
    }

    @Test
    void theNewestBackupThatIsWholeIsTaken() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        Path newer = folder.resolve("backups/ledger-20261125-090000.db");
        Files.write(newer, "not a backup any more".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        Files.delete(path);

        assertBroughtBack(BroughtBack.Kind.GONE);
    }

    @Test
    void nothingThatWasBroughtBackIsSentByItself() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            LedgerEntry ready = ledger.find(Samples.id(1)).orElseThrow();
            long attempt =
                    ledger.begin(ready, "Kassa 1", MORNING, null).orElseThrow().attemptId();
            ledger.finish(attempt, Samples.notSent(), MORNING, MORNING.plusSeconds(5));
            file.backUpDaily(MORNING);
        }
        Files.delete(path);

        try (Ledger ledger = open().ledger()) {
            assertThat(ledger.find(Samples.id(1)).orElseThrow().state()).isEqualTo(PaymentState.READY);
            assertThat(ledger.due(LATER, 10)).isEmpty();
            assertThat(ledger.nextDue()).isEmpty();
        }
    }

    @Test
    void withoutABackupADamagedFileStaysAsItIsAndIsSaid() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
        }
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.write(new byte[100]);
        }
        byte[] damaged = Files.readAllBytes(path);

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.trouble()).isEqualTo(Trouble.DAMAGED));

        assertThat(path).hasBinaryContent(damaged);
        assertThat(aside()).isEmpty();
    }

    @Test
    void aNewLedgerIsNothingToSay() {
        LedgerFile.Opened opened = open();
        opened.ledger().close();

        assertThat(opened.broughtBack()).isNull();
    }

    @Test
    void whileAnotherProcessWorksWithItTheFileIsNotExchanged() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
        }
        try (ChildJvm child = ChildJvm.start(SendingChild.class, List.of(), SqliteLedger.urlOf(path), "1")) {
            child.await(SendingChild.SENDING);

            assertThat(file.restore(null, "Nodira", LATER)).isEqualTo(new Restoration.InUse());

            child.kill();
        }
        assertThat(file.restore(null, "Nodira", LATER)).isInstanceOf(Restoration.Done.class);
    }

    // ---- a log that cannot be read to its end

    /** The file and the log of a ledger as they lay on the disk while it was open. */
    private void leaveALogBehind() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 20);
            for (String name : List.of("ledger.db", "ledger.db-wal")) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }
        for (String name : List.of("ledger.db", "ledger.db-wal")) {
            Files.move(copy.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void aLogThatIsWholeIsNothingToSay() throws Exception {
        leaveALogBehind();

        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.broughtBack()).isNull();
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, 20L));
        }
    }

    @Test
    void finishedTransactionsBehindABadFrameAreMissedAndSaid() throws Exception {
        leaveALogBehind();
        Path log = folder.resolve("ledger.db-wal");
        byte[] before;
        try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            bytes.write("garbage".getBytes(StandardCharsets.US_ASCII));
        }
        before = Files.readAllBytes(log);

        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.broughtBack()).isNotNull();
            assertThat(opened.broughtBack().kind()).isEqualTo(BroughtBack.Kind.LOG_CUT);
            assertThat(Path.of(Objects.requireNonNull(opened.broughtBack().keptAs())))
                    .hasBinaryContent(before);
            List<LedgerEntry> left = new ArrayList<>();
            ledger.forEach(LedgerQuery.ALL, left::add);
            assertThat(left).hasSizeBetween(1, 19).allMatch(LedgerEntry::inDoubt);
        }
    }

    private void loseTheHeaderOfTheLog() throws IOException {
        try (RandomAccessFile bytes =
                new RandomAccessFile(folder.resolve("ledger.db-wal").toFile(), "rw")) {
            bytes.write(new byte[32]);
        }
    }

    @Test
    void aLogWithoutItsHeaderIsMissedAndSaid() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 101, 105);
        }
        leaveALogBehind();
        loseTheHeaderOfTheLog();

        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.broughtBack()).isNotNull();
            assertThat(opened.broughtBack().kind()).isEqualTo(BroughtBack.Kind.LOG_CUT);
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, 5L));
        }
    }

    @Test
    void aLogThatHeldEverythingIsNotTakenForAnEmptyLedger() throws Exception {
        leaveALogBehind();
        loseTheHeaderOfTheLog();
        byte[] log = Files.readAllBytes(folder.resolve("ledger.db-wal"));

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.trouble()).isEqualTo(Trouble.DAMAGED));

        assertThat(folder.resolve("ledger.db-wal")).hasBinaryContent(log);
    }

    // ---- a person asks for an older state

    @Test
    void restoringKeepsThePresentFileAside() throws Exception {
        ledgerWithABackupAndAPaymentSince();

        Restoration result = file.restore(null, "Nodira", LATER);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Restoration.Done.class,
                        done -> assertThat(done.broughtBack())
                                .isEqualTo(new BroughtBack(
                                        BroughtBack.Kind.ASKED_FOR,
                                        MORNING,
                                        folder.resolve("ledger.db.aside-20261124-140000")
                                                .toString())));
        assertPayments(PAYMENTS);
        assertThat(file.restore(folder.resolve("ledger.db.aside-20261124-140000"), "Nodira", LATER))
                .isInstanceOf(Restoration.Done.class);
        assertPayments(PAYMENTS + 1);
    }

    private void assertPayments(long howMany) {
        try (Ledger ledger = open().ledger()) {
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, howMany));
        }
    }

    @Test
    void whatIsNoBackupIsRefusedAndNothingChanged() throws Exception {
        ledgerWithABackupAndAPaymentSince();
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear all, ".repeat(1000));
        Path songs = folder.resolve("songs.db");
        try (Connection connection = SqliteBackups.connect(songs);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE songs (title TEXT)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }

        for (Path bad : List.of(letter, songs, folder.resolve("nowhere.db"), folder)) {
            assertThat(file.restore(bad, "Nodira", LATER)).isEqualTo(new Restoration.NotGood(bad));
        }
        assertThat(aside()).isEmpty();
        assertPayments(PAYMENTS + 1);
    }

    @Test
    void withoutABackupThereIsNothingToRestore() throws Exception {
        assertThat(file.restore(null, "Nodira", LATER)).isEqualTo(new Restoration.NoBackup(folder.resolve("backups")));
        assertThat(path).doesNotExist();
    }
}

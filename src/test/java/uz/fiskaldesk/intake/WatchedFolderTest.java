package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.ServerException;
import uz.fiskaldesk.support.Translations;

/** Files that are put into a folder are imported once they are complete. */
@Timeout(60)
class WatchedFolderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T07:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private SqliteLedger ledger;
    private final List<WatchedFolder> open = new ArrayList<>();
    private final BlockingQueue<Path> moved = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notTaken = new LinkedBlockingQueue<>();

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(temporary.resolve("bank"));
        ledger = SqliteLedger.open(SqliteLedger.urlOf(temporary.resolve("ledger.db")), CLOCK.instant());
    }

    @AfterEach
    void close() {
        open.forEach(WatchedFolder::close);
        ledger.close();
    }

    private WatchedFolder watch() throws ServerException {
        return watch(folder);
    }

    private WatchedFolder watch(Path path) throws ServerException {
        return watch(path, _ -> ColumnMapping.NONE);
    }

    private WatchedFolder watch(Path path, Function<List<String>, ColumnMapping> mappings) throws ServerException {
        Import imports =
                new Import(ledger, new ReceiptReader(CLOCK), new Operator("Till 1", "Aziza", CLOCK), Providers.DEFAULT);
        WatchedFolder watched = WatchedFolder.open(
                path, imports, mappings, result -> "report on " + result.name(), new WatchedFolder.Listener() {
                    @Override
                    public void taken(FileResult result, Path where) {
                        moved.add(where);
                    }

                    @Override
                    public void failed(String name, LedgerException e) {
                        failed.add(name);
                    }

                    @Override
                    public void notTaken(String name) {
                        notTaken.add(name);
                    }
                });
        open.add(watched);
        return watched;
    }

    private static String csv(int... numbers) {
        StringBuilder csv = new StringBuilder("transaction_id\n");
        for (int number : numbers) {
            csv.append(id(number)).append('\n');
        }
        return csv.toString();
    }

    private static String id(int number) {
        return "a12f0000-0000-4000-8000-%012d".formatted(number);
    }

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path next() throws InterruptedException {
        return moved.poll(30, TimeUnit.SECONDS);
    }

    private long payments() {
        return ledger.page(LedgerQuery.ALL, null, 10_000).size();
    }

    @Test
    void filesThatCannotBeTakenHoldUpNoOther() throws Exception {
        ledger.add(Payment.of(TransactionId.of(id(1))), null, new Act(Act.Kind.ADDED, "Aziza", CLOCK.instant(), null));
        PostgresServer.run(SqliteLedger.urlOf(temporary.resolve("ledger.db")), "UPDATE payment SET provider = 'zzz'");
        drop("a-unreadable.csv", csv(1));
        drop("b-fault.csv", "transaction_id;fault\n" + id(2) + ";1\n");
        drop("c-good.csv", csv(3));
        watch(folder, columns -> {
            if (columns.contains("fault")) {
                throw new IllegalStateException("a fault of the program");
            }
            return ColumnMapping.NONE;
        });

        assertThat(next()).isEqualTo(folder.resolve("refused", "a-unreadable.csv"));
        assertThat(next()).hasFileName("c-good.csv");
        assertThat(notTaken.poll(30, TimeUnit.SECONDS)).isEqualTo("b-fault.csv");
        drop("d-good.csv", csv(4));
        assertThat(next()).as("it goes on watching").hasFileName("d-good.csv");
    }

    @Test
    void refusesTheFoldersOfTheProgram() throws IOException {
        Path backups = Files.createDirectories(temporary.resolve("backups"));
        for (Path own : List.of(temporary, backups)) {
            assertThatThrownBy(() -> watch(own))
                    .isInstanceOfSatisfying(
                            ServerException.class,
                            e -> assertThat(e.in(Translations.in(Language.ENGLISH)))
                                    .contains("keeps its own files", own.toString()));
        }
        assertThat(temporary.resolve("ledger.db")).exists();
        assertThat(temporary.resolve("refused")).doesNotExist();
    }

    @Test
    void completeFileIsTakenWithinASecond() throws Exception {
        watch();
        long begun = System.nanoTime();
        drop("payments.csv", csv(1, 2));
        assertThat(next()).isEqualTo(folder.toAbsolutePath().resolve("done/payments.csv"));
        // The limit is a second on an idle computer.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(folder.resolve("payments.csv")).doesNotExist();
        assertThat(folder.resolve("done/payments.csv.report.txt")).hasContent("report on payments.csv");
        assertThat(payments()).isEqualTo(2);
        assertThat(ledger.acts(ledger.page(LedgerQuery.ALL, null, 1).getFirst())
                        .getFirst()
                        .why())
                .isEqualTo("payments.csv");
    }

    @Test
    void filesOfBeforeAreTakenAndRefusedOnesAreSeparated() throws Exception {
        drop("bad.csv", "name,sum\nx,1\n");
        drop("partly.csv", csv(1) + "nonsense\n");
        drop("good.csv", csv(2));
        watch();
        assertThat(List.of(next(), next(), next()))
                .extracting(path ->
                        folder.toAbsolutePath().relativize(path).toString().replace('\\', '/'))
                .containsExactlyInAnyOrder("refused/bad.csv", "refused/partly.csv", "done/good.csv");
        assertThat(folder.resolve("refused/bad.csv.report.txt")).exists();
        assertThat(payments()).isEqualTo(2);
    }

    @Test
    void sameFileAgainGetsAnotherNameAndChangesNothing() throws Exception {
        watch();
        drop("payments.csv", csv(1));
        next();
        drop("payments.csv", csv(1));
        assertThat(next()).isEqualTo(folder.toAbsolutePath().resolve("done/payments (2).csv"));
        assertThat(folder.resolve("done/payments.csv")).exists();
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void fileIsNotTakenBeforeItsEndIsThere() throws Exception {
        watch();
        String whole = csv(1, 2, 3);
        Path pausing = drop("pausing.csv", whole.substring(0, whole.length() - 10));
        Path archive = Files.write(folder.resolve("half.xlsx"), new byte[] {'P', 'K', 3, 4, 20, 0});
        drop("upload.csv.part", csv(4));
        drop("empty.csv", "");
        try (FileChannel writer = FileChannel.open(
                        drop("locked.csv", csv(5)), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = writer.lock()) {
            assertThat(lock.isValid()).isTrue();
            drop("control.csv", csv(6));
            assertThat(next()).hasFileName("control.csv");
            assertThat(moved.poll(1, TimeUnit.SECONDS)).as("none of the others").isNull();
        }
        assertThat(next()).hasFileName("locked.csv");
        Files.writeString(pausing, whole.substring(whole.length() - 10), StandardOpenOption.APPEND);
        assertThat(next()).hasFileName("pausing.csv");
        Files.move(folder.resolve("upload.csv.part"), folder.resolve("upload.csv"));
        assertThat(next()).isEqualTo(folder.toAbsolutePath().resolve("done/upload.csv"));
        assertThat(archive).exists();
        assertThat(folder.resolve("empty.csv")).exists();
        assertThat(payments()).isEqualTo(6);
    }

    @Test
    void fileThatIsOpenForWritingIsNotTaken() throws Exception {
        watch();
        Path file = folder.resolve("open.csv");
        try (var writer = Files.newBufferedWriter(file)) {
            writer.write(csv(1));
            writer.flush();
            assertThat(moved.poll(1, TimeUnit.SECONDS)).isNull();
            writer.write(id(2) + "\n");
        }
        assertThat(next()).hasFileName("open.csv");
        assertThat(payments()).isEqualTo(2);
    }

    @Test
    void linksFoldersAndHiddenFilesStay() throws Exception {
        Path secret = Files.writeString(temporary.resolve("elsewhere.csv"), csv(1));
        Files.createSymbolicLink(folder.resolve("link.csv"), secret);
        Files.createDirectory(folder.resolve("folder.csv"));
        drop(".hidden.csv", csv(2));
        drop("~$lock.csv", csv(3));
        watch();
        drop("control.csv", csv(4));
        assertThat(next()).hasFileName("control.csv");
        assertThat(payments()).isEqualTo(1);
        assertThat(secret).exists();
        assertThat(folder.resolve("link.csv")).isSymbolicLink();
    }

    @Test
    void twoDesksTakeEachFileOnce() throws Exception {
        watch();
        watch();
        for (int file = 0; file < 20; file++) {
            drop("payments-" + file + ".csv", csv(file));
        }
        for (int file = 0; file < 20; file++) {
            assertThat(next()).isNotNull();
        }
        assertThat(moved.poll(500, TimeUnit.MILLISECONDS)).isNull();
        try (Stream<Path> done = Files.list(folder.resolve("done"))) {
            assertThat(done).hasSize(40).noneMatch(path -> path.toString().contains("(2)"));
        }
        assertThat(payments()).isEqualTo(20);
        try (Stream<Path> taking = Files.list(folder.resolve(".taking"))) {
            assertThat(taking).isEmpty();
        }
    }

    @Test
    void fileOfAKilledProcessIsTakenAgain() throws Exception {
        Path own = Files.createDirectories(folder.resolve(".taking/1234"));
        Files.writeString(own.resolve("payments.csv"), csv(1));
        Files.createFile(folder.resolve(".taking/1234.lock"));
        watch();
        assertThat(next()).isEqualTo(folder.toAbsolutePath().resolve("done/payments.csv"));
        assertThat(own).doesNotExist();
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void fileWaitsForALedgerThatCannotBeWritten() throws Exception {
        ledger.close();
        watch();
        drop("payments.csv", csv(1));
        assertThat(failed.poll(30, TimeUnit.SECONDS)).isEqualTo("payments.csv");
        assertThat(folder.resolve("payments.csv")).exists();
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @Test
    void aLinkInPlaceOfAFileIsNotFollowed() throws Exception {
        Path secret = Files.writeString(temporary.resolve("secret.txt"), "secret");
        Path link = Files.createSymbolicLink(folder.resolve("payments.csv"), secret);
        assertThat(new FolderClaims(folder).claim(link)).isNull();
        assertThat(link).isSymbolicLink();
        try (Stream<Path> taking = Files.list(folder.resolve(".taking"))) {
            assertThat(taking).isEmpty();
        }

        // Neither is one in place of a report.
        Path refused = Files.createDirectory(folder.resolve("refused"));
        Files.createSymbolicLink(refused.resolve("bad.csv.report.txt"), secret);
        watch();
        drop("bad.csv", "nonsense\n1\n");
        assertThat(next()).hasFileName("bad.csv");
        assertThat(secret).hasContent("secret");
        drop("good.csv", csv(1));
        assertThat(next()).hasFileName("good.csv");
    }

    @Test
    void aFileThatGrowsAndGrowsIsPutBackUntilItIsComplete() throws Exception {
        Path file = folder.resolve("growing.csv");
        AtomicBoolean grows = new AtomicBoolean(true);
        AtomicInteger rows = new AtomicInteger(1);
        watch(folder, _ -> {
            if (grows.get()) {
                grow(rows.incrementAndGet());
            }
            return ColumnMapping.NONE;
        });
        drop("growing.csv", csv(1));
        while (rows.get() == 1 || !Files.exists(file)) {
            Thread.onSpinWait();
        }
        grows.set(false);
        assertThat(next()).hasFileName("growing.csv");
        assertThat(payments()).isEqualTo(rows.get());
    }

    /** Appends a row to the file that is being imported, as its writer does. */
    private void grow(int number) {
        try (Stream<Path> taking = Files.walk(folder.resolve(".taking"))) {
            Path claimed = taking.filter(path -> path.endsWith("growing.csv"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(claimed, id(number) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFolderThatCannotTakeFilesIsNamed() throws Exception {
        Path done = drop("done", "");
        assertThatThrownBy(() -> watch())
                .isInstanceOfSatisfying(
                        ServerException.class,
                        e -> assertThat(e.in(Translations.in(Language.ENGLISH))).contains(done.toString()));
    }

    @Test
    void longAndStrangeNamesAreTakenAgainAndAgain() throws Exception {
        watch();
        String name = "ж".repeat(100) + "\n\u001b[31m" + ".csv";
        for (int time = 0; time < 2; time++) {
            drop(name, csv(1));
            assertThat(Objects.requireNonNull(next())).exists();
        }
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void folderThatVanishesEndsTheWatch() throws Exception {
        assertThatThrownBy(() -> watch(temporary.resolve("missing"))).isInstanceOf(ServerException.class);
        WatchedFolder watched = watch();
        assertThat(watched.isAlive()).isTrue();
        Files.delete(folder);
        while (watched.isAlive()) {
            Thread.onSpinWait();
        }
    }
}

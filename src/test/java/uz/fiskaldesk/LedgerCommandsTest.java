package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.cli.Program;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.confirm.UnrecordedOutcomes.UnrecordedOutcome;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.UnrecordedOutcomeFiles;

/** Tests commands that concern the whole list: damage, backups, moving, and unrecorded outcomes. */
@NullUnmarked
class LedgerCommandsTest {
    @TempDir
    Path folder;

    private final TickingClock clock = new TickingClock();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The system clock, which tests move forward. */
    private static final class TickingClock extends Clock {
        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("moments have no zone");
        }
    }

    @BeforeEach
    void aPaymentAndABackup() {
        LedgerFile file = new LedgerFile(url());
        try (Ledger ledger = file.open(clock.instant()).ledger()) {
            ledger.add(Samples.payment(1), Samples.receipt(1), Samples.act(Act.Kind.ADDED));
            file.backUpDaily(clock.instant());
            ledger.add(Samples.payment(2), null, Samples.act(Act.Kind.ADDED));
        }
    }

    private String url() {
        return SqliteLedger.urlOf(folder.resolve("ledger.db"));
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        PrintWriter errors = new PrintWriter(err);
        Host host = new Host(
                Map.of(),
                System.getProperties(),
                "Dilnoza",
                clock,
                _ -> {},
                () -> {},
                InputStream.nullInputStream(),
                errors);
        List<String> all = new ArrayList<>(List.of("--lang", "en", "--data-dir", folder.toString()));
        all.addAll(List.of(args));
        return new Program(options -> new CompositionRoot(options, host, null), "test", new PrintWriter(out), errors)
                .run(all.toArray(String[]::new));
    }

    private void damage() throws IOException {
        try (RandomAccessFile bytes =
                new RandomAccessFile(folder.resolve("ledger.db").toFile(), "rw")) {
            bytes.write(new byte[100]);
        }
    }

    @Test
    void aDamagedListIsRestoredAndPossibleLossIsReported() throws IOException {
        damage();

        assertThat(run("list", "--json")).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .startsWith("The list of payments was damaged and is back as it was at ")
                .contains("compare with FiscalBox")
                .contains(folder.resolve("ledger.db.aside-").toString());
        assertThat(run("list", "--json")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theHistoryMentionsTheRestoration() throws IOException {
        damage();
        run("list");

        run("show", Samples.id(1).text());

        assertThat(out.toString())
                .contains("The list was brought back from a backup; the payment may have gone through");
    }

    @Test
    void damageWithoutABackupIsReportedAndNothingChanged() throws IOException {
        damage();
        try (var backups = Files.newDirectoryStream(folder.resolve("backups"))) {
            for (Path backup : backups) {
                Files.delete(backup);
            }
        }

        assertThat(run("list")).isEqualTo(6);

        assertThat(err.toString()).contains("is damaged. Do not delete it.");
    }

    @Test
    void restoreUsesTheNewestBackupAndKeepsTheCurrentList() {
        assertThat(run("restore")).isZero();

        assertThat(out.toString())
                .startsWith("The list of payments is back as it was at ")
                .contains(folder.resolve("ledger.db.aside-").toString());
        run("list", "--json");
        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void restoreRefusesOtherFilesAndAListInUse() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear all");

        assertThat(run("restore", letter.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is not a whole list of payments; nothing was changed");
        run("list", "--json");
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void moveLedgerCopiesTheListAndShowsTheNextStep() {
        String shared = PostgresServer.get().newDatabase();

        assertThat(run("move-ledger", shared)).isZero();

        assertThat(out.toString()).isEqualTo("Copied and compared: payments 2, attempts 0, acts 2.\n");
        assertThat(err.toString()).contains("\"url\": \"" + shared + "\"").contains("ledger-password");
        assertThat(run("list")).isEqualTo(6);
        assertThat(err.toString()).startsWith("This list was moved to the shared one (postgresql://");
        assertThat(run("--ledger", shared, "list", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(run("--ledger", shared, "restore")).isEqualTo(2);
        assertThat(run("--ledger", shared, "move-ledger", shared)).isEqualTo(2);
    }

    @Test
    void restoringASharedListMarksPaymentsAsUnknown() {
        String shared = PostgresServer.get().newDatabase();
        run("--ledger", shared, "add", Samples.id(7).text());

        assertThat(run("--ledger", shared, "restore")).isEqualTo(2);
        assertThat(err.toString()).contains("on every till", "fiskaldesk restore --done");
        assertThat(run("restore", "--done")).isEqualTo(2);
        try (Ledger till = PostgresLedger.open(shared, null, clock)) {
            assertThat(till.find(Samples.id(7))).isPresent();
            assertThat(run("--ledger", shared, "restore", "--done")).isEqualTo(6);
            assertThat(err.toString()).contains("Close FiskalDesk on every till");
        }

        assertThat(run("--ledger", shared, "restore", "--done")).isZero();

        assertThat(out.toString()).startsWith("The shared list of payments is back as it was at ");
        run("--ledger", shared, "show", Samples.id(7).text());
        assertThat(out.toString())
                .contains("The list was brought back from a backup; the payment may have gone through");
    }

    @Test
    void moveLedgerRefusesASharedListThatHasPayments() {
        String shared = PostgresServer.get().newDatabase();
        run("--ledger", shared, "add", Samples.id(7).text());

        assertThat(run("move-ledger", shared)).isEqualTo(2);

        assertThat(err.toString()).contains("There are payments on the shared list already");
        assertThat(run("move-ledger", "jdbc:sqlite:other.db")).isEqualTo(2);
    }

    @Test
    void aPasswordInTheUrlIsRefused() {
        assertThat(run("--ledger", "jdbc:postgresql://127.0.0.1:1/x?user=u&password=geheim", "list"))
                .isEqualTo(6);

        assertThat(err.toString()).contains("has a password in it").doesNotContain("geheim");
    }

    @Test
    void aMissingPasswordFileIsReported() throws IOException {
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"ledger\": {\"url\": \"jdbc:postgresql://127.0.0.1:1/x\", \"passwordFile\": \"nowhere\"}}");

        assertThat(run("list")).isEqualTo(6);

        assertThat(err.toString()).contains("The password of the shared list").contains("nowhere");
    }

    @Test
    void anUnreachableSharedListIsReported() {
        assertThat(run("--ledger", "jdbc:postgresql://127.0.0.1:1/x?user=u", "list"))
                .isEqualTo(6);

        assertThat(err.toString())
                .startsWith("The shared list of payments (postgresql://127.0.0.1:1/x) cannot be reached.");
    }

    /** The process died after FiscalBox's response and before the outcome was recorded. */
    @Test
    void anUnrecordedOutcomeIsRecordedByTheNextRun() {
        try (Ledger ledger = SqliteLedger.open(url(), clock.instant())) {
            Ledger.StartedAttempt begun = ledger.claim(
                            ledger.find(Samples.id(1)).orElseThrow(), "Kassa 1", clock.instant(), null)
                    .orElseThrow();
            new UnrecordedOutcomeFiles(folder.resolve("unrecorded"))
                    .keep(new UnrecordedOutcome(
                            ledger.claimOwner(), begun.attemptId(), Samples.confirmed(), clock.instant(), null));
        }

        run("list", "--json");

        assertThat(out.toString()).contains("\"state\":\"CONFIRMED\"");
        assertThat(new UnrecordedOutcomeFiles(folder.resolve("unrecorded")).all())
                .isEmpty();
    }

    /** The PIN is stored with the list, and no PIN was ever set. */
    @Test
    void aDamagedListIsReplacedByAGivenFile() throws IOException {
        Path good;
        try (var backups = Files.newDirectoryStream(folder.resolve("backups"))) {
            good = Files.move(backups.iterator().next(), folder.resolve("good.db"));
        }
        damage();
        assertThat(run("list")).isEqualTo(6);

        assertThat(run("restore", good.toString())).as(err.toString()).isZero();

        run("list", "--json");
        assertThat(out.toString().lines()).hasSize(1);
    }
}

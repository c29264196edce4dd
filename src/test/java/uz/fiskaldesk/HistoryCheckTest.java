package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests that {@code check} detects changes of the history made outside the program. */
@NullUnmarked
class HistoryCheckTest {
    @TempDir
    Path folder;

    private Terminal terminal;
    private FiscalBoxSimulator fiscalBox;

    @BeforeEach
    void aDay() throws Exception {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming());
        terminal = new Terminal(folder).with(fiscalBox.address());
        terminal.run("add", Payments.FIRST, "--amount", "125000").done();
        terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT).done();
        terminal.run("add", Payments.SECOND).done();
    }

    @AfterEach
    void tearDown() {
        fiscalBox.close();
    }

    private String url() {
        return SqliteLedger.urlOf(folder.resolve("ledger.db"));
    }

    private void tamper(String... statements) {
        PostgresServer.run(url(), statements);
    }

    @Test
    void anIntactHistoryIsConfirmedWithItsLastHash() {
        assertThat(terminal.run("check").out())
                .containsPattern("History: 5 entries, unchanged; its end is [0-9a-f]{64}");
    }

    @Test
    void aManipulatedPaymentIsNamed() {
        tamper("UPDATE payment SET state = 'CONFIRMED'", "DELETE FROM attempt");

        Terminal.Run run = terminal.run("check");

        assertThat(run.out())
                .contains("the payment " + Payments.SECOND + " does not follow from its history")
                .contains("(payment " + Payments.FIRST + ") was changed or taken away")
                .doesNotContain("unchanged");
        assertThat(run.code()).isEqualTo(6);
    }

    @Test
    void aRewrittenChainIsDetectedByABackup() {
        new LedgerFile(url()).backUpDaily(terminal.clock.instant());
        assertThat(terminal.run("check").out()).contains("unchanged");

        tamper("UPDATE act SET who = 'Somebody'", "UPDATE chain SET hash = ''");
        terminal.run("list").done();

        Terminal.Run run = terminal.run("check");
        assertThat(run.out()).contains("has a history that the list does not have");
        assertThat(run.code()).isEqualTo(6);
    }

    @Test
    void aTruncatedHistoryIsDetectedByABackup() {
        new LedgerFile(url()).backUpDaily(terminal.clock.instant());
        tamper(
                "DELETE FROM chain WHERE payment = (SELECT max(id) FROM payment)",
                "DELETE FROM act WHERE payment = (SELECT max(id) FROM payment)",
                "DELETE FROM payment WHERE id = (SELECT max(id) FROM payment)");

        Terminal.Run run = terminal.run("check");
        assertThat(run.out())
                .contains("has a history that the list does not have")
                .doesNotContain("unchanged");
        assertThat(run.code()).isEqualTo(6);
    }

    @Test
    void aRestoredListMayLackEntriesOfNewerBackups() {
        new LedgerFile(url()).backUpDaily(terminal.clock.instant());
        terminal.clock.tick(Duration.ofDays(1));
        terminal.run("add", Payments.THIRD).done();
        new LedgerFile(url()).backUpDaily(terminal.clock.instant());
        terminal.clock.tick(Duration.ofHours(1));
        Path oldest = folder.resolve("backups").toFile().listFiles()[0].toPath();
        for (java.io.File file : folder.resolve("backups").toFile().listFiles()) {
            if (file.toPath().compareTo(oldest) < 0) {
                oldest = file.toPath();
            }
        }
        assertThat(terminal.run("restore", oldest.toString()).code()).isZero();

        assertThat(terminal.run("check").out()).contains("unchanged").doesNotContain("does not have");
    }

    @Test
    void aReadyPaymentWithoutItsActsIsNamed() {
        terminal.run("confirm", Payments.SECOND, "--receipt", Payments.ANOTHER, "--api", "http://127.0.0.1:1");
        tamper("UPDATE payment SET state = 'READY', next_try_at = NULL", "DELETE FROM act");

        Terminal.Run run = terminal.run("check");

        assertThat(run.out()).contains("(payment " + Payments.FIRST + ") was changed or taken away");
        assertThat(run.err()).doesNotContain("unexpected");
        assertThat(run.code()).isEqualTo(6);
    }

    @Test
    void aPaymentThatIsBeingSentWithoutItsAttemptIsNamed() {
        tamper(
                "UPDATE payment SET state = 'SENDING', owner = 'gone', sender = 'Kassa 2' WHERE receipt_url IS NOT NULL",
                "DELETE FROM attempt");

        Terminal.Run run = terminal.run("check");

        assertThat(run.out()).contains("(payment " + Payments.FIRST + ") was changed or taken away");
        assertThat(run.err()).doesNotContain("unexpected");
        assertThat(run.code()).isEqualTo(6);
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/** A damaged or missing ledger file is restored from its backup, and the user is told. */
@NullUnmarked
class LedgerFileTest extends LedgerFolder {
    private void assertRestored(LedgerRecovery.Kind kind) throws IOException {
        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.recovery()).isNotNull();
            assertThat(opened.recovery().kind()).isEqualTo(kind);
            assertThat(opened.recovery().asOf()).isEqualTo(MORNING);
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, (long) PAYMENTS));
            LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();
            assertThat(entry.inDoubt()).isTrue();
            assertThat(ledger.acts(entry).getLast())
                    .isEqualTo(new Act(Act.Kind.FROM_BACKUP, "FiskalDesk", LATER, MORNING.toString()));
        }
        LedgerFile.Opened again = open();
        try (Ledger ledger = again.ledger()) {
            assertThat(again.recovery()).isNull();
            assertThat(ledger.find(Samples.id(1))).isPresent();
        }
    }

    @Test
    void damagedHeader() throws Exception {
        ledgerWithBackupAndNewerPayment();
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.write(new byte[100]);
        }
        byte[] damaged = Files.readAllBytes(path);

        assertRestored(LedgerRecovery.Kind.DAMAGED);

        assertThat(aside()).containsExactly("ledger.db.aside-20261124-140000");
        assertThat(folder.resolve(aside().getFirst())).hasBinaryContent(damaged);
    }

    @Test
    void damagedPageInTheMiddle() throws Exception {
        ledgerWithBackupAndNewerPayment();
        overwriteTheMiddle();
        byte[] damaged = Files.readAllBytes(path);

        assertRestored(LedgerRecovery.Kind.DAMAGED);

        assertThat(folder.resolve(aside().getFirst())).hasBinaryContent(damaged);
    }

    @Test
    void truncatedFile() throws Exception {
        ledgerWithBackupAndNewerPayment();
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.setLength(bytes.length() / 2);
        }

        assertRestored(LedgerRecovery.Kind.DAMAGED);
    }

    @Test
    void missingFile() throws Exception {
        ledgerWithBackupAndNewerPayment();
        Files.delete(path);

        assertRestored(LedgerRecovery.Kind.GONE);

        assertThat(aside()).isEmpty();
    }

    @Test
    void emptyFile() throws Exception {
        ledgerWithBackupAndNewerPayment();
        Files.write(path, new byte[0]);

        assertRestored(LedgerRecovery.Kind.GONE);
    }

    @Test
    void newestValidBackupIsRestored() throws Exception {
        ledgerWithBackupAndNewerPayment();
        Path newer = folder.resolve("backups/ledger-20261125-090000.db");
        Files.write(newer, "not a backup any more".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        Files.delete(path);

        assertRestored(LedgerRecovery.Kind.GONE);
    }

    @Test
    void nothingIsSentAutomaticallyAfterARestore() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            LedgerEntry ready = ledger.find(Samples.id(1)).orElseThrow();
            long attempt =
                    ledger.claim(ready, "Kassa 1", MORNING, null).orElseThrow().attemptId();
            ledger.recordOutcome(attempt, Samples.notSent(), MORNING, MORNING.plusSeconds(5));
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
    void damagedFileWithoutBackupIsReportedAndUntouched() throws Exception {
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
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.DAMAGED));

        assertThat(path).hasBinaryContent(damaged);
        assertThat(aside()).isEmpty();
    }

    @Test
    void newLedgerReportsNothing() {
        LedgerFile.Opened opened = open();
        opened.ledger().close();

        assertThat(opened.recovery()).isNull();
    }
}

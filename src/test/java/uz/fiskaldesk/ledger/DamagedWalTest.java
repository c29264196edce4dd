package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.payment.PaymentState;

/** Committed transactions in an unreadable part of the WAL are reported. */
@NullUnmarked
class DamagedWalTest extends LedgerFolder {
    /** Leaves the ledger file and its WAL as they were on disk while the ledger was open. */
    private void leaveWalBehind() throws IOException {
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
    void intactWalReportsNothing() throws Exception {
        leaveWalBehind();

        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.recovery()).isNull();
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, 20L));
        }
    }

    @Test
    void commitsAfterADamagedFrameAreReported() throws Exception {
        leaveWalBehind();
        Path log = folder.resolve("ledger.db-wal");
        byte[] before;
        try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            bytes.write("garbage".getBytes(StandardCharsets.US_ASCII));
        }
        before = Files.readAllBytes(log);

        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.recovery()).isNotNull();
            assertThat(opened.recovery().kind()).isEqualTo(LedgerRecovery.Kind.LOG_CUT);
            assertThat(Path.of(Objects.requireNonNull(opened.recovery().keptAs())))
                    .hasBinaryContent(before);
            List<LedgerEntry> left = new ArrayList<>();
            ledger.forEach(LedgerQuery.ALL, left::add);
            assertThat(left).hasSizeBetween(1, 19).allMatch(LedgerEntry::inDoubt);
        }
    }

    private void damageTheHeader() throws IOException {
        try (RandomAccessFile bytes =
                new RandomAccessFile(folder.resolve("ledger.db-wal").toFile(), "rw")) {
            bytes.write(new byte[32]);
        }
    }

    @Test
    void walWithDamagedHeaderIsReported() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 101, 105);
        }
        leaveWalBehind();
        damageTheHeader();

        LedgerFile.Opened opened = open();
        try (Ledger ledger = opened.ledger()) {
            assertThat(opened.recovery()).isNotNull();
            assertThat(opened.recovery().kind()).isEqualTo(LedgerRecovery.Kind.LOG_CUT);
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, 5L));
        }
    }

    @Test
    void damagedWalWithAllDataIsNotAnEmptyLedger() throws Exception {
        leaveWalBehind();
        damageTheHeader();
        byte[] log = Files.readAllBytes(folder.resolve("ledger.db-wal"));

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.DAMAGED));

        assertThat(folder.resolve("ledger.db-wal")).hasBinaryContent(log);
    }
}

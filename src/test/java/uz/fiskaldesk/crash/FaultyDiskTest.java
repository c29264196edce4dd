package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/** The disk fails at each of the system calls of a payment, one after the other. */
@NullUnmarked
class FaultyDiskTest {
    @TempDir
    Path folder;

    private Path ledgerFile;
    private FiscalBoxSimulator simulator;

    @BeforeEach
    void start() throws Exception {
        ledgerFile = Files.createDirectory(folder.resolve("data")).resolve("ledger.db");
        simulator = FiscalBoxSimulator.start(Scenario.confirming(), 0, Clock.systemUTC(), _ -> {});
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private String url() {
        return SqliteLedger.urlOf(ledgerFile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "for ever"})
    void failingAtAnyCallNothingIsLostOrSentTwice(String how) throws Exception {
        FaultyDisk disk = FaultyDisk.under(ledgerFile, folder);
        List<String> results = new ArrayList<>();
        try (ChildJvm child = ChildJvm.start(
                FailingDiskChild.class,
                List.of("-Xmx128m"),
                disk.environment(),
                url(),
                simulator.address().toString(),
                disk.library().toString(),
                folder.resolve("unrecorded").toString(),
                how)) {
            for (String line = child.line(); !line.equals(FailingDiskChild.DONE); line = child.line()) {
                results.add(line);
            }
            assertThat(child.waitFor()).isZero();
        }

        assertThat(results)
                .as("calls of a payment, each of which failed once")
                .hasSizeGreaterThan(20)
                .allMatch(result -> result.equals("Done") || result.equals(Reason.DISK_FAILS.name()));
        try (Ledger ledger = SqliteLedger.open(url(), Instant.now())) {
            List<TransactionId> all = IntStream.rangeClosed(1, results.size())
                    .mapToObj(Samples::id)
                    .toList();
            new Invariants(ledger, simulator).check(all);
            Set<String> sent = new HashSet<>();
            for (RecordedRequest seen : simulator.confirmations()) {
                assertThat(sent.add(String.valueOf(seen.transactionId())))
                        .as("sent twice: %s", seen)
                        .isTrue();
            }
            for (TransactionId id : all) {
                LedgerEntry entry = ledger.find(id).orElseThrow();
                assertThat(entry.state())
                        .as("FiscalBox.s answer is recorded: %s", entry)
                        .isEqualTo(
                                sent.contains(id.text())
                                        ? PaymentState.CONFIRMED
                                        : entry.attempts() == 0 ? PaymentState.READY : PaymentState.UNKNOWN);
            }
        }
    }
}

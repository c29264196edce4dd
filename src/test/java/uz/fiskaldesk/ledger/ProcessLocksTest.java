package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.payment.PaymentState;

/** Dead processes are detected by operating system locks. */
@NullUnmarked
class ProcessLocksTest {
    @TempDir
    Path folder;

    private String url;

    @BeforeEach
    void payments() {
        url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        try (Ledger ledger = open()) {
            for (int number = 1; number <= 2; number++) {
                ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
            }
        }
    }

    private SqliteLedger open() {
        return SqliteLedger.open(url, Samples.NOON);
    }

    private ChildJvm sending(int number) throws Exception {
        ChildJvm child = ChildJvm.start(SendingChild.class, List.of(), url, Integer.toString(number));
        child.await(SendingChild.SENDING);
        return child;
    }

    private static LedgerEntry entry(Ledger ledger, int number) {
        return ledger.find(Samples.id(number)).orElseThrow();
    }

    @Test
    void threadsCanOpenTheLedgerConcurrently() throws Exception {
        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 5; round++) {
                var barrier = new java.util.concurrent.CyclicBarrier(8);
                List<java.util.concurrent.Callable<Integer>> opening = java.util.Collections.nCopies(8, () -> {
                    barrier.await();
                    try (Ledger ledger = open()) {
                        return entry(ledger, 1).attempts();
                    }
                });
                for (var each : threads.invokeAll(opening)) {
                    assertThat(each.get()).isZero();
                }
            }
        }
    }

    @Test
    void onlyDeadProcessesAreInterrupted() throws Exception {
        try (ChildJvm living = sending(1);
                ChildJvm killed = sending(2)) {
            killed.kill();
            try (Ledger ledger = open()) {
                assertThat(entry(ledger, 1).state()).isEqualTo(PaymentState.SENDING);
                assertThat(entry(ledger, 1).sender()).isEqualTo("Kassa 2");
                assertThat(entry(ledger, 2).state()).isEqualTo(PaymentState.UNKNOWN);
                assertThat(entry(ledger, 2).lastOutcome())
                        .isInstanceOfSatisfying(
                                Outcome.Unknown.class,
                                unknown -> assertThat(unknown.reason()).isEqualTo(Outcome.UnknownReason.INTERRUPTED));

                living.kill();
                assertThat(ledger.recoverInterrupted(Samples.NOON)).isOne();
                assertThat(entry(ledger, 1).state()).isEqualTo(PaymentState.UNKNOWN);
            }
        }
    }

    @Test
    void closedLedgerWithoutAnswerIsInterrupted() throws Exception {
        try (ChildJvm child = sending(1)) {
            assertThat(child.closeInputAndWait()).isZero();
            try (Ledger ledger = open()) {
                assertThat(entry(ledger, 1).state()).isEqualTo(PaymentState.UNKNOWN);
            }
        }
    }

    @Test
    void filesOfDeadProcessesAreDeleted() throws Exception {
        for (int number = 1; number <= 2; number++) {
            try (ChildJvm child = sending(number)) {
                child.kill();
            }
        }
        try (Ledger ledger = open()) {
            assertThat(ownerFiles()).hasSize(1);
            assertThat(ledger.recoverInterrupted(Samples.NOON)).isZero();
        }
        assertThat(ownerFiles()).isEmpty();
    }

    private List<Path> ownerFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("owners"))) {
            return files.filter(file -> file.toString().endsWith(".owner")).toList();
        }
    }
}

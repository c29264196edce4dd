package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger.NewPayment;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;

class WalCheckpointsTest {
    private static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");
    private static final Act ADDED = new Act(Act.Kind.IMPORTED, "Aziza", NOON, null);

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenReachesTheFileWithoutACommitThatWaitsForIt() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (SqliteLedger ledger = SqliteLedger.open(SqliteLedger.urlOf(file), NOON)) {
            long before = Files.size(file);
            // Fewer pages than those after which SQLite does a checkpoint itself.
            ledger.addAll(IntStream.range(0, 1_000)
                    .mapToObj(_ -> new NewPayment(payment(), null, List.of(), ADDED))
                    .toList());
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (Files.size(file) < before + 400_000 && System.nanoTime() < end) {
                boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            }
            assertThat(Files.size(file)).isGreaterThan(before + 400_000);
        }
    }

    private static Payment payment() {
        return new Payment(TransactionId.of(UUID.randomUUID().toString()), null, null, null, null, NOON, null);
    }
}

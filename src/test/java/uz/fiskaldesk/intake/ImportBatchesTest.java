package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;

class ImportBatchesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");
    private static final int ROWS = 50_000;

    private final Random random = new Random(7);
    private final List<CheckedRow> added = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final List<RowReport> reports = new ArrayList<>();
    private final ImportBatches batches = new ImportBatches(this::ledger, ROWS, reports::add);
    private int left = Integer.MAX_VALUE;

    private List<RowReport> ledger(List<CheckedRow> rows) {
        if (left-- == 0) {
            throw new LedgerException(LedgerException.Reason.DISK_FULL, "ledger.db");
        }
        added.addAll(rows);
        return rows.stream()
                .map(row -> new RowReport(
                        row.line(),
                        row.payment() == null
                                ? Result.REFUSED
                                : keys.add(row.payment().transactionId().key()) ? Result.TAKEN : Result.KNOWN,
                        row.givenId(),
                        List.of()))
                .toList();
    }

    private CheckedRow row(long line, @Nullable Instant paidAt) {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        Payment payment = new Payment(TransactionId.of(id), null, null, null, null, paidAt, null);
        return new CheckedRow(line, id, payment, null, List.of(), List.of());
    }

    @Test
    void aLongFileIsAddedByIdAndReportedInItsOrder() {
        List<CheckedRow> rows = new ArrayList<>();
        for (int line = 2; line < ROWS; line++) {
            rows.add(line % 100 == 0 ? CheckedRow.refused(line, null, List.of()) : row(line, NOON));
        }
        rows.add(
                new CheckedRow(ROWS, rows.getFirst().givenId(), rows.getFirst().payment(), null, List.of(), List.of()));
        rows.forEach(batches::add);
        batches.flush();
        assertThat(reports).extracting(RowReport::line).isSorted().hasSize(rows.size());
        assertThat(reports.getFirst().result()).isEqualTo(Result.TAKEN);
        assertThat(reports.getLast().result()).isEqualTo(Result.KNOWN);
        assertThat(Stream.of(Result.values()).mapToLong(batches::count)).containsExactly(ROWS - 501L, 1L, 499L);
        assertThat(added.subList(0, 1_000)).extracting(ImportBatchesTest::key).isSorted();
    }

    @Test
    void paymentsWithoutATimeKeepTheOrderOfTheFile() {
        for (int line = 2; line <= ROWS; line++) {
            batches.add(row(line, line % 10_000 == 0 ? null : NOON));
        }
        batches.flush();
        assertThat(added).extracting(CheckedRow::line).isSorted().hasSize(ROWS - 1);
    }

    @Test
    void rowsThatAreDurableAreReportedEvenIfTheLedgerFailsThen() {
        left = 3;
        List<CheckedRow> rows = new ArrayList<>();
        for (int line = 2; line <= 5_000; line++) {
            rows.add(row(line, NOON));
        }
        rows.forEach(batches::add);
        assertThatThrownBy(batches::flush).isInstanceOf(LedgerException.class);
        assertThat(reports).hasSameSizeAs(added).isNotEmpty();
        assertThat(batches.count(Result.TAKEN)).isEqualTo(added.size());
    }

    private static String key(CheckedRow row) {
        return row.payment() == null ? "" : row.payment().transactionId().key();
    }
}

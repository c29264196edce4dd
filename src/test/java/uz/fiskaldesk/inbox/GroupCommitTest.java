package uz.fiskaldesk.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.intake.ImportRow;
import uz.fiskaldesk.intake.RowReport;

class GroupCommitTest {
    private static final int FIRST = 1;
    private static final int UNREADABLE = 2;
    private static final int OTHER = 3;

    private final CountDownLatch queued = new CountDownLatch(1);
    private final List<RowReport> reported = new ArrayList<>();

    /** The payment of a row is on the list already and cannot be read. */
    private List<RowReport> write(List<ImportRow> rows) {
        if (rows.stream().anyMatch(row -> row.line() == UNREADABLE)) {
            throw new LedgerException(Reason.UNREADABLE_ROW, "ledger.db");
        }
        if (rows.stream().anyMatch(row -> row.line() == FIRST)) {
            await(queued);
        }
        return rows.stream()
                .map(row -> new RowReport(row.line(), RowReport.Result.TAKEN, null, List.of()))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<List<RowReport>> add(GroupCommit commit, long line) {
        return Objects.requireNonNull(commit.add(List.of(new ImportRow(line, null, List.of()))));
    }

    @Test
    void aPaymentThatCannotBeReadFailsOnlyItsOwnRequest() {
        CompletableFuture<List<RowReport>> unreadable;
        CompletableFuture<List<RowReport>> other;
        try (GroupCommit commit = new GroupCommit(this::write, reported::add, 100)) {
            CompletableFuture<List<RowReport>> first = add(commit, FIRST);
            unreadable = add(commit, UNREADABLE);
            other = add(commit, OTHER);
            queued.countDown();
            assertThat(first.join()).hasSize(1);
            assertThat(other.join()).hasSize(1);
        }

        assertThatThrownBy(unreadable::join).hasCauseInstanceOf(LedgerException.class);
        assertThat(reported).extracting(RowReport::line).containsExactly((long) FIRST, (long) OTHER);
    }
}

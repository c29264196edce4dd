package uz.fiskaldesk.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.payment.Payment;

/**
 * Adds the rows of a file to the ledger in batches, reports them in their order, and counts the results.
 *
 * <p>IDs are random, so that a batch in the order of a long file changes a page of the index for each payment. Long files
 * are therefore collected in windows, whose rows are added in the order of their IDs; this writes half as much. Windows
 * keep the order of the file if it means something: payments without a time are listed in the order in which they were
 * added, and of two payments with the same receipt the first one gets it.
 */
final class ImportBatches {
    private static final int WINDOW = 40_000;

    /** In bytes. */
    private static final long LARGE_HEAP = 64L << 20;

    private final Function<List<CheckedRow>, List<RowReport>> ledger;
    private final Import.Listener listener;
    private final long total;
    private final BatchSize batchSize = new BatchSize();
    private final Map<Result, Long> counts = new EnumMap<>(Result.class);
    private final List<CheckedRow> window = new ArrayList<>();
    private long done;

    /**
     * @param ledger adds rows in one transaction and returns their results in order
     * @param total the number of rows in the file
     */
    ImportBatches(Function<List<CheckedRow>, List<RowReport>> ledger, long total, Import.Listener listener) {
        this.ledger = ledger;
        this.total = total;
        this.listener = listener;
    }

    /** Adds a row, at the latest when {@link #flush} is called. */
    void add(CheckedRow row) {
        window.add(row);
        if (window.size() >= WINDOW) {
            flush();
        }
    }

    /** Returns when all rows are durable and reported. */
    void flush() {
        @Nullable RowReport[] reports = new RowReport[window.size()];
        try {
            int[] order = order();
            int from = 0;
            while (from < order.length) {
                int[] some = Arrays.copyOfRange(order, from, Math.min(from + batchSize.rows(), order.length));
                addBatch(some, reports);
                from += some.length;
                listener.progress(done + from, total);
            }
        } finally {
            done += reports.length;
            window.clear();
            for (RowReport report : reports) {
                if (report != null) {
                    counts.merge(report.result(), 1L, Long::sum);
                    listener.row(report);
                }
            }
            limitHeap();
        }
    }

    /**
     * Rows of a window are old objects by the time that they are garbage. The serial collector leaves such objects until the
     * heap has grown to its limit, and an old computer has no memory to spare for that.
     */
    private void limitHeap() {
        if (done >= WINDOW && Runtime.getRuntime().totalMemory() > LARGE_HEAP) {
            System.gc();
        }
    }

    private void addBatch(int[] rows, @Nullable RowReport[] reports) {
        long begun = System.nanoTime();
        List<RowReport> results =
                ledger.apply(Arrays.stream(rows).mapToObj(window::get).toList());
        batchSize.took(System.nanoTime() - begun);
        for (int i = 0; i < rows.length; i++) {
            reports[rows[i]] = results.get(i);
        }
    }

    /** The positions of the rows in the order in which they are added; rows with the same ID keep theirs. */
    private int[] order() {
        IntStream positions = IntStream.range(0, window.size());
        if (window.size() <= BatchSize.MOST || window.stream().anyMatch(ImportBatches::needsOrder)) {
            return positions.toArray();
        }
        return positions
                .boxed()
                .sorted(Comparator.comparing(i -> key(window.get(i))))
                .mapToInt(i -> i)
                .toArray();
    }

    private static boolean needsOrder(CheckedRow row) {
        Payment payment = row.payment();
        return payment != null && (payment.paidAt() == null || row.receipt() != null);
    }

    private static String key(CheckedRow row) {
        Payment payment = row.payment();
        return payment == null ? "" : payment.transactionId().key();
    }

    long count(Result result) {
        return counts.getOrDefault(result, 0L);
    }

    /**
     * Adapts the size of batches to the speed of the disk, so that payments that are sent meanwhile wait a fraction of a
     * second for the ledger.
     */
    private static final class BatchSize {
        private static final long SHORT_NANOS = 80_000_000;
        private static final long LONG_NANOS = 300_000_000;
        private static final int LEAST = 250;
        private static final int MOST = 8_000;

        private int rows = LEAST;

        int rows() {
            return rows;
        }

        void took(long nanos) {
            if (nanos < SHORT_NANOS) {
                rows = Math.min(MOST, rows * 2);
            } else if (nanos > LONG_NANOS) {
                rows = Math.max(LEAST, rows / 2);
            }
        }
    }
}

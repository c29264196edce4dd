package uz.fiskaldesk.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.support.CellText;

/**
 * One run of an import: a thread reads and validates the rows while the caller's thread adds them to the ledger. A bounded queue between them limits the memory.
 */
final class FileImport {
    private static final int CHUNK = 250;
    private static final int QUEUED_CHUNKS = 20;
    private static final int MOST_IGNORED_NAMES = 50;
    private static final long OFFER_MILLIS = 50;

    /** Ends the queue. */
    private static final List<CheckedRow> END = List.of();

    private final RowSource rows;
    private final RowChecker checker;
    private final ImportBatches batches;
    private final Import.Listener listener;
    private final BlockingQueue<List<CheckedRow>> read = new ArrayBlockingQueue<>(QUEUED_CHUNKS);
    private final Set<String> ignored = new LinkedHashSet<>();

    /** Set by the reading thread before {@link #END}. */
    private @Nullable Throwable failure;

    private volatile boolean stopped;

    /**
     * @param total the number of rows
     * @param ledger adds rows in one transaction and returns their results in order
     */
    FileImport(
            RowSource rows,
            long total,
            RowChecker checker,
            Function<List<CheckedRow>, List<RowReport>> ledger,
            Import.Listener listener) {
        this.rows = rows;
        this.checker = checker;
        this.batches = new ImportBatches(ledger, total, listener);
        this.listener = listener;
    }

    /**
     * Returns when all rows are added or the listener has cancelled the import.
     *
     * @throws ImportFileException if the file cannot be read any more; rows before that may be added
     * @throws CancellationException if this thread was interrupted; rows before that may be added
     */
    Import.Summary run() throws ImportFileException {
        Thread reader = Thread.ofPlatform().daemon().name("import-reader").start(this::read);
        try {
            boolean cancelled = addRows();
            if (!cancelled) {
                throwFailure();
            }
            batches.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the import was interrupted");
        } finally {
            stopped = true;
            join(reader);
        }
        return new Import.Summary(
                batches.count(Result.TAKEN),
                batches.count(Result.KNOWN),
                batches.count(Result.REFUSED),
                List.copyOf(ignored));
    }

    /** Adds rows until the end; returns true if the listener has cancelled the import before. */
    private boolean addRows() throws InterruptedException {
        for (List<CheckedRow> chunk = read.take(); !chunk.isEmpty(); chunk = read.take()) {
            for (CheckedRow row : chunk) {
                if (listener.isCancelled()) {
                    return true;
                }
                batches.add(row);
            }
        }
        return false;
    }

    private void throwFailure() throws ImportFileException {
        switch (failure) {
            case null -> {}
            case ImportFileException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** The file is deleted afterwards, which Windows does not allow while it is being read. */
    private static void join(Thread reader) {
        boolean interrupted = false;
        while (true) {
            try {
                reader.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        ReadingSink sink = new ReadingSink();
        try {
            rows.read(sink);
            sink.pass();
        } catch (StopReadingException e) {
            return;
        } catch (ImportFileException | RuntimeException | Error e) {
            failure = e;
        }
        try {
            put(END);
        } catch (StopReadingException e) {
            // Nobody waits for the end.
        }
    }

    private void put(List<CheckedRow> chunk) {
        try {
            while (!stopped) {
                if (read.offer(chunk, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StopReadingException();
    }

    /** Validates rows and passes them on, on the reading thread. */
    private final class ReadingSink implements RowSink {
        private List<CheckedRow> chunk = new ArrayList<>(CHUNK);

        @Override
        public void row(long line, PaymentFields fields) {
            add(checker.check(line, fields));
        }

        @Override
        public void broken(long line, FieldProblem why) {
            add(CheckedRow.refused(line, null, List.of(why)));
        }

        private void add(CheckedRow row) {
            chunk.add(row);
            if (chunk.size() >= CHUNK) {
                pass();
            }
        }

        void pass() {
            if (!chunk.isEmpty()) {
                put(chunk);
                chunk = new ArrayList<>(CHUNK);
            }
        }

        @Override
        public void ignored(String column) {
            if (ignored.size() < MOST_IGNORED_NAMES) {
                ignored.add(CellText.quoted(column));
            }
        }
    }
}

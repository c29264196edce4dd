package uz.fiskaldesk.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.function.Consumer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;

/**
 * Exports payments to a file, one at a time so that memory use does not grow with their number. The file appears under
 * its name only when it is complete: a failed export leaves an existing file unchanged.
 */
public final class Export {
    /** Writes the entries of one file. */
    interface Sink<T> extends AutoCloseable {
        void write(T entry) throws IOException;

        /** Completes the file; not called after a failed write. */
        void finish() throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Ledger ledger;

    public Export(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Writes the payments of a query, in its order.
     *
     * @param replaces whether an existing file may be replaced
     * @return the number of payments
     * @throws FileAlreadyExistsException if the file exists and may not be replaced
     * @throws IOException if the file cannot be written
     * @throws LedgerException if the ledger cannot be read
     */
    public long write(ExportFormat format, LedgerQuery query, Path file, boolean replaces) throws IOException {
        return ReportFile.write(file, replaces, out -> write(format, query, out));
    }

    private long write(ExportFormat format, LedgerQuery query, OutputStream out) throws IOException {
        try (Sink<LedgerEntry> sink = sink(format, out)) {
            Counting counting = new Counting(sink);
            ledger.forEach(query, counting);
            sink.finish();
            return counting.count;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Sink<LedgerEntry> sink(ExportFormat format, OutputStream out) throws IOException {
        return switch (format) {
            case CSV -> new CsvSink<>(ExportColumn.ALL, writer(out));
            case XLSX -> new XlsxSink<>("Payments", ExportColumn.ALL, out);
            case JSON -> new JsonSink(writer(out));
        };
    }

    static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private static final class Counting implements Consumer<LedgerEntry> {
        private final Sink<LedgerEntry> sink;
        private long count;

        Counting(Sink<LedgerEntry> sink) {
            this.sink = sink;
        }

        @Override
        public void accept(LedgerEntry entry) {
            try {
                sink.write(entry);
                count++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes a JSON array with one object per line. */
    private static final class JsonSink implements Sink<LedgerEntry> {
        private final Writer out;
        private String before = "[\n";

        JsonSink(Writer out) {
            this.out = out;
        }

        @Override
        public void write(LedgerEntry entry) throws IOException {
            out.write(before);
            PaymentJson.write(out, entry);
            before = ",\n";
        }

        @Override
        public void finish() throws IOException {
            out.write(before.startsWith("[") ? "[]\n" : "\n]\n");
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}

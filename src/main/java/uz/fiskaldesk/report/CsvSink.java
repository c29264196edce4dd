package uz.fiskaldesk.report;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.support.CellText;

/**
 * Writes CSV as in RFC 4180: comma-separated, CRLF line ends, quoted where necessary. It starts with a byte order mark
 * because Excel otherwise assumes windows-1251 here.
 */
final class CsvSink<T> implements Export.Sink<T> {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final CSVPrinter printer;

    private final List<ExportColumn<T>> columns;

    CsvSink(List<ExportColumn<T>> columns, Writer out) throws IOException {
        this.columns = columns;
        out.write(BYTE_ORDER_MARK);
        printer = new CSVPrinter(out, CSVFormat.RFC4180);
        printer.printRecord(columns.stream().map(ExportColumn::title).toList());
    }

    @Override
    public void write(T entry) throws IOException {
        List<String> cells = new ArrayList<>();
        for (ExportColumn<T> column : columns) {
            cells.add(cell(column.of(entry)));
        }
        printer.printRecord(cells);
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant moment -> ExportColumn.text(moment);
            case BigDecimal number -> number.toPlainString();
            default -> CellText.escaped(value.toString());
        };
    }

    @Override
    public void finish() throws IOException {
        printer.flush();
    }

    @Override
    public void close() throws IOException {
        printer.close();
    }
}

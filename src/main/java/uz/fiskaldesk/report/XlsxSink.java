package uz.fiskaldesk.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.CellText;

/** Writes an Excel workbook; starts a new sheet when one is full. Times are Tashkent's local time. */
final class XlsxSink<T> implements Export.Sink<T> {
    /** The row limit of a sheet: https://support.microsoft.com/office, "Excel specifications and limits". */
    private static final int MOST_ROWS = 1_048_576;

    private static final int LONGEST_CELL = 32_767;
    private static final int ROWS_KEPT = 500;

    private final String name;
    private final List<ExportColumn<T>> columns;
    private final Workbook workbook;
    private Worksheet sheet;
    private int sheets = 0;
    private int row = 0;

    /** @param name of the sheet */
    XlsxSink(String name, List<ExportColumn<T>> columns, OutputStream out) throws IOException {
        this.name = name;
        this.columns = columns;
        workbook = new Workbook(out, "FiskalDesk", "1.0");
        sheet = newSheet();
    }

    private Worksheet newSheet() {
        sheets++;
        Worksheet fresh = workbook.newWorksheet(name + (sheets == 1 ? "" : " " + sheets));
        int at = 0;
        for (ExportColumn<T> column : columns) {
            fresh.width(at, column.width());
            fresh.value(0, at, column.title());
            fresh.style(0, at).bold().set();
            at++;
        }
        fresh.freezePane(0, 1);
        row = 1;
        return fresh;
    }

    @Override
    public void write(T entry) throws IOException {
        if (row == MOST_ROWS) {
            sheet.finish();
            sheet = newSheet();
        }
        int at = 0;
        for (ExportColumn<T> column : columns) {
            cell(at++, column.of(entry));
        }
        row++;
        if (row % ROWS_KEPT == 0) {
            sheet.flush();
        }
    }

    private void cell(int at, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Instant moment -> {
                sheet.value(row, at, LocalDateTime.ofInstant(moment, FiscalReceipt.TASHKENT));
                sheet.style(row, at).format("dd.mm.yyyy hh:mm:ss").set();
            }
            case BigDecimal number -> {
                sheet.value(row, at, number);
                sheet.style(row, at)
                        .format(number.scale() > 0 ? "#,##0.00" : "0")
                        .set();
            }
            // Inline because shared strings would stay in memory until the end.
            default -> sheet.inlineString(row, at, text(value.toString()));
        }
    }

    private static String text(String text) {
        String defused = CellText.escaped(text);
        return defused.length() <= LONGEST_CELL ? defused : defused.substring(0, LONGEST_CELL);
    }

    @Override
    public void finish() throws IOException {
        sheet.finish();
        workbook.finish();
    }

    @Override
    public void close() throws IOException {
        // Closing the workbook would complete it even after a failure. The caller closes the stream.
    }
}

package uz.fiskaldesk.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.support.CellText;
import uz.fiskaldesk.support.Formats;

/** Writes the report on a shift to a file. */
public enum ShiftFile {
    /** A4 pages, for printing. */
    PDF,
    XLSX,
    /** UTF-8 with a byte order mark, comma-separated, with a blank line between tables. */
    CSV;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** The widths of the columns of a sheet in characters; the longest are transaction IDs and what to do next. */
    private static final List<Integer> WIDTHS = List.of(42, 20, 38, 24, 70);

    private static final int MOST_BLOCKS = 30;

    /** The format for a file's extension; empty if there is none. */
    public static Optional<ShiftFile> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ShiftFile format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes the report.
     *
     * @param replaces whether an existing file may be replaced
     * @throws FileAlreadyExistsException if the file exists and may not be replaced
     * @throws IOException if the file cannot be written
     */
    public void write(ShiftTables report, Path file, boolean replaces) throws IOException {
        ReportFile.write(file, replaces, out -> {
            switch (this) {
                case PDF -> new ShiftPdf(report).write(out);
                case XLSX -> xlsx(report, out);
                case CSV -> csv(report, out);
            }
            return true;
        });
    }

    private static void csv(ShiftTables report, OutputStream out) throws IOException {
        BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(BYTE_ORDER_MARK);
        CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        table(report.totalsTable(), printer);
        for (String line : report.notes()) {
            printer.printRecord(escaped(List.of(line)));
        }
        printer.println();
        for (ShiftTables.Table table : report.details()) {
            table(table, printer);
            printer.println();
        }
        for (String line : report.footer()) {
            printer.printRecord(escaped(List.of(line)));
        }
        printer.flush();
    }

    private static void table(ShiftTables.Table table, CSVPrinter printer) throws IOException {
        printer.printRecord(escaped(List.of(table.title())));
        printer.printRecord(escaped(withoutBars(table, table.header())));
        for (List<ShiftTables.Cell> row : table.rows()) {
            printer.printRecord(row.stream()
                    .filter(cell -> !(cell instanceof ShiftTables.Bars))
                    .map(ShiftFile::csv)
                    .toList());
        }
    }

    /** Numbers have a decimal point and nothing between thousands, as in the exports of payments. */
    private static String csv(ShiftTables.Cell cell) {
        return cell instanceof ShiftTables.Sum(Amount amount)
                ? amount == null ? "" : sums(amount).toPlainString()
                : CellText.escaped(cell.text());
    }

    private static BigDecimal sums(Amount amount) {
        return BigDecimal.valueOf(amount.tiyin(), 2);
    }

    private static List<String> withoutBars(ShiftTables.Table table, List<String> header) {
        return table.hasBars() ? header.subList(0, header.size() - 1) : header;
    }

    private static List<String> escaped(List<String> cells) {
        return cells.stream().map(CellText::escaped).toList();
    }

    private static void xlsx(ShiftTables report, OutputStream out) throws IOException {
        Workbook workbook = new Workbook(out, "FiskalDesk", "1.0");
        Worksheet sheet = workbook.newWorksheet(report.sheetName());
        sheet.pageOrientation("landscape");
        sheet.fitToWidth((short) 1);
        sheet.fitToHeight((short) 0);
        int row = table(report.totalsTable(), sheet, 0);
        for (String line : report.notes()) {
            sheet.value(row++, 0, CellText.escaped(line));
        }
        for (ShiftTables.Table table : report.details()) {
            row = table(table, sheet, row + 1);
        }
        row++;
        for (String line : report.footer()) {
            sheet.value(row++, 0, CellText.escaped(line));
        }
        for (int column = 0; column < WIDTHS.size(); column++) {
            sheet.width(column, WIDTHS.get(column));
        }
        workbook.finish();
    }

    /** Writes a table from a row on; returns the row after it. */
    private static int table(ShiftTables.Table table, Worksheet sheet, int from) {
        int row = from;
        bold(sheet, row++, List.of(table.title()));
        bold(sheet, row++, table.header());
        for (List<ShiftTables.Cell> cells : table.rows()) {
            for (int column = 0; column < cells.size(); column++) {
                write(sheet, row, column, cells.get(column));
            }
            row++;
        }
        return row;
    }

    private static void bold(Worksheet sheet, int row, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            sheet.value(row, column, CellText.escaped(cells.get(column)));
            sheet.style(row, column).bold().set();
        }
    }

    private static void write(Worksheet sheet, int row, int column, ShiftTables.Cell cell) {
        switch (cell) {
            case ShiftTables.Text(String text) -> {
                sheet.value(row, column, CellText.escaped(text));
                sheet.style(row, column).wrapText(true).verticalAlignment("top").set();
            }
            case ShiftTables.Count(long number) -> number(sheet, row, column, BigDecimal.valueOf(number), "#,##0");
            case ShiftTables.Sum(Amount amount) -> {
                if (amount != null) {
                    number(sheet, row, column, sums(amount), "#,##0.00");
                }
            }
            case ShiftTables.Moment(Instant at) -> {
                sheet.value(row, column, LocalDateTime.ofInstant(at, Formats.TASHKENT));
                sheet.style(row, column)
                        .format("dd.mm.yyyy hh:mm:ss")
                        .horizontalAlignment("left")
                        .verticalAlignment("top")
                        .set();
            }
            case ShiftTables.Bars(double first, double second) ->
                sheet.value(row, column, blocks(first, "▒") + blocks(second, "█"));
        }
    }

    private static void number(Worksheet sheet, int row, int column, BigDecimal number, String format) {
        sheet.value(row, column, number);
        sheet.style(row, column).format(format).verticalAlignment("top").set();
    }

    private static String blocks(double share, String block) {
        return block.repeat((int) Math.round(share * MOST_BLOCKS));
    }
}

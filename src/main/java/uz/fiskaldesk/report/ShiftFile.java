package uz.fiskaldesk.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import uz.fiskaldesk.support.CellText;

/** Writes the report on a shift to a file. */
public enum ShiftFile {
    /** A4 pages, for printing. */
    PDF,
    XLSX,
    /** UTF-8 with a byte order mark, comma-separated, with a blank line between tables. */
    CSV;

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int COLUMN_WIDTH = 24;

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
        for (ShiftTables.Table table : report.tables()) {
            printer.printRecord(escaped(List.of(table.title())));
            if (!table.header().isEmpty()) {
                printer.printRecord(escaped(table.header()));
            }
            for (List<String> row : table.rows()) {
                printer.printRecord(escaped(row));
            }
            printer.println();
        }
        for (String line : report.footer()) {
            printer.printRecord(escaped(List.of(line)));
        }
        printer.flush();
    }

    private static List<String> escaped(List<String> cells) {
        return cells.stream().map(CellText::escaped).toList();
    }

    private static void xlsx(ShiftTables report, OutputStream out) throws IOException {
        Workbook workbook = new Workbook(out, "FiskalDesk", "1.0");
        Worksheet sheet = workbook.newWorksheet("Shift");
        int row = 0;
        for (ShiftTables.Table table : report.tables()) {
            bold(sheet, row++, List.of(table.title()));
            if (!table.header().isEmpty()) {
                bold(sheet, row++, table.header());
            }
            for (List<String> cells : table.rows()) {
                write(sheet, row++, cells);
            }
            row++;
        }
        for (String line : report.footer()) {
            write(sheet, row++, List.of(line));
        }
        for (int column = 0; column < 5; column++) {
            sheet.width(column, COLUMN_WIDTH);
        }
        workbook.finish();
    }

    private static void bold(Worksheet sheet, int row, List<String> cells) {
        write(sheet, row, cells);
        sheet.range(row, 0, row, cells.size() - 1).style().bold().set();
    }

    private static void write(Worksheet sheet, int row, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            sheet.value(row, column, CellText.escaped(cells.get(column)));
        }
    }
}

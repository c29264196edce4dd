package uz.fiskaldesk.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.support.CellText;

/**
 * Reads the first visible sheet of an XLSX (transitional or strict) or ODS workbook. Formulas are not evaluated; their
 * stored results are used. Cells of unknown columns are skipped, so that a sheet may have the maximum size.
 */
final class SheetRows implements RowSource {
    /** The limits of spreadsheets: https://support.microsoft.com/office, "Excel specifications and limits". */
    static final int MOST_COLUMNS = 16_384;

    static final int MOST_ROWS = 1_048_576;

    private static final Pattern MEANINGFUL = Pattern.compile("[\\p{L}\\p{N}\\p{S}%‰]");

    /** Receives the cells of a sheet from left to right and top to bottom. */
    interface CellHandler {
        /** @param repeated the number of consecutive columns with the same cell, at least one */
        void cell(int column, int repeated, SheetCell cell) throws ImportFileException;

        /** @param number from 1; empty rows may be omitted */
        void endOfRow(long number) throws ImportFileException;
    }

    private final Path file;

    private final ColumnMapping mapping;

    SheetRows(Path file, ColumnMapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    @Override
    public void read(RowSink sink) throws ImportFileException {
        Table table = new Table(mapping, sink);
        try (Archive archive = Archive.open(file)) {
            if (OdsSheet.isIn(archive)) {
                OdsSheet.read(archive, table);
            } else if (archive.has("[Content_Types].xml")) {
                XlsxSheet.read(archive, table);
            } else {
                throw new ImportFileException(Reason.UNKNOWN_KIND, "");
            }
        } catch (Archive.ZipBombException e) {
            throw e.refusal();
        } catch (XmlPart.TextTooLongException e) {
            throw new ImportFileException(Reason.CELL_TOO_LONG, Integer.toString(XmlPart.LONGEST_TEXT), e);
        } catch (IOException e) {
            throw Archive.damaged(e);
        }
        if (table.columns == null) {
            throw new ImportFileException(Reason.EMPTY, "");
        }
    }

    /** Uses the first non-empty row as the header; every later row is a payment. */
    private static final class Table implements CellHandler {
        private final ColumnMapping mapping;
        private final RowSink sink;
        private final List<String> names = new ArrayList<>();
        private @Nullable List<@Nullable Column> columns;
        private final List<String> cells = new ArrayList<>();
        private RowBuilder row = new RowBuilder();
        private long rows;

        Table(ColumnMapping mapping, RowSink sink) {
            this.mapping = mapping;
            this.sink = sink;
        }

        @Override
        public void cell(int column, int repeated, SheetCell cell) throws ImportFileException {
            if (column + repeated > MOST_COLUMNS) {
                throw new ImportFileException(Reason.TOO_WIDE, Integer.toString(MOST_COLUMNS));
            }
            for (int at = column; at < column + repeated; at++) {
                if (columns == null) {
                    put(names, at, cell.text());
                } else if (at >= columns.size()) {
                    return;
                } else if (sink.wantsCells()) {
                    put(cells, at, cell.text());
                } else if (columns.get(at) != null) {
                    put(row, columns.get(at), cell);
                }
            }
        }

        private static void put(List<String> texts, int column, String text) {
            if (!text.isBlank()) {
                while (texts.size() < column) {
                    texts.add("");
                }
                texts.add(text);
            }
        }

        /** As many columns as the header has, without a meaning yet. */
        private List<@Nullable Column> all() {
            return new ArrayList<@Nullable Column>(Collections.<@Nullable Column>nCopies(names.size(), null));
        }

        @Override
        public void endOfRow(long number) throws ImportFileException {
            if (columns != null) {
                if (++rows > MOST_ROWS) {
                    throw new ImportFileException(Reason.TOO_LARGE, Integer.toString(Archive.MOST_MEGABYTES));
                }
                if (sink.wantsCells()) {
                    sink.cells(names, List.copyOf(cells));
                    cells.clear();
                } else {
                    row.finish(number, sink);
                    row = new RowBuilder();
                }
            } else if (!names.isEmpty()) {
                columns = sink.wantsCells() ? all() : mapping.header(names, sink);
            }
        }

        private static void put(RowBuilder row, Column column, SheetCell cell) {
            if (cell.kind() == SheetCell.Kind.NOT_COMPUTED) {
                row.problem(new FieldProblem(column.field(), FieldProblem.NOT_COMPUTED));
            } else if (column.field() == PaymentField.AMOUNT && !isIn(column, cell.unit())) {
                row.problem(new FieldProblem(column.field(), FieldProblem.UNCLEAR));
            } else if (isId(column.field()) && cell.lostDigits()) {
                row.put(column, cell.rounded());
            } else {
                row.put(column, CellText.unescaped(cell.text()));
            }
        }

        /** Whether the unit in the cell's format is consistent with the column's name. */
        private static boolean isIn(Column column, String unit) {
            return !MEANINGFUL.matcher(unit).find() || Optional.of(column).equals(Column.named("amount " + unit));
        }

        private static boolean isId(PaymentField field) {
            return field == PaymentField.TRANSACTION_ID || field == PaymentField.PAYMENT_ID;
        }
    }
}

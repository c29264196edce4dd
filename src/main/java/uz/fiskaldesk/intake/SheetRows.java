package uz.fiskaldesk.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/**
 * The first visible sheet of a workbook, XLSX (transitional or strict) or ODS. Formulas are never computed: their stored
 * results are taken. Only cells of columns that mean something are kept, so that a sheet may be as wide and as long as
 * spreadsheets allow.
 */
final class SheetRows implements Rows {
    /** Where spreadsheets end: https://support.microsoft.com/office, "Excel specifications and limits". */
    static final int MOST_COLUMNS = 16_384;

    static final int MOST_ROWS = 1_048_576;

    private static final Pattern SAYS_SOMETHING = Pattern.compile("[\\p{L}\\p{N}\\p{S}%‰]");

    /** Takes the cells of a sheet, from left to right and from the top. */
    interface Cells {
        /** @param repeated how many columns from there on have the same cell, at least one */
        void cell(int column, int repeated, SheetCell cell) throws BrokenFileException;

        /** @param number from 1; of empty rows none need be told */
        void endOfRow(long number) throws BrokenFileException;
    }

    private final Path file;

    SheetRows(Path file) {
        this.file = file;
    }

    @Override
    public void read(RowSink sink) throws BrokenFileException {
        Table table = new Table(sink);
        try (Archive archive = Archive.open(file)) {
            if (OdsSheet.isIn(archive)) {
                OdsSheet.read(archive, table);
            } else if (archive.has("[Content_Types].xml")) {
                XlsxSheet.read(archive, table);
            } else {
                throw new BrokenFileException(Reason.UNKNOWN_KIND, "");
            }
        } catch (Archive.BombException e) {
            throw e.refusal();
        } catch (XmlPart.TextTooLongException e) {
            throw new BrokenFileException(Reason.CELL_TOO_LONG, Integer.toString(XmlPart.LONGEST_TEXT), e);
        } catch (IOException e) {
            throw Archive.damaged(e);
        }
        if (table.columns == null) {
            throw new BrokenFileException(Reason.EMPTY, "");
        }
    }

    /** The first row with anything in it names the columns; every later one is a payment. */
    private static final class Table implements Cells {
        private final RowSink sink;
        private final List<String> names = new ArrayList<>();
        private @Nullable List<@Nullable Column> columns;
        private RowBuilder row = new RowBuilder();
        private long rows;

        Table(RowSink sink) {
            this.sink = sink;
        }

        @Override
        public void cell(int column, int repeated, SheetCell cell) throws BrokenFileException {
            if (column + repeated > MOST_COLUMNS) {
                throw new BrokenFileException(Reason.TOO_WIDE, Integer.toString(MOST_COLUMNS));
            }
            for (int at = column; at < column + repeated; at++) {
                if (columns == null) {
                    name(at, cell.text());
                } else if (at >= columns.size()) {
                    return;
                } else if (columns.get(at) != null) {
                    put(row, columns.get(at), cell);
                }
            }
        }

        private void name(int column, String name) {
            if (!name.isBlank()) {
                while (names.size() < column) {
                    names.add("");
                }
                names.add(name);
            }
        }

        @Override
        public void endOfRow(long number) throws BrokenFileException {
            if (columns != null) {
                if (++rows > MOST_ROWS) {
                    throw new BrokenFileException(Reason.TOO_LARGE, Integer.toString(Archive.MOST_MEGABYTES));
                }
                row.finish(number, sink);
                row = new RowBuilder();
            } else if (!names.isEmpty()) {
                columns = Column.header(names, sink);
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
                row.put(column, CellText.plain(cell.text()));
            }
        }

        /** A number may be shown with a unit of its own, which must not say something else than the column's name. */
        private static boolean isIn(Column column, String unit) {
            return !SAYS_SOMETHING.matcher(unit).find() || Optional.of(column).equals(Column.named("amount " + unit));
        }

        private static boolean isId(PaymentField field) {
            return field == PaymentField.TRANSACTION_ID || field == PaymentField.PAYMENT_ID;
        }
    }
}

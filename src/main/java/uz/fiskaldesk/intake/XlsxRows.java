package uz.fiskaldesk.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/** The first visible sheet of an XLSX workbook. Formulas are never computed: their stored results are taken. */
final class XlsxRows implements Rows {
    /** What a workbook may unpack to: 100,000 payments are about 50 MB of XML. */
    static final long MOST_UNPACKED = 128L << 20;

    private static final int MOST_PARTS = 2_000;

    /** Fractions of a tiyin that a spreadsheet's binary numbers leave behind. */
    private static final int CERTAIN_DECIMALS = 6;

    private final byte[] bytes;

    XlsxRows(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public void read(RowSink sink) throws BrokenFileException {
        refuseBombs();
        try (ReadableWorkbook workbook = guarded(() -> new ReadableWorkbook(new ByteArrayInputStream(bytes)));
                Stream<Row> rows = guarded(() -> firstVisibleSheet(workbook).openStream())) {
            read(rows.iterator(), sink);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static Sheet firstVisibleSheet(ReadableWorkbook workbook) throws IOException {
        return workbook.getSheets()
                .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst()
                .orElseThrow(() -> new IOException("no visible sheet"));
    }

    private interface Work<T> {
        T now() throws IOException;
    }

    /** The reader answers damaged workbooks with many kinds of runtime exceptions. */
    private static <T> T guarded(Work<T> work) throws BrokenFileException {
        try {
            return work.now();
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private static BrokenFileException damaged(Exception e) {
        return new BrokenFileException(Reason.BAD_WORKBOOK, "", e);
    }

    /** Unpacks everything once, counting and keeping nothing: what the archive says of its sizes may be a lie. */
    private void refuseBombs() throws BrokenFileException {
        byte[] buffer = new byte[65_536];
        long unpacked = 0;
        int parts = 0;
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get()) {
            for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements(); ) {
                parts++;
                refuseBeyond(parts, MOST_PARTS);
                try (InputStream in = zip.getInputStream(entries.nextElement())) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        unpacked += n;
                        refuseBeyond(unpacked, MOST_UNPACKED);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private static void refuseBeyond(long count, long limit) throws BrokenFileException {
        if (count > limit) {
            throw new BrokenFileException(Reason.TOO_LARGE, Long.toString(MOST_UNPACKED >> 20));
        }
    }

    private static void read(Iterator<Row> rows, RowSink sink) throws BrokenFileException {
        List<@Nullable Column> columns = null;
        while (guarded(rows::hasNext)) {
            Row row = guarded(rows::next);
            if (row.getFirstNonEmptyCell().isEmpty()) {
                continue;
            }
            if (columns == null) {
                columns = Column.header(guarded(() -> names(row)), sink);
            } else {
                row(row, columns, sink);
            }
        }
        if (columns == null) {
            throw new BrokenFileException(Reason.EMPTY, "");
        }
    }

    private static List<String> names(Row row) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getCell(i);
            names.add(cell == null ? "" : text(cell));
        }
        return names;
    }

    private static void row(Row row, List<@Nullable Column> columns, RowSink sink) {
        RowBuilder builder = new RowBuilder();
        for (Cell cell : row) {
            if (cell == null || cell.getColumnIndex() >= columns.size()) {
                continue;
            }
            Column column = columns.get(cell.getColumnIndex());
            if (column != null) {
                put(builder, column, cell);
            }
        }
        builder.finish(row.getRowNum(), sink);
    }

    private static void put(RowBuilder builder, Column column, Cell cell) {
        if (column.field() == PaymentField.TRANSACTION_ID && cell.getType() == CellType.NUMBER) {
            // A spreadsheet keeps fifteen digits of a number: this id is no longer the one that was written there.
            builder.put(column, "number " + cell.asNumber());
            return;
        }
        try {
            builder.put(column, column.field() == PaymentField.PAID_AT ? moment(cell) : text(cell));
        } catch (RuntimeException e) {
            // A number that is none, or a moment before the calendar began.
            builder.problem(new FieldProblem(column.field(), FieldProblem.INVALID));
        }
    }

    private static String text(Cell cell) {
        if (cell.getType() == CellType.NUMBER) {
            return JsonRows.number(cell.asNumber().setScale(CERTAIN_DECIMALS, RoundingMode.HALF_UP));
        }
        if (cell.getType() == CellType.FORMULA && cell.getValue() instanceof BigDecimal number) {
            return JsonRows.number(number.setScale(CERTAIN_DECIMALS, RoundingMode.HALF_UP));
        }
        String text = cell.getText();
        return text == null ? "" : text;
    }

    /** A spreadsheet keeps a moment as a number of days, and only the cell's look says so. */
    private static String moment(Cell cell) {
        if (cell.getType() != CellType.NUMBER) {
            return text(cell);
        }
        LocalDateTime time = cell.asDate();
        long second = Math.round(time.toInstant(ZoneOffset.UTC).toEpochMilli() / 1000.0);
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).toString();
    }
}

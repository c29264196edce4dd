package uz.fiskaldesk.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.support.CellText;

/**
 * Reads a CSV file separated by commas, semicolons or tabs, which is detected from its first line. Cells may be quoted.
 */
final class CsvRows implements RowSource {
    /** Excel's header line that declares the separator. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("sep=(.)\\R", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_HEADER = 16_384;

    private final TextFile file;

    private final ColumnMapping mapping;

    CsvRows(TextFile file, ColumnMapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    @Override
    public void read(RowSink sink) throws ImportFileException {
        try {
            read(file.beginning(LONGEST_HEADER), sink);
        } catch (IOException e) {
            throw new ImportFileException(Reason.UNREADABLE, "", e);
        }
    }

    private void read(String beginning, RowSink sink) throws ImportFileException, IOException {
        Matcher separatorLine = SEPARATOR_LINE.matcher(beginning);
        boolean named = separatorLine.lookingAt();
        char delimiter = named ? separatorLine.group(1).charAt(0) : delimiter(beginning);
        long linesBefore = named ? 1 : 0;
        try (BufferedReader reader = file.reader()) {
            if (named) {
                reader.readLine();
            }
            read(new RowLimit(reader), delimiter, linesBefore, sink);
        }
    }

    /** Returns the most frequent separator outside quotes in the first non-empty line; a comma if there is none. */
    private static char delimiter(String beginning) {
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        boolean quoted = false;
        for (char c : beginning.strip().toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                if (c == '\n' || c == '\r') {
                    break;
                }
                commas += c == ',' ? 1 : 0;
                semicolons += c == ';' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
            }
        }
        if (tabs > commas && tabs > semicolons) {
            return '\t';
        }
        return semicolons > commas ? ';' : ',';
    }

    private void read(RowLimit reader, char delimiter, long linesBefore, RowSink sink)
            throws ImportFileException, IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreSurroundingSpaces(delimiter != '\t')
                .get();
        try (CSVParser parser =
                CSVParser.builder().setReader(reader).setFormat(format).get()) {
            Lines lines = new Lines(parser, reader, linesBefore);
            CSVRecord header = lines.next();
            if (header == null) {
                throw new ImportFileException(Reason.EMPTY, "");
            }
            List<String> names = header.toList();
            if (sink.wantsCells()) {
                for (CSVRecord row = lines.next(); row != null; row = lines.next()) {
                    sink.cells(names, row.toList());
                }
                return;
            }
            List<@Nullable Column> columns = mapping.header(names, sink);
            for (CSVRecord row = lines.next(); row != null; row = lines.next()) {
                row(lines.line(), row, columns, sink);
            }
        }
    }

    private static void row(long line, CSVRecord row, List<@Nullable Column> columns, RowSink sink) {
        RowBuilder builder = new RowBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (i < columns.size()) {
                Column column = columns.get(i);
                if (column != null) {
                    builder.put(column, CellText.unescaped(row.get(i)));
                }
            } else if (!row.get(i).isBlank()) {
                // Typically an unquoted amount with a decimal comma, which shifts the following cells.
                builder.problem(new FieldProblem(null, FieldProblem.TOO_MANY_CELLS));
            }
        }
        builder.finish(line, sink);
    }

    /** Iterates over the records and tracks the line on which each one ends. */
    private static final class Lines {
        private final CSVParser parser;
        private final RowLimit limit;
        private final Iterator<CSVRecord> records;
        private final long before;

        Lines(CSVParser parser, RowLimit limit, long before) {
            this.parser = parser;
            this.limit = limit;
            this.records = parser.iterator();
            this.before = before;
        }

        @Nullable
        CSVRecord next() throws ImportFileException {
            long good = line();
            limit.nextRow();
            try {
                return records.hasNext() ? records.next() : null;
            } catch (UncheckedIOException | IllegalStateException e) {
                Reason reason = RowLimit.causedBy(e) ? Reason.ROW_TOO_LONG : Reason.BAD_QUOTES;
                throw new ImportFileException(reason, Long.toString(good + 1), e);
            }
        }

        long line() {
            return parser.getCurrentLineNumber() + before;
        }
    }
}

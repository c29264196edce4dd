package uz.fiskaldesk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a file with the first values of each, so that a person can say what they mean.
 *
 * @param columns the names as written; without blank names
 * @param values the first values of each column that are not blank
 */
public record FilePreview(List<String> columns, Map<String, List<String>> values) {
    private static final int ROWS = 20;
    private static final int VALUES = 3;
    private static final int MOST_COLUMNS = 100;
    private static final int LONGEST_VALUE = 60;

    /** A longer text is not the name of a column, and would not fit on the page. */
    private static final int LONGEST_NAME = 300;

    public FilePreview {
        columns = List.copyOf(columns);
        values = Map.copyOf(values);
    }

    /**
     * Reads the beginning of a file.
     *
     * @throws ImportFileException if it is not a list in a known format
     */
    public static FilePreview of(Path file) throws ImportFileException {
        try (PaymentFile payments = PaymentFile.open(file)) {
            return of(payments);
        }
    }

    static FilePreview of(PaymentFile file) throws ImportFileException {
        CellSink sink = new CellSink();
        try {
            file.rows(ColumnMapping.NONE).read(sink);
        } catch (StopReadingException e) {
            // The beginning is enough.
        }
        return new FilePreview(List.copyOf(sink.values.keySet()), sink.values);
    }

    private static final class CellSink implements RowSink {
        private final Map<String, List<String>> values = new LinkedHashMap<>();
        private int rows;

        @Override
        public boolean wantsCells() {
            return true;
        }

        @Override
        public void cells(List<String> names, List<String> cells) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i).strip();
                if (!name.isEmpty()
                        && name.length() <= LONGEST_NAME
                        && (values.containsKey(name) || values.size() < MOST_COLUMNS)) {
                    List<String> some = values.computeIfAbsent(name, _ -> new ArrayList<>());
                    String cell = i < cells.size() ? cells.get(i).strip() : "";
                    if (!cell.isEmpty() && some.size() < VALUES) {
                        some.add(cell.length() <= LONGEST_VALUE ? cell : cell.substring(0, LONGEST_VALUE) + "…");
                    }
                }
            }
            if (!names.isEmpty() && ++rows > ROWS) {
                throw new StopReadingException();
            }
        }

        @Override
        public void row(long line, PaymentFields fields) {}

        @Override
        public void broken(long line, FieldProblem why) {}

        @Override
        public void ignored(String column) {}
    }
}

package uz.fiskaldesk.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.ImportFileException.Reason;

/**
 * What a person has said about the columns of a file. A named column has the stated meaning, or none; the others are
 * recognised by their names, except that a field that is mapped has no other column. Names are compared as
 * {@link ColumnNames} normalises them. Immutable.
 */
public final class ColumnMapping {
    /** Every column is recognised by its name. */
    public static final ColumnMapping NONE = new ColumnMapping(Map.of());

    /** The code of a column without a meaning. */
    public static final String IGNORED = "ignore";

    private static final int LONGEST_KEY = 20_000;

    /** The names as given, with empty for a column to be ignored. */
    private final Map<String, Optional<Column>> columns;

    private final Map<String, Optional<Column>> normalised = new LinkedHashMap<>();

    private ColumnMapping(Map<String, Optional<Column>> columns) {
        this.columns = new LinkedHashMap<>(columns);
        columns.forEach((name, column) -> normalised.put(ColumnNames.normalise(name), column));
    }

    /** @param columns the names of columns, with empty for a column to be ignored */
    public static ColumnMapping of(Map<String, Optional<Column>> columns) {
        return new ColumnMapping(columns);
    }

    /**
     * Parses {@code "Номер=transaction_id,Сумма=amount_tiyin,Дата=ignore"}. A name that contains a comma is quoted with
     * its meaning, as in CSV: {@code "\"Сумма, тыс.=ignore\""}.
     *
     * @throws IllegalArgumentException if a part is not understood; the message is that part
     */
    public static ColumnMapping parse(String text) {
        Map<String, Optional<Column>> columns = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.lastIndexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            String code = part.substring(equals + 1).strip();
            Optional<Column> column = Column.ofCode(code);
            if (ColumnNames.normalise(name).isEmpty() || (column.isEmpty() && !code.equals(IGNORED))) {
                throw new IllegalArgumentException(part);
            }
            columns.put(name, column);
        }
        return new ColumnMapping(columns);
    }

    private static List<String> parts(String text) {
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            return parser.stream().flatMap(row -> row.stream()).toList();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The inverse of {@link #parse}. */
    public String text() {
        return CSVFormat.DEFAULT.format(columns.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + entry.getValue().map(Column::code).orElse(IGNORED))
                .toArray());
    }

    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The meaning of a column; empty if it has none. */
    public Optional<Column> meaning(String name) {
        Optional<Column> mapped = normalised.get(ColumnNames.normalise(name));
        return mapped == null ? Column.named(name).filter(column -> !isMapped(column.field())) : mapped;
    }

    private boolean isMapped(PaymentField field) {
        return normalised.values().stream().flatMap(Optional::stream).anyMatch(column -> column.field() == field);
    }

    /** Whether a column without a meaning seems to be an amount, and nobody has said that it is to be ignored. */
    boolean isUnclearAmount(String name) {
        return !normalised.containsKey(ColumnNames.normalise(name)) && ColumnNames.isUnclearAmount(name);
    }

    /**
     * Maps the header of a table to columns; null for columns without a meaning.
     *
     * @throws ImportFileException if a mapped column is missing, a field has two columns, the required columns are
     *     missing, or the only amount column has an unclear name
     */
    List<@Nullable Column> header(List<String> names, RowSink sink) throws ImportFileException {
        List<@Nullable Column> meanings = new ArrayList<>();
        Set<PaymentField> fields = EnumSet.noneOf(PaymentField.class);
        String unclear = null;
        for (String name : names) {
            Column column = meaning(name).orElse(null);
            meanings.add(column);
            if (column != null && !fields.add(column.field())) {
                throw new ImportFileException(
                        Reason.COLUMN_TWICE, column.field().column());
            }
            if (column == null && !name.isBlank()) {
                sink.ignored(name.strip());
                unclear = unclear == null && isUnclearAmount(name) ? name.strip() : unclear;
            }
        }
        requireMappedColumns(names);
        sink.requireFields(fields);
        if (unclear != null && !fields.contains(PaymentField.AMOUNT)) {
            throw new ImportFileException(Reason.UNCLEAR_AMOUNT, unclear);
        }
        return meanings;
    }

    private void requireMappedColumns(List<String> names) throws ImportFileException {
        Set<String> present = names.stream().map(ColumnNames::normalise).collect(Collectors.toSet());
        for (String name : columns.keySet()) {
            if (!present.contains(ColumnNames.normalise(name))) {
                throw new ImportFileException(Reason.NO_SUCH_COLUMN, name);
            }
        }
    }

    /** A text that is the same for files with the same columns, in whatever order and spelling. */
    static String keyOf(List<String> names) {
        String key = names.stream()
                .map(ColumnNames::normalise)
                .filter(name -> !name.isEmpty())
                .sorted()
                .collect(Collectors.joining(","));
        return key.substring(0, Math.min(key.length(), LONGEST_KEY));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnMapping mapping && normalised.equals(mapping.normalised);
    }

    @Override
    public int hashCode() {
        return normalised.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

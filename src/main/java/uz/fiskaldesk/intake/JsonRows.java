package uz.fiskaldesk.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.intake.ImportFileException.Reason;

/** Reads payments from JSON: an array of objects, a single object, or JSON Lines. */
final class JsonRows implements RowSource {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader ELEMENTS =
            JSON.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Longer numbers are no amounts, and their plain form could exhaust the memory. */
    private static final int MOST_DIGITS = 40;

    private final TextFile file;

    private final ColumnMapping mapping;

    JsonRows(TextFile file) {
        this(file, ColumnMapping.NONE);
    }

    JsonRows(TextFile file, ColumnMapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    @Override
    public void read(RowSink sink) throws ImportFileException {
        try (RowLimit reader = new RowLimit(file.reader())) {
            if (file.beginning(4_096).strip().startsWith("[")) {
                readArray(reader, sink);
            } else if (!readOne(sink)) {
                readLines(reader, sink);
            }
        } catch (IOException e) {
            throw new ImportFileException(Reason.UNREADABLE, "", e);
        }
    }

    private void readArray(RowLimit reader, RowSink sink) throws ImportFileException {
        try (JsonParser parser = JSON.createParser(reader)) {
            parser.nextToken();
            long place = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                row(++place, ELEMENTS.<JsonNode>readValue(parser), sink);
                reader.nextRow();
            }
            if (parser.nextToken() != null) {
                throw broken(parser.currentTokenLocation().getLineNr(), null);
            }
        } catch (JacksonException e) {
            throw broken(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e);
        }
    }

    private static ImportFileException broken(int line, @Nullable JacksonException e) {
        String where = Integer.toString(Math.max(1, line));
        if (RowLimit.causedBy(e)) {
            return new ImportFileException(Reason.ROW_TOO_LONG, where);
        }
        return e == null
                ? new ImportFileException(Reason.BAD_JSON, where)
                : new ImportFileException(Reason.BAD_JSON, where, e);
    }

    /** Reads the whole file as a single value, possibly of several lines; returns false if it is something else. */
    private boolean readOne(RowSink sink) throws ImportFileException, IOException {
        JsonNode node;
        try (RowLimit reader = new RowLimit(file.reader())) {
            node = JSON.readTree(reader);
        } catch (JacksonException notOneValue) {
            if (RowLimit.causedBy(notOneValue)) {
                throw broken(1, notOneValue);
            }
            return false;
        }
        if (!node.isMissingNode()) {
            row(1, node, sink);
        }
        return true;
    }

    private void readLines(RowLimit limit, RowSink sink) throws ImportFileException, IOException {
        long line = 0;
        BufferedReader reader = new BufferedReader(limit);
        for (String text = line(reader, line); text != null; text = line(reader, line)) {
            limit.nextRow();
            line++;
            if (text.isBlank()) {
                continue;
            }
            try {
                row(line, JSON.readTree(text), sink);
            } catch (JacksonException e) {
                sink.broken(line, new FieldProblem(null, FieldProblem.NOT_AN_OBJECT));
            }
        }
    }

    private static @Nullable String line(BufferedReader reader, long before) throws ImportFileException, IOException {
        try {
            return reader.readLine();
        } catch (RowLimit.RowTooLongException e) {
            throw new ImportFileException(Reason.ROW_TOO_LONG, Long.toString(before + 1), e);
        }
    }

    /** Converts a JSON value to a row. */
    private void row(long line, JsonNode node, RowSink sink) {
        if (!node.isObject()) {
            sink.broken(line, new FieldProblem(null, FieldProblem.NOT_AN_OBJECT));
            return;
        }
        if (sink.wantsCells()) {
            List<String> names = List.copyOf(node.propertyNames());
            sink.cells(
                    names,
                    names.stream().map(name -> node.path(name).asString("")).toList());
            return;
        }
        if (AnorAnswer.matches(node)) {
            AnorAnswer.row(line, node, sink);
            return;
        }
        RowBuilder builder = new RowBuilder();
        boolean unclear = false;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            Optional<Column> column = mapping.meaning(property.getKey());
            if (column.isPresent()) {
                put(builder, column.get(), property.getValue());
            } else {
                sink.ignored(property.getKey());
                unclear |= mapping.isUnclearAmount(property.getKey());
            }
        }
        if (unclear && !builder.has(PaymentField.AMOUNT)) {
            builder.problem(new FieldProblem(PaymentField.AMOUNT, FieldProblem.UNCLEAR));
        }
        builder.finish(line, sink);
    }

    static void put(RowBuilder builder, Column column, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        // Exported payments contain the receipt as an object.
        JsonNode plain = column.field() == PaymentField.RECEIPT && value.isObject() ? value.path("url") : value;
        if (plain.isString()) {
            builder.put(column, plain.stringValue());
        } else if (plain.isNumber()) {
            builder.put(column, number(plain.decimalValue()));
        } else {
            builder.problem(new FieldProblem(column.field(), FieldProblem.INVALID));
        }
    }

    /** Formats a number without an exponent. */
    static String number(BigDecimal number) {
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            return number.toString();
        }
        BigDecimal plain = number.stripTrailingZeros();
        return (plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString();
    }
}

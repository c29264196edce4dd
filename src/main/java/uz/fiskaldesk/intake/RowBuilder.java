package uz.fiskaldesk.intake;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the cells of one row. */
final class RowBuilder {
    private static final BigDecimal TIYIN_IN_SUM = BigDecimal.valueOf(100);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");

    private final Map<PaymentField, String> texts = new EnumMap<>(PaymentField.class);
    private @Nullable FieldProblem problem;

    void put(Column column, String text) {
        if (text.isBlank()) {
            return;
        }
        String value = column.tiyin() ? tiyinToSums(text.strip()) : text;
        if (texts.put(column.field(), value) != null) {
            problem(new FieldProblem(column.field(), FieldProblem.TWICE));
        }
    }

    boolean has(PaymentField field) {
        return texts.containsKey(field);
    }

    private static String tiyinToSums(String tiyin) {
        return WHOLE_NUMBER.matcher(tiyin).matches()
                ? new BigDecimal(tiyin).divide(TIYIN_IN_SUM).setScale(2).toPlainString()
                : "not tiyin: " + tiyin;
    }

    void problem(FieldProblem found) {
        if (problem == null) {
            problem = found;
        }
    }

    /** Passes the row on unless it is empty. */
    void finish(long line, RowSink sink) {
        if (problem != null) {
            sink.broken(line, problem);
            return;
        }
        PaymentFields fields = PaymentFields.of(texts);
        if (!fields.isBlank()) {
            sink.row(line, fields);
        }
    }
}

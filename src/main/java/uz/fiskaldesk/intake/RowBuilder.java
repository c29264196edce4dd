package uz.fiskaldesk.intake;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the cells of one row together. */
final class RowBuilder {
    /** What a spreadsheet export puts before a text that a spreadsheet would take for a formula. */
    private static final Pattern DEFUSED = Pattern.compile("'[=+\\-@].*", Pattern.DOTALL);

    private static final BigDecimal TIYIN_IN_SUM = BigDecimal.valueOf(100);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");

    private final Map<PaymentField, String> texts = new EnumMap<>(PaymentField.class);
    private @Nullable FieldProblem problem;

    void put(Column column, String text) {
        String plain = DEFUSED.matcher(text).matches() ? text.substring(1) : text;
        if (plain.isBlank()) {
            return;
        }
        String value = column.tiyin() ? inSums(plain.strip()) : plain;
        if (texts.put(column.field(), value) != null) {
            problem(new FieldProblem(column.field(), FieldProblem.TWICE));
        }
    }

    boolean has(PaymentField field) {
        return texts.containsKey(field);
    }

    private static String inSums(String tiyin) {
        return WHOLE_NUMBER.matcher(tiyin).matches()
                ? new BigDecimal(tiyin).divide(TIYIN_IN_SUM).setScale(2).toPlainString()
                : "not tiyin: " + tiyin;
    }

    void problem(FieldProblem found) {
        if (problem == null) {
            problem = found;
        }
    }

    Optional<FieldProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Hands the row on; a row without anything in it is passed over. */
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

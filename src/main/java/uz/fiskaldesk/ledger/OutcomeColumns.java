package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;

/** Maps an {@link Outcome} to columns: its kind, its reason and the response. */
final class OutcomeColumns {
    private static final String CONFIRMED = "CONFIRMED";

    /** The reason column of a confirmation by the practice FiscalBox. */
    static final String PRACTICE = "PRACTICE";

    private static final String REJECTED = "REJECTED";
    static final String NOT_SENT = "NOT_SENT";
    private static final String UNKNOWN = "UNKNOWN";

    private OutcomeColumns() {}

    /** Binds {@code :kind, :reason, :httpStatus, :code, :message}. */
    static <S extends SqlStatement<S>> S bind(S statement, Outcome outcome) {
        Answer answer = outcome.answer();
        return statement
                .bind("kind", kind(outcome))
                .bind("reason", reason(outcome))
                .bind("httpStatus", answer.httpStatus())
                .bind("code", answer.code())
                .bind("message", answer.message());
    }

    static String kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed _ -> CONFIRMED;
            case Outcome.Rejected _ -> REJECTED;
            case Outcome.NotSent _ -> NOT_SENT;
            case Outcome.Unknown _ -> UNKNOWN;
        };
    }

    static @Nullable String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed confirmed -> confirmed.practice() ? PRACTICE : null;
            case Outcome.Rejected _ -> null;
            case Outcome.NotSent notSent -> notSent.reason().name();
            case Outcome.Unknown unknown -> unknown.reason().name();
        };
    }

    /** Reads the outcome from columns that start with {@code prefix}; null if there is none yet. */
    static @Nullable Outcome read(ResultSet row, String prefix) throws SQLException {
        String kind = row.getString(prefix + "kind");
        if (kind == null) {
            return null;
        }
        Answer answer = new Answer(
                RowMapping.integer(row, prefix + "http_status"),
                row.getString(prefix + "code"),
                row.getString(prefix + "message"));
        return outcome(kind, row.getString(prefix + "reason"), answer);
    }

    /** @throws IllegalArgumentException if the kind or reason is unknown */
    static Outcome outcome(String kind, @Nullable String reason, Answer answer) {
        return switch (kind) {
            case CONFIRMED -> new Outcome.Confirmed(answer, PRACTICE.equals(reason));
            case REJECTED -> new Outcome.Rejected(answer);
            case NOT_SENT -> new Outcome.NotSent(Outcome.NotSentReason.valueOf(String.valueOf(reason)), answer, null);
            case UNKNOWN -> new Outcome.Unknown(Outcome.UnknownReason.valueOf(String.valueOf(reason)), answer);
            default -> throw new IllegalArgumentException("unknown kind of outcome: " + kind);
        };
    }
}

package uz.fiskaldesk.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.FiscalisedAnswer;
import uz.fiskaldesk.confirm.Outcome;

/** The rules of a list that say which refusals mean "fiscalised already". */
final class FiscalisedAnswers {
    private FiscalisedAnswers() {}

    static List<FiscalisedAnswer> all(Handle handle) {
        return handle.createQuery("SELECT * FROM fiscalised_answer ORDER BY id")
                .map((row, _) -> new FiscalisedAnswer(
                        row.getString("code"),
                        row.getString("pattern"),
                        row.getString("who"),
                        RowMapping.instant(row.getLong("at"))))
                .list();
    }

    /** The rule by which an outcome means that the payment is fiscalised; whether it applies is the caller's to say. */
    static Optional<FiscalisedAnswer> ruleFor(Handle handle, Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                ? all(handle).stream()
                        .filter(rule -> rule.matches(rejected.answer()))
                        .findFirst()
                : Optional.empty();
    }

    /** False where the list has this rule already. */
    static boolean add(Handle handle, FiscalisedAnswer rule) {
        return handle.createUpdate("INSERT INTO fiscalised_answer (code, pattern, who, at)"
                                + " VALUES (:code, :pattern, :who, :at) ON CONFLICT (code, pattern) DO NOTHING")
                        .bind("code", rule.code())
                        .bind("pattern", rule.pattern())
                        .bind("who", rule.who())
                        .bind("at", rule.at().toEpochMilli())
                        .execute()
                > 0;
    }

    /** False where the list has no such rule. */
    static boolean remove(Handle handle, FiscalisedAnswer rule) {
        return handle.createUpdate("DELETE FROM fiscalised_answer WHERE code = :code AND pattern = :pattern")
                        .bind("code", rule.code())
                        .bind("pattern", rule.pattern())
                        .execute()
                > 0;
    }
}

package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Provider;

/** Stores the list's rules for rejections that mean "already fiscalised" and count as confirmations. */
final class AlreadyFiscalisedRules {
    private static final Logger LOG = LoggerFactory.getLogger(AlreadyFiscalisedRules.class);

    private AlreadyFiscalisedRules() {}

    /**
     * Rules that cannot be read are left out: an outcome has to be recorded nevertheless, and a rule only says that one
     * counts as confirmed. The audit finds that they do not follow from the acts.
     */
    static List<AlreadyFiscalisedRule> all(Handle handle) {
        return handle
                .createQuery("SELECT * FROM fiscalised_answer ORDER BY id")
                .map((row, _) -> rule(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<AlreadyFiscalisedRule> rule(ResultSet row) throws SQLException {
        try {
            return Optional.of(new AlreadyFiscalisedRule(
                    row.getString("code"),
                    row.getString("pattern"),
                    row.getString("who"),
                    RowMapping.instant(row.getLong("at"))));
        } catch (RuntimeException e) {
            LOG.warn("A rule for refusals cannot be read and is left out", e);
            return Optional.empty();
        }
    }

    /** The rule that matches an outcome. The caller decides whether it applies to the payment's other attempts. */
    static Optional<AlreadyFiscalisedRule> ruleFor(Handle handle, Provider provider, Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                ? all(handle).stream()
                        .filter(rule -> rule.matches(provider, rejected.answer()))
                        .findFirst()
                : Optional.empty();
    }

    /** Returns false if the list already has this rule. */
    static boolean add(Handle handle, AlreadyFiscalisedRule rule) {
        return handle.createUpdate("INSERT INTO fiscalised_answer (code, pattern, who, at)"
                                + " VALUES (:code, :pattern, :who, :at) ON CONFLICT (code, pattern) DO NOTHING")
                        .bind("code", rule.code())
                        .bind("pattern", rule.pattern())
                        .bind("who", rule.who())
                        .bind("at", rule.at().toEpochMilli())
                        .execute()
                > 0;
    }

    /** Returns false if the list has no such rule. */
    static boolean remove(Handle handle, AlreadyFiscalisedRule rule) {
        return handle.createUpdate("DELETE FROM fiscalised_answer WHERE code = :code AND pattern = :pattern")
                        .bind("code", rule.code())
                        .bind("pattern", rule.pattern())
                        .execute()
                > 0;
    }
}

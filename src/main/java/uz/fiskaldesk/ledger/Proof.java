package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Audit;
import uz.fiskaldesk.confirm.Audit.Finding;
import uz.fiskaldesk.confirm.FiscalisedAnswer;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PaymentLife;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** Goes through the whole chain, in one transaction that sees one moment, and through every payment by what it says. */
final class Proof {
    /** What a late answer has replaced was always this. */
    private static final Outcome INTERRUPTED = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);

    private static final PaymentLife NOTHING = PaymentLife.added(null);

    private final Handle handle;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, PaymentLife> lives = new HashMap<>();
    private final Set<Long> ofBefore = new HashSet<>();
    private final Set<String> rules = new HashSet<>();
    private String head = Chain.BEFORE_THE_FIRST;
    private long entries;
    private long last;
    private long old;

    private Proof(Handle handle) {
        this.handle = handle;
    }

    static Audit of(Handle handle) {
        Proof proof = new Proof(handle);
        proof.walk();
        proof.rowsWithoutEntry();
        proof.payments();
        proof.rules();
        return new Audit(proof.entries, proof.old, proof.entries == 0 ? "" : proof.head, proof.findings);
    }

    private void found(Audit.Kind kind, @Nullable String transaction, long entry) {
        if (findings.size() < Audit.MOST_FINDINGS) {
            findings.add(new Finding(kind, transaction == null ? null : TransactionId.of(transaction), entry));
        }
    }

    private void walk() {
        try (var rows = handle
                .createQuery(Chain.ROWS)
                .bind("from", Long.MIN_VALUE)
                .setFetchSize(PostgresDatabase.FETCH_SIZE)
                .map((row, _) -> {
                    entry(row);
                    return true;
                })
                .stream()) {
            rows.forEach(_ -> {});
        }
    }

    private void entry(ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        String transaction = row.getString("transaction_id");
        String hash = String.valueOf(row.getString("hash"));
        if (seq != last + 1) {
            found(Audit.Kind.GAP, transaction, seq);
        } else if (!hash.equals(Chain.hash(head, row))) {
            found(Audit.Kind.CHANGED, transaction, seq);
        }
        head = hash;
        last = seq;
        entries++;
        boolean wasBefore = row.getBoolean("old");
        old += wasBefore ? 1 : 0;
        Chain.Kind kind = Chain.Kind.valueOf(row.getString("entry"));
        long payment = row.getLong("payment");
        if (row.wasNull()) {
            aboutTheList(row);
        } else {
            if (wasBefore) {
                ofBefore.add(payment);
            }
            PaymentLife life = lives.getOrDefault(payment, NOTHING);
            lives.put(payment, after(life, kind, row));
        }
    }

    private void aboutTheList(ResultSet row) throws SQLException {
        String act = String.valueOf(row.getString("act"));
        String rule = String.valueOf(row.getString("why"));
        if (act.equals(Act.Kind.ANSWER_RULE_ADDED.name())) {
            rules.add(rule);
        } else if (act.equals(Act.Kind.ANSWER_RULE_REMOVED.name())) {
            rules.remove(rule);
        }
    }

    /** Which refusals count as confirmed has to be what the acts about it say. */
    private void rules() {
        Set<String> kept = FiscalisedAnswers.all(handle).stream()
                .map(FiscalisedAnswer::text)
                .collect(Collectors.toSet());
        if (!kept.equals(rules)) {
            found(Audit.Kind.RULES, null, 0);
        }
    }

    private static PaymentLife after(PaymentLife life, Chain.Kind kind, ResultSet row) throws SQLException {
        String content = row.getString("content");
        return switch (kind) {
            case ACT -> content == null ? life : Effects.of(life, content).orElse(life);
            case ATTEMPT -> life.begun(row.getLong("ref"), String.valueOf(row.getString("receipt_identity")));
            case OUTCOME -> {
                Outcome outcome = content == null ? OutcomeColumns.read(row, "") : INTERRUPTED;
                yield outcome == null ? life : life.ended(row.getLong("ref"), outcome);
            }
            case BACK -> life;
        };
    }

    private void rowsWithoutEntry() {
        withoutEntry("act r", "ACT", "TRUE", "");
        withoutEntry("attempt r", "ATTEMPT", "TRUE", "");
        withoutEntry("attempt r", "OUTCOME", "r.kind IS NOT NULL", " AND c.content IS NULL");
    }

    private void withoutEntry(String table, String kind, String rows, String entries) {
        handle.createQuery("SELECT p.transaction_id FROM " + table + " LEFT JOIN payment p ON p.id = r.payment WHERE "
                        + rows + " AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.ref = r.id AND c.kind = '" + kind + "'"
                        + entries + ") LIMIT " + Audit.MOST_FINDINGS)
                .mapTo(String.class)
                .forEach(transaction -> found(Audit.Kind.WITHOUT_ENTRY, transaction, 0));
    }

    private void payments() {
        List<LedgerEntry> toReadAgain = new ArrayList<>();
        try (var rows = handle
                .createQuery("SELECT * FROM payment ORDER BY id")
                .setFetchSize(PostgresDatabase.FETCH_SIZE)
                .map((row, _) -> RowMapping.entry(row))
                .stream()) {
            rows.forEach(entry -> {
                PaymentLife life = lives.remove(entry.id());
                if (life == null) {
                    found(Audit.Kind.WITHOUT_ENTRY, entry.transactionId().text(), 0);
                } else if (ofBefore.contains(entry.id())) {
                    toReadAgain.add(entry);
                } else if (!standsAs(entry, life)) {
                    found(Audit.Kind.STATE, entry.transactionId().text(), 0);
                }
            });
        }
        toReadAgain.stream()
                .filter(entry -> !standsAs(entry, PaymentRows.life(handle, entry)) || !hasItsActs(entry))
                .forEach(entry -> found(Audit.Kind.STATE, entry.transactionId().text(), 0));
        lives.keySet().forEach(_ -> found(Audit.Kind.PAYMENT_GONE, null, 0));
    }

    private static boolean standsAs(LedgerEntry entry, PaymentLife life) {
        String receipt = entry.receipt() == null ? null : entry.receipt().identity();
        return entry.state() == life.state()
                && entry.conflict() == life.conflict()
                && entry.confirmedByHand() == life.byHand()
                && entry.attempts() == life.attempts().size()
                && Objects.equals(receipt, life.receipt());
    }

    /** The row of a payment from before remembers acts that its life is read from; they have to be there. */
    private boolean hasItsActs(LedgerEntry entry) {
        return (!entry.confirmedByHand() || hasAct(entry, "CONFIRMED_BY_HAND"))
                && (entry.state() != PaymentState.SET_ASIDE || hasAct(entry, "SET_ASIDE"));
    }

    private boolean hasAct(LedgerEntry entry, String kind) {
        return handle.createQuery("SELECT count(*) FROM act WHERE payment = :payment AND kind = :kind")
                        .bind("payment", entry.id())
                        .bind("kind", kind)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }
}

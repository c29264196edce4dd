package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.LedgerAudit;
import uz.fiskaldesk.confirm.LedgerAudit.Finding;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PaymentHistory;
import uz.fiskaldesk.payment.PaymentState;

/** Verifies the hash chain and every payment's state in one snapshot of the database. */
final class ChainVerifier {
    /** A late answer can only have replaced this outcome. */
    private static final Outcome INTERRUPTED = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);

    private static final PaymentHistory NEW_PAYMENT = PaymentHistory.added(null);

    private final Handle handle;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, PaymentHistory> lives = new HashMap<>();
    private final Set<Long> fromBeforeTheChain = new HashSet<>();
    private final Set<String> rules = new HashSet<>();
    private final Map<Long, Set<String>> claims;
    private String head = HashChain.INITIAL_HASH;
    private long entries;
    private long last;
    private long old;

    private ChainVerifier(Handle handle) {
        this.handle = handle;
        this.claims = ReceiptClaims.all(handle);
    }

    static LedgerAudit verify(Handle handle) {
        ChainVerifier verifier = new ChainVerifier(handle);
        verifier.verifyEntries();
        verifier.findRowsWithoutEntry();
        verifier.verifyPayments();
        verifier.verifyRules();
        return new LedgerAudit(
                verifier.entries, verifier.old, verifier.entries == 0 ? "" : verifier.head, verifier.findings);
    }

    private void found(LedgerAudit.Kind kind, @Nullable String transaction, long entry) {
        if (findings.size() < LedgerAudit.MOST_FINDINGS) {
            findings.add(new Finding(kind, transaction, entry));
        }
    }

    /** The payment that a row is about; null if it is about the whole list, or if the payment is gone. */
    private static @Nullable String transactionId(ResultSet row) throws SQLException {
        String id = row.getString("transaction_id");
        try {
            return id == null ? null : RowMapping.transactionId(row).toString();
        } catch (UnreadableRowException e) {
            return id;
        }
    }

    private void verifyEntries() {
        try (var rows = handle
                .createQuery(HashChain.ROWS)
                .bind("from", Long.MIN_VALUE)
                .setFetchSize(PostgresDatabase.FETCH_SIZE)
                .map((row, _) -> {
                    verifyEntry(row);
                    return true;
                })
                .stream()) {
            rows.forEach(_ -> {});
        }
    }

    private void verifyEntry(ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        String transaction = transactionId(row);
        String hash = String.valueOf(row.getString("hash"));
        if (seq != last + 1) {
            found(LedgerAudit.Kind.GAP, transaction, seq);
        } else if (kind(row).isEmpty() || !hash.equals(HashChain.hash(head, row::getString))) {
            found(LedgerAudit.Kind.CHANGED, transaction, seq);
        }
        head = hash;
        last = seq;
        entries++;
        boolean beforeTheChain = row.getInt("old") != 0;
        old += beforeTheChain ? 1 : 0;
        Optional<HashChain.Kind> kind = kind(row);
        if (kind.isEmpty()) {
            return;
        }
        long payment = row.getLong("payment");
        if (row.wasNull()) {
            applyListAct(row);
        } else {
            if (beforeTheChain) {
                fromBeforeTheChain.add(payment);
            }
            PaymentHistory life = lives.getOrDefault(payment, NEW_PAYMENT);
            lives.put(payment, after(life, kind.get(), row));
        }
    }

    private static Optional<HashChain.Kind> kind(ResultSet row) throws SQLException {
        String entry = row.getString("entry");
        return Stream.of(HashChain.Kind.values())
                .filter(kind -> kind.name().equals(entry))
                .findFirst();
    }

    private void applyListAct(ResultSet row) throws SQLException {
        String act = String.valueOf(row.getString("act"));
        String rule = String.valueOf(row.getString("why"));
        if (act.equals(Act.Kind.ANSWER_RULE_ADDED.name())) {
            rules.add(rule);
        } else if (act.equals(Act.Kind.ANSWER_RULE_REMOVED.name())) {
            rules.remove(rule);
        }
    }

    /** The rules for answers have to be those that result from the acts about them. */
    private void verifyRules() {
        Set<String> kept = AlreadyFiscalisedRules.all(handle).stream()
                .map(AlreadyFiscalisedRule::text)
                .collect(Collectors.toSet());
        if (!kept.equals(rules)) {
            found(LedgerAudit.Kind.RULES, null, 0);
        }
    }

    private static PaymentHistory after(PaymentHistory life, HashChain.Kind kind, ResultSet row) throws SQLException {
        String content = row.getString("content");
        return switch (kind) {
            case ACT -> content == null ? life : ActEffects.apply(life, content).orElse(life);
            case ATTEMPT -> life.begun(row.getLong("ref"), String.valueOf(row.getString("receipt_identity")));
            case OUTCOME -> {
                Outcome outcome = content == null ? outcome(row) : INTERRUPTED;
                yield outcome == null ? life : life.ended(row.getLong("ref"), outcome);
            }
            case BACK -> life;
        };
    }

    /** An outcome that cannot be read was changed, which its entry shows. */
    private static @Nullable Outcome outcome(ResultSet row) throws SQLException {
        try {
            return OutcomeColumns.read(row, "");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void findRowsWithoutEntry() {
        findWithoutEntry("act r", "ACT", "TRUE", "");
        findWithoutEntry("attempt r", "ATTEMPT", "TRUE", "");
        findWithoutEntry("attempt r", "OUTCOME", "r.kind IS NOT NULL", " AND c.content IS NULL");
    }

    private void findWithoutEntry(String table, String kind, String rows, String entries) {
        handle.createQuery("SELECT p.provider, p.transaction_id FROM " + table
                        + " LEFT JOIN payment p ON p.id = r.payment WHERE "
                        + rows + " AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.ref = r.id AND c.kind = '" + kind + "'"
                        + entries + ") LIMIT " + LedgerAudit.MOST_FINDINGS)
                .map((row, _) -> Optional.ofNullable(transactionId(row)))
                .forEach(transaction -> found(LedgerAudit.Kind.WITHOUT_ENTRY, transaction.orElse(null), 0));
    }

    private void verifyPayments() {
        List<LedgerEntry> withOldEntries = new ArrayList<>();
        try (var rows = handle
                .createQuery("SELECT * FROM payment ORDER BY id")
                .setFetchSize(PostgresDatabase.FETCH_SIZE)
                .map((row, _) -> readable(row))
                .stream()) {
            rows.flatMap(Optional::stream).forEach(entry -> {
                PaymentHistory life = lives.remove(entry.id());
                if (life == null) {
                    found(LedgerAudit.Kind.WITHOUT_ENTRY, entry.transactionId().toString(), 0);
                    claims.remove(entry.id());
                } else if (fromBeforeTheChain.contains(entry.id())) {
                    withOldEntries.add(entry);
                } else {
                    verify(entry, life, true);
                }
            });
        }
        withOldEntries.forEach(this::verifyByRows);
        lives.keySet().forEach(_ -> found(LedgerAudit.Kind.PAYMENT_GONE, null, 0));
        claims.keySet().forEach(_ -> found(LedgerAudit.Kind.CLAIM, null, 0));
    }

    /** An attempt that cannot be read was changed, so that nothing follows from it. */
    private void verifyByRows(LedgerEntry entry) {
        try {
            verify(entry, PaymentRows.life(handle, entry), hasActs(entry));
        } catch (UnreadableRowException e) {
            found(LedgerAudit.Kind.STATE, entry.transactionId().toString(), 0);
            claims.remove(entry.id());
        }
    }

    private void verify(LedgerEntry entry, PaymentHistory life, boolean hasActs) {
        Set<String> kept = Objects.requireNonNullElse(claims.remove(entry.id()), Set.of());
        if (!hasActs || !matches(entry, life)) {
            found(LedgerAudit.Kind.STATE, entry.transactionId().toString(), 0);
            return;
        }
        Set<String> known = new HashSet<>(life.heldReceipts());
        // A receipt that was refused after a person had replaced it may be kept; it does no harm.
        life.attempts().forEach(tried -> known.add(tried.receipt()));
        if (!kept.containsAll(life.heldReceipts()) || !known.containsAll(kept)) {
            found(LedgerAudit.Kind.CLAIM, entry.transactionId().toString(), 0);
        }
    }

    private Optional<LedgerEntry> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(RowMapping.entry(row));
        } catch (UnreadableRowException e) {
            lives.remove(row.getLong("id"));
            claims.remove(row.getLong("id"));
            found(LedgerAudit.Kind.UNREADABLE, e.getMessage(), 0);
            return Optional.empty();
        }
    }

    private static boolean matches(LedgerEntry entry, PaymentHistory life) {
        String receipt = entry.receipt() == null ? null : entry.receipt().identity();
        return entry.state() == life.state()
                && entry.conflict() == life.conflict()
                && entry.confirmedByHand() == life.byHand()
                && entry.attempts() == life.attempts().size()
                && Objects.equals(receipt, life.receipt());
    }

    /** The row of a payment from before the chain contains results of acts; those acts have to exist. */
    private boolean hasActs(LedgerEntry entry) {
        return (!entry.confirmedByHand() || PaymentRows.hasAct(handle, entry, Act.Kind.CONFIRMED_BY_HAND))
                && (entry.state() != PaymentState.SET_ASIDE || PaymentRows.hasAct(handle, entry, Act.Kind.SET_ASIDE));
    }
}

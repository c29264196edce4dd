package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Audit;
import uz.fiskaldesk.confirm.FiscalisedAnswer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.ledger.OutcomeRecorder.OpenAttempt;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** The ledger over a database, whichever it is: what it asks and changes is the same, but for the {@link Dialect}. */
abstract class JdbiLedger implements Ledger {
    private final Dialect dialect;
    private final ClaimOwners owners;
    private final ErrorTranslator errors;
    private final Jdbi reading;
    private final Jdbi writing;
    private final Transitions transitions;
    private final OutcomeRecorder outcomes;
    private final Chain chain;

    JdbiLedger(Dialect dialect, ClaimOwners owners, ErrorTranslator errors, Jdbi reading, Jdbi writing) {
        this.dialect = dialect;
        this.owners = owners;
        this.errors = errors;
        this.reading = reading;
        this.writing = writing;
        this.chain = new Chain(dialect);
        this.transitions = new Transitions(dialect, owners, chain);
        this.outcomes = new OutcomeRecorder(dialect, owners, chain);
    }

    @Override
    public Optional<LedgerEntry> find(TransactionId id) {
        return read(handle -> handle.createQuery("SELECT * FROM payment WHERE transaction_key = :key")
                .bind("key", id.key())
                .map((row, _) -> RowMapping.entry(row))
                .findOne());
    }

    @Override
    public List<LedgerEntry> page(LedgerQuery query, @Nullable LedgerEntry after, int limit) {
        QuerySql text = new QuerySql(query, dialect).after(after);
        return read(handle -> text.bind(
                        handle.createQuery("SELECT * FROM payment" + text.where() + text.order() + " LIMIT :limit"))
                .bind("limit", limit)
                .map((row, _) -> RowMapping.entry(row))
                .list());
    }

    @Override
    public void forEach(LedgerQuery query, Consumer<LedgerEntry> each) {
        QuerySql text = new QuerySql(query, dialect);
        // In a transaction, for outside one PostgreSQL's driver takes the whole result into memory.
        errors.translating(() -> reading.inTransaction(handle -> {
            try (Stream<LedgerEntry> entries = text
                    .bind(handle.createQuery("SELECT * FROM payment" + text.where() + text.order()))
                    .setFetchSize(PostgresDatabase.FETCH_SIZE)
                    .map((row, _) -> RowMapping.entry(row))
                    .stream()) {
                entries.forEach(errors.callback(each));
            }
            return Optional.empty();
        }));
    }

    @Override
    public Map<PaymentState, Long> counts(LedgerQuery query) {
        QuerySql text = new QuerySql(query, dialect);
        return read(handle -> {
            Map<PaymentState, Long> counts = new EnumMap<>(PaymentState.class);
            text.bind(handle.createQuery("SELECT state, count(*) AS n FROM payment" + text.where() + " GROUP BY state"))
                    .map((row, _) -> Map.entry(PaymentState.valueOf(row.getString("state")), row.getLong("n")))
                    .forEach(count -> counts.put(count.getKey(), count.getValue()));
            return counts;
        });
    }

    @Override
    public Optional<Instant> oldest(LedgerQuery query) {
        return page(query.fromTheOldest(), null, 1).stream()
                .map(LedgerEntry::happenedAt)
                .findFirst();
    }

    @Override
    public List<Attempt> attempts(LedgerEntry entry) {
        return read(handle -> handle.createQuery("SELECT * FROM attempt WHERE payment = :payment ORDER BY id")
                .bind("payment", entry.id())
                .map((row, _) -> RowMapping.attempt(row))
                .list());
    }

    @Override
    public List<Act> acts(LedgerEntry entry) {
        return read(handle -> handle.createQuery("SELECT * FROM act WHERE payment = :payment ORDER BY id")
                .bind("payment", entry.id())
                .map((row, _) -> RowMapping.act(row))
                .list());
    }

    @Override
    public List<LedgerEntry> due(Instant now, int limit) {
        return read(handle -> handle.createQuery(
                        "SELECT * FROM payment"
                                + " WHERE (next_try_at <= :now OR next_try_at > :furthest) AND state = 'READY' ORDER BY happened_at, id LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("furthest", now.plus(RetrySchedule.FURTHEST).toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> RowMapping.entry(row))
                .list());
    }

    @Override
    public Optional<Instant> nextDue() {
        return read(handle -> handle.createQuery(
                        "SELECT next_try_at FROM payment WHERE next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1")
                .map((row, _) -> RowMapping.instant(row.getLong("next_try_at")))
                .findOne());
    }

    @Override
    public int connectionIsBack(Instant now) {
        return write(handle -> transitions.connectionIsBack(handle, now));
    }

    @Override
    public long changeMark() {
        return read(handle ->
                handle.createQuery(dialect.changes()).mapTo(Long.class).one());
    }

    @Override
    public Addition add(Payment payment, @Nullable FiscalReceipt receipt, List<ReceiptWarning> warnings, Act act) {
        return write(handle -> transitions.add(handle, payment, receipt, warnings, act));
    }

    @Override
    public Attachment attach(
            LedgerEntry entry, FiscalReceipt receipt, @Nullable String usedAgainBecause, List<Act> acts) {
        return write(handle -> transitions.attach(handle, entry, receipt, usedAgainBecause != null, acts));
    }

    @Override
    public Optional<LedgerEntry> detach(LedgerEntry entry, Act act) {
        return write(handle -> transitions.detach(handle, entry, act));
    }

    @Override
    public Optional<LedgerEntry> ready(LedgerEntry entry, Act act) {
        return write(handle -> transitions.ready(handle, entry, act));
    }

    @Override
    public Optional<Begun> begin(LedgerEntry entry, Sending from, Instant now, @Nullable Act act) {
        return write(handle -> transitions.begin(handle, entry, from, now, act));
    }

    @Override
    public Optional<LedgerEntry> finish(long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        OpenAttempt mine = new OpenAttempt(attemptId, owners.id());
        return write(handle -> outcomes.finish(handle, mine, outcome, now, nextTryAt));
    }

    @Override
    public boolean finishFor(String owner, long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        OpenAttempt attempt = new OpenAttempt(attemptId, owner);
        return write(handle ->
                outcomes.finish(handle, attempt, outcome, now, nextTryAt).isPresent()
                        || outcomes.knows(handle, attempt));
    }

    @Override
    public String owner() {
        return owners.id();
    }

    @Override
    public Optional<LedgerEntry> setAside(LedgerEntry entry, Act act) {
        return write(handle -> transitions.setAside(handle, entry, act));
    }

    @Override
    public Optional<LedgerEntry> restore(LedgerEntry entry, Act act) {
        return write(handle -> transitions.restore(handle, entry, act));
    }

    @Override
    public Optional<LedgerEntry> confirmByHand(LedgerEntry entry, Act act) {
        return write(handle -> transitions.confirmByHand(handle, entry, act));
    }

    @Override
    public Optional<LedgerEntry> resolve(LedgerEntry entry, FiscalReceipt holds, List<Act> acts) {
        return write(handle -> transitions.resolve(handle, entry, holds, acts));
    }

    @Override
    public Optional<LedgerEntry> undoByHand(LedgerEntry entry, Act act) {
        return write(handle -> transitions.undoByHand(handle, entry, act));
    }

    @Override
    public List<FiscalisedAnswer> fiscalisedAnswers() {
        return read(FiscalisedAnswers::all);
    }

    @Override
    public boolean add(FiscalisedAnswer rule) {
        return write(handle ->
                FiscalisedAnswers.add(handle, rule) && recorded(handle, rule.act(Act.Kind.ANSWER_RULE_ADDED)));
    }

    @Override
    public boolean remove(FiscalisedAnswer rule) {
        return write(handle ->
                FiscalisedAnswers.remove(handle, rule) && recorded(handle, rule.act(Act.Kind.ANSWER_RULE_REMOVED)));
    }

    @Override
    public void record(Act act) {
        write(handle -> recorded(handle, act));
    }

    private boolean recorded(Handle handle, Act act) {
        new Acts(chain).record(handle, null, act, null);
        return true;
    }

    @Override
    public List<Act> acts() {
        return read(handle -> handle.createQuery("SELECT * FROM act WHERE payment IS NULL ORDER BY id")
                .map((row, _) -> RowMapping.act(row))
                .list());
    }

    @Override
    public int recoverInterrupted(Instant now) {
        List<OpenAttempt> unheld = read(outcomes::unheld);
        int found = 0;
        for (OpenAttempt attempt : unheld) {
            if (!owners.isAlive(attempt.owner()) && write(handle -> outcomes.interrupt(handle, attempt, now))) {
                found++;
            }
        }
        return found;
    }

    /** How many attempts {@link #recoverInterrupted} would find. */
    int countInterrupted() {
        return Math.toIntExact(read(outcomes::unheld).stream()
                .filter(attempt -> !owners.isAlive(attempt.owner()))
                .count());
    }

    /** Goes through the whole history; see {@link Audit}. Takes time in proportion to its length. */
    public Audit audit() {
        return errors.translating(
                () -> reading.inTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> Proof.of(handle)));
    }

    Chain chain() {
        return chain;
    }

    /** Chains the history of a list that had no chain yet. */
    void chainHistory() {
        write(handle -> {
            chain.sealOld(handle);
            return true;
        });
    }

    Transitions transitions() {
        return transitions;
    }

    OutcomeRecorder outcomes() {
        return outcomes;
    }

    /** Looks something up, which may be done again without harm. */
    <T> T read(Work<T> work) {
        return errors.translating(() -> reading.withHandle(work::in));
    }

    /** One transaction, which is on disk when this returns. */
    <T> T write(Work<T> work) {
        return errors.translating(() -> writing.inTransaction(work::in));
    }

    /** What is done on one connection. */
    interface Work<T> {
        T in(Handle handle);
    }
}

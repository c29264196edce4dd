package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.EachPayment;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerAudit;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.ledger.PaymentClaims.OpenAttempt;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Implements the ledger with JDBI; the differences between the databases are in {@link Dialect}. */
abstract class JdbiLedger implements Ledger {
    private final Dialect dialect;
    private final ClaimOwners owners;
    private final ErrorTranslator errors;
    private final Jdbi reading;
    private final Jdbi writing;
    private final PaymentAdditions additions;
    private final Transitions transitions;
    private final PaymentClaims claims;
    private final OutcomeRecorder outcomes;
    private final HashChain chain;
    private final UnreadableRows unreadable = new UnreadableRows();

    JdbiLedger(Dialect dialect, ClaimOwners owners, ErrorTranslator errors, Jdbi reading, Jdbi writing) {
        this.dialect = dialect;
        this.owners = owners;
        this.errors = errors;
        this.reading = reading;
        this.writing = writing;
        this.chain = new HashChain(dialect);
        this.additions = new PaymentAdditions(dialect, chain, errors);
        this.transitions = new Transitions(dialect, chain);
        this.claims = new PaymentClaims(owners, chain, unreadable);
        this.outcomes = new OutcomeRecorder(dialect, chain);
    }

    @Override
    public Optional<LedgerEntry> find(TransactionId id) {
        return read(handle -> PaymentRows.find(handle, id));
    }

    @Override
    public List<LedgerEntry> page(LedgerQuery query, @Nullable LedgerEntry after, int limit) {
        QuerySql sql = new QuerySql(query, dialect).after(after);
        return unreadable.page(
                limit,
                rows -> read(handle -> sql.bind(handle.createQuery(
                                "SELECT * FROM payment" + sql.where() + sql.order() + " LIMIT :limit"))
                        .bind("limit", rows)
                        .map((row, _) -> unreadable.entry(row))
                        .list()));
    }

    @Override
    public void forEach(LedgerQuery query, Consumer<LedgerEntry> each) {
        QuerySql sql = new QuerySql(query, dialect);
        // In a transaction, because otherwise PostgreSQL's driver loads the whole result into memory.
        errors.translating(() -> reading.inTransaction(handle -> {
            try (Stream<Optional<LedgerEntry>> entries = sql
                    .bind(handle.createQuery("SELECT * FROM payment" + sql.where() + sql.order()))
                    .setFetchSize(PostgresDatabase.FETCH_SIZE)
                    .map((row, _) -> unreadable.entry(row))
                    .stream()) {
                entries.flatMap(Optional::stream).forEach(errors.callback(each));
            }
            return Optional.empty();
        }));
    }

    @Override
    public Map<PaymentState, Long> counts(LedgerQuery query) {
        return read(handle -> PaymentRows.counts(handle, new QuerySql(query, dialect)));
    }

    @Override
    public Sendable sendable(LedgerQuery query) {
        return read(handle -> PaymentRows.sendable(handle, new QuerySql(query, dialect)));
    }

    @Override
    public List<FailureCount> failures() {
        return read(PaymentRows::failures);
    }

    @Override
    public Optional<Instant> oldest(LedgerQuery query) {
        return page(query.fromTheOldest(), null, 1).stream()
                .map(LedgerEntry::sortTime)
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
    public Optional<String> confirmedResponse(LedgerEntry entry) {
        return read(handle -> handle.createQuery("SELECT response FROM attempt WHERE payment = :payment"
                        + " AND kind = 'CONFIRMED' AND response IS NOT NULL ORDER BY id DESC LIMIT 1")
                .bind("payment", entry.id())
                .mapTo(String.class)
                .findOne());
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
        return unreadable.page(
                limit,
                rows -> read(handle -> handle.createQuery(
                                "SELECT * FROM payment"
                                        + " WHERE (next_try_at <= :now OR next_try_at > :furthest) AND state = 'READY' ORDER BY happened_at, id LIMIT :limit")
                        .bind("now", now.toEpochMilli())
                        .bind("furthest", now.plus(RetryBackoff.FURTHEST).toEpochMilli())
                        .bind("limit", rows)
                        .map((row, _) -> unreadable.entry(row).filter(entry -> !unreadable.contains(entry)))
                        .list()));
    }

    @Override
    public Optional<Instant> nextDue() {
        return read(handle -> PolledQuery.first(
                        handle,
                        "SELECT next_try_at FROM payment WHERE next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1"))
                .map(RowMapping::instant);
    }

    @Override
    public int makeDueNow(Instant now) {
        return write(handle -> transitions.connectionIsBack(handle, now));
    }

    @Override
    public long changeCounter() {
        return read(handle -> PolledQuery.first(handle, dialect.changeMarkQuery()))
                .orElseThrow();
    }

    @Override
    public List<BatchAddition> addAll(List<NewPayment> payments) {
        return payments.isEmpty() ? List.of() : write(handle -> additions.addAll(handle, payments));
    }

    @Override
    public Attachment attach(
            LedgerEntry entry,
            FiscalReceipt receipt,
            @Nullable String usedAgainBecause,
            List<Act> acts,
            @Nullable PosDeadline deadline) {
        return write(handle -> transitions.attach(handle, entry, receipt, usedAgainBecause != null, acts, deadline));
    }

    @Override
    public Optional<LedgerEntry> detach(LedgerEntry entry, Act act) {
        return write(handle -> transitions.detach(handle, entry, act));
    }

    @Override
    public Optional<LedgerEntry> queueAgain(LedgerEntry entry, Act act) {
        return write(handle -> transitions.ready(handle, entry, act));
    }

    @Override
    public Optional<StartedAttempt> claim(LedgerEntry entry, Destination from, Instant now, @Nullable Act act) {
        return write(handle -> claims.claim(handle, entry, from, now, act));
    }

    @Override
    public Optional<LedgerEntry> recordOutcome(
            long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        OpenAttempt mine = new OpenAttempt(attemptId, owners.id());
        return write(handle -> outcomes.record(handle, mine, outcome, now, nextTryAt));
    }

    @Override
    public boolean recordOutcomeOf(
            String owner, long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        OpenAttempt attempt = new OpenAttempt(attemptId, owner);
        return write(handle ->
                outcomes.record(handle, attempt, outcome, now, nextTryAt).isPresent()
                        || outcomes.contains(handle, attempt));
    }

    @Override
    public String claimOwner() {
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
    public boolean recordRefund(FiscalReceipt receipt, String noticedBy, Instant at) {
        return write(handle -> transitions.recordRefund(handle, receipt, noticedBy, at));
    }

    @Override
    public boolean isRefunded(FiscalReceipt receipt) {
        return read(handle -> RefundedReceipts.contains(handle, receipt));
    }

    @Override
    public void keep(PassedReceipt receipt, Instant at) {
        write(handle -> PassedReceipts.add(handle, receipt, at));
    }

    @Override
    public List<PassedReceipt> unassignedReceipts(Instant from, Instant to, int limit) {
        return read(handle -> PassedReceipts.unassigned(handle, from, to, limit));
    }

    @Override
    public List<AlreadyFiscalisedRule> alreadyFiscalisedRules() {
        return read(AlreadyFiscalisedRules::all);
    }

    @Override
    public boolean add(AlreadyFiscalisedRule rule) {
        return write(handle ->
                AlreadyFiscalisedRules.add(handle, rule) && recorded(handle, rule.act(Act.Kind.ANSWER_RULE_ADDED)));
    }

    @Override
    public boolean remove(AlreadyFiscalisedRule rule) {
        return write(handle -> AlreadyFiscalisedRules.remove(handle, rule)
                && recorded(handle, rule.act(Act.Kind.ANSWER_RULE_REMOVED)));
    }

    @Override
    public void record(Act act) {
        write(handle -> recorded(handle, act));
    }

    @Override
    public boolean recordAfter(@Nullable Act last, Act act) {
        return write(handle ->
                Objects.equals(ActRecorder.lastOfList(handle, dialect, act.kind()), last) && recorded(handle, act));
    }

    private boolean recorded(Handle handle, Act act) {
        new ActRecorder(chain).record(handle, null, act, null);
        return true;
    }

    @Override
    public List<Act> acts() {
        return read(handle -> handle.createQuery("SELECT * FROM act WHERE payment IS NULL ORDER BY id")
                .map((row, _) -> RowMapping.act(row))
                .list());
    }

    @Override
    public String historyHead() {
        return read(HashChain::head).orElse("");
    }

    @Override
    public List<String> leftOut() {
        return unreadable.all();
    }

    @Override
    public int recoverInterrupted(Instant now) {
        return EachPayment.count(
                read(claims::abandoned), attempt -> write(handle -> outcomes.interrupt(handle, attempt, now)));
    }

    /** The number of attempts that {@link #recoverInterrupted} would recover. */
    int countInterrupted() {
        return read(claims::abandoned).size();
    }

    /** Verifies the whole history; see {@link LedgerAudit}. Takes time proportional to its length. */
    public LedgerAudit audit() {
        return errors.translating(
                () -> reading.inTransaction(TransactionIsolationLevel.SERIALIZABLE, ChainVerifier::verify));
    }

    HashChain chain() {
        return chain;
    }

    /** Adds the history of a list without a chain to a new chain. */
    void chainHistory() {
        write(handle -> {
            chain.sealUnsealed(handle);
            return true;
        });
    }

    PaymentClaims claims() {
        return claims;
    }

    OutcomeRecorder outcomes() {
        return outcomes;
    }

    /** Runs a query, which may be repeated. */
    <T> T read(Work<T> work) {
        return errors.translating(() -> reading.withHandle(work::in));
    }

    /** Runs one transaction, which is durable when this returns. */
    <T> T write(Work<T> work) {
        return errors.translating(() -> writing.inTransaction(work::in));
    }

    /** Work on one connection. */
    interface Work<T> {
        T in(Handle handle);
    }
}

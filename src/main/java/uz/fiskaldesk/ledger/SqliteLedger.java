package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The ledger in an SQLite file of this machine. Several programs may have it open beside each other. What a killed
 * process was sending is found as interrupted by whoever opens the ledger next.
 */
public final class SqliteLedger implements Ledger {
    private static final String JDBC = "jdbc:sqlite:";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SqliteFile file;
    private final OwnerLocks owners;
    private final LedgerTroubles troubles;
    private final Jdbi reading;
    private final Jdbi writing;
    private final Transitions transitions;

    private SqliteLedger(SqliteFile file, OwnerLocks owners, LedgerTroubles troubles) {
        this.file = file;
        this.owners = owners;
        this.troubles = troubles;
        this.reading = file.reading();
        this.writing = file.writing();
        this.transitions = new Transitions(owners.me());
    }

    /** The address of a ledger in this file. */
    public static String urlOf(Path file) {
        return JDBC + file.toAbsolutePath();
    }

    /**
     * Opens the ledger, creating file and folder where there are none, and finds what was interrupted.
     *
     * @param url {@code jdbc:sqlite:} and the path of a file
     * @param now when interrupted attempts are said to have ended
     */
    public static SqliteLedger open(String url, Instant now) {
        return open(url, now, PATIENCE);
    }

    /**
     * The same with another patience.
     *
     * @param patience how long to wait while another process writes
     */
    static SqliteLedger open(String url, Instant now, Duration patience) {
        LedgerTroubles troubles = new LedgerTroubles(url);
        Path path = path(url);
        try {
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow(IOException::new);
            Files.createDirectories(folder);
            OwnerLocks owners = new OwnerLocks(folder.resolve("owners"));
            try {
                SqliteLedger ledger =
                        new SqliteLedger(SqliteFile.open(url, folder.resolve("owners"), patience), owners, troubles);
                ledger.recoverInterrupted(now);
                return ledger;
            } catch (IOException | RuntimeException e) {
                owners.close();
                throw e;
            }
        } catch (LedgerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw troubles.translated(e);
        }
    }

    private static Path path(String url) {
        if (!url.startsWith(JDBC) || url.startsWith(JDBC + ":") || url.length() == JDBC.length()) {
            throw new LedgerException(Trouble.ADDRESS, url);
        }
        try {
            return Path.of(url.substring(JDBC.length()));
        } catch (InvalidPathException e) {
            throw new LedgerException(Trouble.ADDRESS, url, e);
        }
    }

    @Override
    public Optional<LedgerEntry> find(TransactionId id) {
        return troubles.guarded(() ->
                reading.withHandle(handle -> handle.createQuery("SELECT * FROM payment WHERE transaction_key = :key")
                        .bind("key", id.key())
                        .map((row, _) -> Columns.entry(row))
                        .findOne()));
    }

    @Override
    public List<LedgerEntry> page(LedgerQuery query, @Nullable LedgerEntry after, int limit) {
        QueryText text = new QueryText(query).after(after);
        return troubles.guarded(() -> reading.withHandle(handle -> text.bind(
                        handle.createQuery("SELECT * FROM payment" + text.where() + text.order() + " LIMIT :limit"))
                .bind("limit", limit)
                .map((row, _) -> Columns.entry(row))
                .list()));
    }

    @Override
    public void forEach(LedgerQuery query, Consumer<LedgerEntry> each) {
        QueryText text = new QueryText(query);
        troubles.guarded(() -> reading.withHandle(handle -> {
            try (Stream<LedgerEntry> entries = text
                    .bind(handle.createQuery("SELECT * FROM payment" + text.where() + text.order()))
                    .map((row, _) -> Columns.entry(row))
                    .stream()) {
                entries.forEach(troubles.untouched(each));
            }
            return Optional.empty();
        }));
    }

    @Override
    public Map<PaymentState, Long> counts(LedgerQuery query) {
        QueryText text = new QueryText(query);
        return troubles.guarded(() -> reading.withHandle(handle -> {
            Map<PaymentState, Long> counts = new EnumMap<>(PaymentState.class);
            text.bind(handle.createQuery("SELECT state, count(*) AS n FROM payment" + text.where() + " GROUP BY state"))
                    .map((row, _) -> Map.entry(PaymentState.valueOf(row.getString("state")), row.getLong("n")))
                    .forEach(count -> counts.put(count.getKey(), count.getValue()));
            return counts;
        }));
    }

    @Override
    public Optional<Instant> oldest(LedgerQuery query) {
        return page(query.fromTheOldest(), null, 1).stream()
                .map(LedgerEntry::happenedAt)
                .findFirst();
    }

    @Override
    public List<Attempt> attempts(LedgerEntry entry) {
        return troubles.guarded(() -> reading.withHandle(
                handle -> handle.createQuery("SELECT * FROM attempt WHERE payment = :payment ORDER BY id")
                        .bind("payment", entry.id())
                        .map((row, _) -> Columns.attempt(row))
                        .list()));
    }

    @Override
    public List<Act> acts(LedgerEntry entry) {
        return troubles.guarded(() -> reading.withHandle(
                handle -> handle.createQuery("SELECT * FROM act WHERE payment = :payment ORDER BY id")
                        .bind("payment", entry.id())
                        .map((row, _) -> Columns.act(row))
                        .list()));
    }

    @Override
    public List<LedgerEntry> due(Instant now, int limit) {
        return troubles.guarded(() -> reading.withHandle(handle -> handle.createQuery("SELECT * FROM payment"
                        + " WHERE next_try_at <= :now AND state = 'READY' ORDER BY happened_at, id LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> Columns.entry(row))
                .list()));
    }

    @Override
    public Optional<Instant> nextDue() {
        return troubles.guarded(() -> reading.withHandle(handle -> handle.createQuery(
                        "SELECT next_try_at FROM payment WHERE next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1")
                .map((row, _) -> Columns.moment(row.getLong("next_try_at")))
                .findOne()));
    }

    @Override
    public int connectionIsBack(Instant now) {
        return write(handle -> transitions.connectionIsBack(handle, now));
    }

    @Override
    public long changeMark() {
        return troubles.guarded(
                () -> reading.withHandle(handle -> handle.createQuery("SELECT changes FROM change_count")
                        .mapTo(Long.class)
                        .one()));
    }

    @Override
    public Addition add(Payment payment, @Nullable FiscalReceipt receipt, Act act) {
        return write(handle -> transitions.add(handle, payment, receipt, act));
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
    public Optional<Begun> begin(LedgerEntry entry, String till, Instant now, @Nullable Act act) {
        return write(handle -> transitions.begin(handle, entry, till, now, act));
    }

    @Override
    public Optional<LedgerEntry> finish(long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        return write(handle -> transitions.finish(handle, attemptId, outcome, now, nextTryAt));
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
    public Optional<LedgerEntry> undoByHand(LedgerEntry entry, Act act) {
        return write(handle -> transitions.undoByHand(handle, entry, act));
    }

    @Override
    public int recoverInterrupted(Instant now) {
        List<String> gone = troubles.guarded(() -> reading.withHandle(
                handle -> handle.createQuery("SELECT DISTINCT owner FROM payment WHERE state = 'SENDING'")
                        .mapTo(String.class)
                        .filter(owner -> !owners.isAlive(owner))
                        .list()));
        int found = 0;
        for (String owner : gone) {
            found += write(handle -> transitions.interrupt(handle, owner, now));
        }
        return found;
    }

    private <T> T write(Work<T> work) {
        return troubles.guarded(() -> writing.inTransaction(work::in));
    }

    private interface Work<T> {
        T in(Handle handle);
    }

    @Override
    public void close() {
        file.close();
        owners.close();
    }
}

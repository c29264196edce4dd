package uz.fiskaldesk.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.EachPayment;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.Outcome;

/**
 * The ledger that several tills share, in a PostgreSQL database. A background thread renews the till's lease while the
 * process lives.
 */
public final class PostgresLedger extends JdbiLedger {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLedger.class);
    private static final Outcome NOT_SENT = new Outcome.NotSent(
            Outcome.NotSentReason.COULD_NOT_SEND, Answer.ofMessage("the ledger was lost before it was sent"), null);

    private static final Duration FAST_FAILURE = Duration.ofSeconds(1);

    private final PostgresDatabase database;
    private final DatabaseBinding binding;
    private final TillLeases leases;
    private final ChangeListener changes;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-lease").factory());

    /** Attempts whose COMMIT acknowledgement was lost, with their start times. Nothing was sent for them. */
    private final Map<Long, Instant> unconfirmedCommits = new ConcurrentHashMap<>();

    private PostgresLedger(
            PostgresDatabase database,
            DatabaseBinding binding,
            TillLeases leases,
            ErrorTranslator errors,
            Clock clock) {
        super(Dialect.POSTGRESQL, leases, errors, database.jdbi(), database.jdbi());
        this.database = database;
        this.binding = binding;
        this.leases = leases;
        this.clock = clock;
        this.changes = new ChangeListener(database);
    }

    /** Whether this is the URL of a shared ledger. */
    public static boolean isUrl(String url) {
        return url.startsWith(PostgresAddress.JDBC);
    }

    /** Whether connections to this shared ledger are verified and encrypted, or stay on this computer. */
    public static boolean isSecure(String url) {
        return new PostgresAddress(url, null).isGuarded();
    }

    /**
     * Connects to the ledger, creates its tables if necessary, and recovers interrupted attempts.
     *
     * @param url {@code jdbc:postgresql:} and the driver's parameters, except the password
     * @param password null if the server requires none, or it is in the user's {@code pgpass} file
     * @throws LedgerException if it cannot be opened
     */
    public static PostgresLedger open(String url, @Nullable String password, Clock clock) {
        return open(url, password, clock, TillLeases.LEASE, TillLeases.RENEWAL_INTERVAL);
    }

    /**
     * Connects to a ledger whose database was restored from a backup, or is a copy of another one; only for
     * {@link #markRestoredFromBackup}.
     */
    public static PostgresLedger openRestored(String url, @Nullable String password, Clock clock) {
        return open(url, password, clock, TillLeases.LEASE, TillLeases.RENEWAL_INTERVAL, true);
    }

    static PostgresLedger open(
            String url, @Nullable String password, Clock clock, Duration lease, Duration renewalInterval) {
        return open(url, password, clock, lease, renewalInterval, false);
    }

    static PostgresLedger open(
            String url,
            @Nullable String password,
            Clock clock,
            Duration lease,
            Duration renewalInterval,
            boolean wasRestored) {
        PostgresAddress address = new PostgresAddress(url, password);
        ErrorTranslator errors = new ErrorTranslator(address.where(), new PostgresErrors());
        PostgresLedger ledger = errors.translating(() -> new PostgresLedger(
                PostgresDatabase.open(address),
                new DatabaseBinding(address.where()),
                new TillLeases(lease),
                errors,
                clock));
        try {
            ledger.join(renewalInterval, wasRestored);
            return ledger;
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private void join(Duration renewalInterval, boolean wasRestored) {
        write(handle -> {
            if (!wasRestored) {
                binding.join(handle);
            }
            leases.deleteExpired(handle);
            leases.renewLease(handle);
            return true;
        });
        chainHistory();
        recoverInterrupted(clock.instant());
        long pause = renewalInterval.toMillis();
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            write(handle -> {
                leases.renewLease(handle);
                return true;
            });
            resolveUnconfirmedCommits();
        } catch (LedgerException e) {
            LOG.warn("lease renewal failed: {}", e.reason());
            LOG.debug("lease renewal failed", e);
        } catch (RuntimeException e) {
            LOG.error("lease renewal failed", e);
        }
    }

    /**
     * If the connection fails during COMMIT, it is unknown whether the attempt was recorded. Nothing was sent, so it is
     * recorded as not sent once the connection is back.
     */
    @Override
    public Optional<StartedAttempt> claim(LedgerEntry entry, Destination from, Instant now, @Nullable Act act) {
        long[] attempt = {0};
        try {
            return write(handle -> {
                binding.verify(handle);
                Optional<StartedAttempt> begun = claims().claim(handle, entry, from, now, act);
                begun.ifPresent(one -> attempt[0] = one.attemptId());
                return begun;
            });
        } catch (LedgerException e) {
            if (attempt[0] != 0) {
                unconfirmedCommits.put(attempt[0], now);
            }
            throw e;
        }
    }

    /**
     * Retries once on fresh connections, because the others are usually dead too. A restart of the server or of a
     * switch is not noticed.
     */
    @Override
    <T> T read(Work<T> work) {
        long begun = System.nanoTime();
        try {
            return super.read(work);
        } catch (LedgerException e) {
            boolean failedFast = System.nanoTime() - begun < FAST_FAILURE.toNanos();
            if (e.reason() != Reason.UNREACHABLE || !failedFast) {
                throw e;
            }
            database.evictConnections();
            return super.read(work);
        }
    }

    /** Retries once after a deadlock, which the server resolves by aborting one transaction. */
    @Override
    <T> T write(Work<T> work) {
        try {
            return super.write(work);
        } catch (LedgerException e) {
            if (PostgresErrors.isDeadlock(e)) {
                return super.write(work);
            }
            if (e.reason() == Reason.UNREACHABLE) {
                database.evictConnections();
            }
            throw e;
        }
    }

    private void resolveUnconfirmedCommits() {
        EachPayment.count(unconfirmedCommits.entrySet(), attempt -> {
            recordOutcome(attempt.getKey(), NOT_SENT, attempt.getValue(), clock.instant());
            return unconfirmedCommits.remove(attempt.getKey()) != null;
        });
    }

    @Override
    public int recoverInterrupted(Instant now) {
        try {
            resolveUnconfirmedCommits();
        } catch (LedgerException e) {
            if (e.reason() != Reason.OTHER) {
                throw e;
            }
            LOG.error("an attempt could not be recorded as not sent", e);
        }
        return super.recoverInterrupted(now);
    }

    /**
     * Marks every open payment as in doubt after an administrator restored the database from a backup.
     *
     * @param who the person who reports the restore
     * @return the time of the restored state; empty if another till may have the list open, in which case nothing is
     *     changed
     */
    public Optional<Instant> markRestoredFromBackup(String who) {
        recoverInterrupted(clock.instant());
        return write(handle -> {
            // No till can join until this transaction ends.
            handle.execute("LOCK TABLE lease IN SHARE ROW EXCLUSIVE MODE");
            if (leases.isAnotherTillAlive(handle)) {
                return Optional.empty();
            }
            binding.bind(handle);
            Instant asOf = InDoubtMarker.latestTimestamp(handle);
            InDoubtMarker.markOpenPayments(handle, chain(), who, asOf, clock.instant());
            LOG.error("the shared list was restored to its state at {}; its open payments are in doubt", asOf);
            return Optional.of(asOf);
        });
    }

    @Override
    public void onChange(Runnable listener) {
        changes.add(listener);
    }

    @Override
    public void close() {
        changes.close();
        timer.shutdownNow();
        try {
            write(handle -> {
                leases.release(handle);
                return true;
            });
        } catch (LedgerException e) {
            LOG.info("could not release the lease, it will expire: {}", e.reason());
        }
        database.close();
    }
}

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
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.confirm.Outcome;

/**
 * The ledger that several tills share, in a PostgreSQL database. A till's lease is renewed by a thread of its own as
 * long as the process lives.
 */
public final class PostgresLedger extends JdbiLedger {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLedger.class);
    private static final Outcome NOT_SENT = new Outcome.NotSent(
            Outcome.NotSentReason.COULD_NOT_SEND, Answer.saying("the ledger was lost before it was sent"), null);

    private static final Duration FAST_FAILURE = Duration.ofSeconds(1);

    private final PostgresDatabase database;
    private final DatabaseBinding binding;
    private final TillLeases leases;
    private final ChangeListener changes;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-lease").factory());

    /** Attempts whose transaction may be committed though the word of it never came, and of which nothing was sent. */
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

    /** Whether this is the address of a shared ledger. */
    public static boolean isAddress(String url) {
        return url.startsWith(PostgresAddress.JDBC);
    }

    /** Whether the way to this shared ledger is within this computer, or protected against others on it. */
    public static boolean isGuarded(String url) {
        return new PostgresAddress(url, null).isGuarded();
    }

    /**
     * Connects to the ledger, creating its tables where there are none, and finds what was interrupted.
     *
     * @param url {@code jdbc:postgresql:} and what PostgreSQL's driver wants to know, but for the password
     * @param password null where the server wants none, or it stands in the user's {@code pgpass} file
     */
    public static PostgresLedger open(String url, @Nullable String password, Clock clock) {
        return open(url, password, clock, TillLeases.LEASE, TillLeases.RENEWAL_INTERVAL);
    }

    /**
     * Connects to a ledger whose database was brought back from a backup, or is a copy of another one, only to say so by
     * {@link #isBackFromABackup}.
     */
    public static PostgresLedger openRestored(String url, @Nullable String password, Clock clock) {
        return open(url, password, clock, TillLeases.LEASE, TillLeases.RENEWAL_INTERVAL, true);
    }

    /** The same with another lease. */
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
            LOG.warn("the lease was not renewed: {}", e.trouble());
            LOG.debug("the lease", e);
        } catch (RuntimeException e) {
            LOG.error("the lease", e);
        }
    }

    /**
     * When the connection breaks in the midst of a commit, nobody here knows whether the attempt was written. Nothing
     * was sent in any case, so that is what is written as soon as the connection is back.
     */
    @Override
    public Optional<Begun> begin(LedgerEntry entry, Sending from, Instant now, @Nullable Act act) {
        long[] attempt = {0};
        try {
            return write(handle -> {
                binding.verify(handle);
                Optional<Begun> begun = transitions().begin(handle, entry, from, now, act);
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
     * When one connection turns out to be dead the others are, too. What is looked up is looked up once more, so that a
     * server that was started anew, or a switch that was, is not even noticed.
     */
    @Override
    <T> T read(Work<T> work) {
        long begun = System.nanoTime();
        try {
            return super.read(work);
        } catch (LedgerException e) {
            boolean failedFast = System.nanoTime() - begun < FAST_FAILURE.toNanos();
            if (e.trouble() != Trouble.UNREACHABLE || !failedFast) {
                throw e;
            }
            database.evictConnections();
            return super.read(work);
        }
    }

    /** Of two transactions that wait for each other the server ends one, which can be done once more. */
    @Override
    <T> T write(Work<T> work) {
        try {
            return super.write(work);
        } catch (LedgerException e) {
            if (PostgresErrors.isDeadlock(e)) {
                return super.write(work);
            }
            if (e.trouble() == Trouble.UNREACHABLE) {
                database.evictConnections();
            }
            throw e;
        }
    }

    private void resolveUnconfirmedCommits() {
        unconfirmedCommits.forEach((attempt, at) -> {
            finish(attempt, NOT_SENT, at, clock.instant());
            unconfirmedCommits.remove(attempt);
        });
    }

    @Override
    public int recoverInterrupted(Instant now) {
        resolveUnconfirmedCommits();
        return super.recoverInterrupted(now);
    }

    /**
     * What has to follow when the database was brought back from a backup by those who look after it: nobody knows what
     * happened since, so every open payment is put in doubt.
     *
     * @param who says that it was brought back
     * @return the moment that the list is back at; empty where another till may have the list open, nothing is changed then
     */
    public Optional<Instant> isBackFromABackup(String who) {
        recoverInterrupted(clock.instant());
        return write(handle -> {
            // Nobody joins before this is done.
            handle.execute("LOCK TABLE lease IN SHARE ROW EXCLUSIVE MODE");
            if (leases.isAnotherTillAlive(handle)) {
                return Optional.empty();
            }
            binding.bind(handle);
            Instant asOf = InDoubtMarker.latestTimestamp(handle);
            InDoubtMarker.markOpenPayments(handle, chain(), who, asOf, clock.instant());
            LOG.error("the shared list is back as it was at {}; its open payments are in doubt", asOf);
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
            LOG.info("left without a word, the lease will run out: {}", e.trouble());
        }
        database.close();
    }
}

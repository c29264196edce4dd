package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.ledger.LedgerMetadata.Move;

/**
 * Copies an SQLite ledger into an empty shared one: payments, receipts, attempts and acts with their numbers, versions
 * and order. The copy is compared with the original, cell by cell, before it is committed.
 *
 * <p>At no moment can both be opened. The original is marked, on the disk, before the shared list is asked to commit, and
 * a marked list opens for nothing but this. Where the answer to the commit is lost, the shared list is asked whether it
 * knows the move by its name, under a lock that a commit under way holds until it has ended.
 */
public final class LedgerMove {
    /** What came of it; but for {@link Done} and {@link Unsettled} both lists are as they were. */
    public sealed interface Result {
        record Done(long payments, long attempts, long acts) implements Result {}

        /** The shared ledger has payments already. */
        record NotEmpty() implements Result {}

        /** A program has the SQLite ledger open. */
        record InUse() implements Result {}

        /** The copy was not like the original. */
        record Differs(String table, long row) implements Result {}

        /** The original had to be brought back first, which a person has to know before it is moved. */
        record RestoredFirst(BroughtBack broughtBack) implements Result {}

        /** The move began with another database; only that one knows what became of it. */
        record OtherDatabase() implements Result {}

        /** Nobody knows yet whether the shared list has the payments; the original stays closed until this is repeated. */
        record Unsettled() implements Result {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(LedgerMove.class);

    /** Who waits for another program, or leaves a transaction open, must not hold up the tills for ever. */
    private static final String SESSION_SETTINGS =
            "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';"
                    + " SET client_min_messages = 'error'";

    private final LedgerFile from;
    private final String fromUrl;
    private final PostgresAddress to;
    private final @Nullable String password;
    private final String toUrl;
    private final Clock clock;
    private final ErrorTranslator errors;

    /**
     * @param from {@code jdbc:sqlite:} and the path of a file
     * @param to the address of the shared ledger
     * @param password of the shared ledger's database; null where it wants none
     * @throws LedgerException where an address is none
     */
    public LedgerMove(String from, String to, @Nullable String password, Clock clock) {
        this.from = new LedgerFile(from);
        this.fromUrl = from;
        this.to = new PostgresAddress(to, password);
        this.toUrl = to;
        this.password = password;
        this.clock = clock;
        this.errors = new ErrorTranslator(this.to.where(), new PostgresErrors());
    }

    /**
     * Moves the ledger, or brings a move to its end that was cut short.
     *
     * @throws LedgerException where one of both cannot be opened; {@link Trouble#MOVED} or {@link Trouble#MOVING} where
     *     the ledger was moved before, or is being moved to another place
     */
    public Result move() {
        LedgerMetadata metadata = from.metadata();
        if (metadata == null || metadata.move() == null) {
            // Brings the original to the form of this version, and what was interrupted to its end.
            LedgerFile.Opened opened = from.open(clock.instant());
            opened.ledger().close();
            if (opened.broughtBack() != null) {
                return new Result.RestoredFirst(opened.broughtBack());
            }
            PostgresLedger.open(toUrl, password, clock).close();
        }
        return from.exclusively(() -> Optional.of(moveExclusively())).orElseGet(Result.InUse::new);
    }

    private Result moveExclusively() throws IOException, SQLException {
        LedgerMetadata metadata = from.metadata();
        Move started = metadata == null ? null : metadata.move();
        if (started != null && (started.isDone() || !started.to().equals(to.where()))) {
            throw new LedgerException(started.isDone() ? Trouble.MOVED : Trouble.MOVING, started.to());
        }
        try (Connection target = connect()) {
            String databaseId = DatabaseBinding.databaseId(target);
            if (started != null && !databaseId.equals(started.databaseId())) {
                return new Result.OtherDatabase();
            }
            Move move = started == null ? mark(databaseId) : started;
            return new CopyRun(move, started != null).run(target);
        } catch (SQLiteException e) {
            // The original's; the caller knows what it means.
            throw e;
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    private Connection connect() throws SQLException {
        Connection target = PostgresDatabase.connect(to);
        try (Statement statement = target.createStatement()) {
            statement.execute(SESSION_SETTINGS);
        }
        return target;
    }

    private Move mark(String databaseId) throws IOException {
        Move move = new Move(to.where(), UUID.randomUUID().toString(), databaseId, false);
        from.onFile(source -> {
            try (PreparedStatement mark = source.prepareStatement(
                    "INSERT INTO moved (id, url, at, done, move, place) VALUES (1, ?, ?, 0, ?, ?)")) {
                mark.setString(1, move.to());
                mark.setLong(2, clock.millis());
                mark.setString(3, move.id());
                mark.setString(4, move.databaseId());
                return mark.executeUpdate();
            }
        });
        // Also beside the file, so that no backup is taken for the list should the file be lost.
        from.binding().recordMove(move.to());
        return move;
    }

    private void finish() {
        from.onFile(source -> {
            try (Statement statement = source.createStatement()) {
                return statement.executeUpdate("UPDATE moved SET done = 1");
            }
        });
    }

    private void undo() throws IOException {
        from.binding().recordMove(null);
        from.onFile(source -> {
            try (Statement statement = source.createStatement()) {
                return statement.executeUpdate("DELETE FROM moved WHERE done = 0");
            }
        });
    }

    /** One go at the copy, which knows how far it came. */
    private final class CopyRun {
        private final Move move;
        private boolean mayBeCommitted;

        /** @param mayBeCommitted whether the shared list may have been asked to commit this move before */
        CopyRun(Move move, boolean mayBeCommitted) {
            this.move = move;
            this.mayBeCommitted = mayBeCommitted;
        }

        Result run(Connection target) throws IOException, SQLException {
            Result result;
            try {
                result = copy(target);
            } catch (SQLException | RuntimeException e) {
                LOG.error("the move to {} was cut short", to.where(), e);
                result = mayBeCommitted ? verifyAfterFailure() : null;
                if (result == null) {
                    undo();
                    throw e;
                }
            }
            switch (result) {
                case Result.Done _ -> finish();
                case Result.Unsettled _ -> {}
                default -> undo();
            }
            return result;
        }

        private Result copy(Connection target) throws SQLException {
            try (Connection source = SqliteBackups.openReadOnly(SqliteLedger.fileOf(fromUrl))) {
                // Both in one transaction each, so that what is compared is what was copied.
                source.setAutoCommit(false);
                target.setAutoCommit(false);
                lock(target);
                if (hasMove(target, move)) {
                    Result result = new LedgerCopy(source, target).compare();
                    target.rollback();
                    return result;
                }
                mayBeCommitted = false;
                Result result = new LedgerCopy(source, target).copy();
                if (result instanceof Result.Done) {
                    nameMove(move, source, target);
                    mayBeCommitted = true;
                    target.commit();
                } else {
                    target.rollback();
                }
                return result;
            }
        }

        /** Null where the shared list certainly does not have the payments. */
        private @Nullable Result verifyAfterFailure() {
            try (Connection target = connect();
                    Connection source = SqliteBackups.openReadOnly(SqliteLedger.fileOf(fromUrl))) {
                target.setAutoCommit(false);
                lock(target);
                boolean hasMove = move.databaseId() != null
                        && move.databaseId().equals(DatabaseBinding.databaseId(target))
                        && hasMove(target, move);
                Result result = hasMove ? new LedgerCopy(source, target).compare() : null;
                target.rollback();
                return result;
            } catch (SQLException e) {
                LOG.warn("it is not known yet whether {} has the payments", to.where(), e);
                return new Result.Unsettled();
            }
        }
    }

    /** Waits until a transaction that copies, or commits a copy, has ended one way or the other. */
    private static void lock(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("LOCK TABLE " + String.join(", ", LedgerCopy.tables()) + " IN ACCESS EXCLUSIVE MODE");
        }
    }

    private static boolean hasMove(Connection target, Move move) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement("SELECT 1 FROM identity WHERE move = ?")) {
            statement.setString(1, move.id());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void nameMove(Move move, Connection source, Connection target) throws SQLException {
        try (PreparedStatement statement =
                target.prepareStatement("UPDATE identity SET move = ?, list = ?, place = ?")) {
            statement.setString(1, move.id());
            statement.setString(2, LedgerMetadata.read(source).list());
            statement.setString(3, move.databaseId());
            statement.executeUpdate();
        }
    }
}

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
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.ledger.LedgerMetadata.Move;

/**
 * Moves an SQLite ledger to an empty shared one: payments, receipts, attempts and acts with their IDs, versions and
 * order. The copy is compared with the original, value by value, before the commit.
 *
 * <p>Both are never usable at the same time. The original is marked durably before the commit of the shared list, and a
 * marked list can only be opened by this class. If the acknowledgement of the commit is lost, the shared list is
 * queried for the move's ID, under a lock that waits for a commit in progress.
 */
public final class LedgerMove {
    /** The result. Unless it is {@link Done}, {@link SharedDiffers} or {@link Unknown}, both lists are unchanged. */
    public sealed interface Result {
        record Done(long payments, long attempts, long acts) implements Result {}

        /** The shared ledger already has payments. */
        record NotEmpty() implements Result {}

        /** A process has the SQLite ledger open. */
        record InUse() implements Result {}

        /**
         * The copy differs from the original.
         *
         * @param row the first row that differs, from 1
         */
        record Differs(String table, long row) implements Result {}

        /**
         * The shared list has the payments, but not all of them as they were copied. It may be in use, so the original
         * stays closed.
         *
         * @param row the first row that differs, from 1
         */
        record SharedDiffers(String table, long row) implements Result {}

        /** The original had to be restored first. A person has to know that before it is moved. */
        record RestoredFirst(LedgerRecovery broughtBack) implements Result {}

        /** The move was started with another database; only that one knows its outcome. */
        record OtherDatabase() implements Result {}

        /**
         * It is unknown whether the shared list has the payments. The original stays closed until the move is repeated.
         */
        record Unknown() implements Result {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(LedgerMove.class);

    /** Limits how long this session can block the tills. */
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
     * @param from {@code jdbc:sqlite:} followed by the path of a file
     * @param to the URL of the shared ledger
     * @param password of the shared ledger's database; null if it requires none
     * @throws LedgerException if a URL is invalid
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
     * Moves the ledger, or completes an interrupted move.
     *
     * @throws LedgerException if either ledger cannot be opened; {@link LedgerException.Reason#MOVED} or {@link LedgerException.Reason#MOVING} if the
     *     ledger was moved before, or is being moved to another place
     */
    public Result move() {
        LedgerMetadata metadata = from.metadata();
        if (metadata == null || metadata.move() == null) {
            // Migrates the original and recovers its interrupted attempts.
            LedgerFile.Opened opened = from.open(clock.instant());
            opened.ledger().close();
            if (opened.recovery() != null) {
                return new Result.RestoredFirst(opened.recovery());
            }
            PostgresLedger.open(toUrl, password, clock).close();
        }
        return from.exclusively(() -> Optional.of(moveExclusively())).orElseGet(Result.InUse::new);
    }

    private Result moveExclusively() throws IOException, SQLException {
        LedgerMetadata metadata = from.metadata();
        Move started = metadata == null ? null : metadata.move();
        if (started != null && (started.isDone() || !started.to().equals(to.where()))) {
            throw started.exception();
        }
        try (Connection target = connect()) {
            String databaseId = DatabaseBinding.databaseId(target);
            if (started != null && !databaseId.equals(started.databaseId())) {
                return new Result.OtherDatabase();
            }
            Move move = started == null ? mark(databaseId) : started;
            return new CopyRun(move, started != null).run(target);
        } catch (SQLiteException e) {
            // From the original; the caller translates it.
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
        // Also in the binding file, so that no backup is restored if the ledger file is lost.
        from.binding().recordMove(move.to());
        return move;
    }

    private void finish() {
        updateOriginal("UPDATE moved SET done = 1");
    }

    private void undo() throws IOException {
        from.binding().recordMove(null);
        updateOriginal("DELETE FROM moved WHERE done = 0");
    }

    private void updateOriginal(String sql) {
        from.onFile(source -> {
            try (Statement statement = source.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    /** One run of the copy, with its progress. */
    private final class CopyRun {
        private final Move move;
        private boolean mayBeCommitted;

        /** @param mayBeCommitted whether an earlier run may have committed this move */
        CopyRun(Move move, boolean mayBeCommitted) {
            this.move = move;
            this.mayBeCommitted = mayBeCommitted;
        }

        Result run(Connection target) throws IOException, SQLException {
            Result result;
            try {
                result = copy(target);
            } catch (SQLException | RuntimeException e) {
                LOG.error("the move to {} was interrupted", to.where(), e);
                result = mayBeCommitted ? verifyAfterFailure() : null;
                if (result == null) {
                    undo();
                    throw e;
                }
            }
            switch (result) {
                case Result.Done _ -> finish();
                case Result.SharedDiffers _, Result.Unknown _ -> {}
                default -> undo();
            }
            return result;
        }

        private Result copy(Connection target) throws SQLException {
            try (Connection source = SqliteBackups.openReadOnly(SqliteLedger.fileOf(fromUrl))) {
                // One transaction on each side, so that the rows that are compared are those that were copied.
                source.setAutoCommit(false);
                target.setAutoCommit(false);
                lock(target);
                if (hasMove(target, move)) {
                    Result result = new TableCopier(source, target).compare();
                    target.rollback();
                    return result;
                }
                mayBeCommitted = false;
                Result result = new TableCopier(source, target).copy();
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

        /** Null if the shared list certainly does not have the payments. */
        private @Nullable Result verifyAfterFailure() {
            try (Connection target = connect();
                    Connection source = SqliteBackups.openReadOnly(SqliteLedger.fileOf(fromUrl))) {
                target.setAutoCommit(false);
                lock(target);
                boolean hasMove = move.databaseId() != null
                        && move.databaseId().equals(DatabaseBinding.databaseId(target))
                        && hasMove(target, move);
                Result result = hasMove ? new TableCopier(source, target).compare() : null;
                target.rollback();
                return result;
            } catch (SQLException e) {
                LOG.warn("it is unknown whether {} has the payments", to.where(), e);
                return new Result.Unknown();
            }
        }
    }

    /** Waits for the end of any other transaction that copies or commits a copy. */
    private static void lock(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("LOCK TABLE " + String.join(", ", TableCopier.tables()) + " IN ACCESS EXCLUSIVE MODE");
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

package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * Backups of a ledger file in the folder {@code backups} beside it, one a day and one before each migration, named by
 * the shop's local time. The last fourteen are kept. Each is a single file that is checked before it gets its final name.
 *
 * <p>Backups are ordered by a number stored in each, because the timestamps in names come from a clock that may be
 * wrong. Payments are never deleted from a list, so a backup with more payments than all later ones is kept whatever
 * its age.
 */
final class SqliteBackups {
    static final int KEPT = 14;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteBackups.class);
    private static final ZoneId SHOP = ZoneId.of("Asia/Tashkent");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(SHOP);
    private static final int DAY = "yyyyMMdd".length();
    private static final String SUFFIX = ".db";
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
    private static final int BUSY_MILLIS = 5_000;
    private static final int BUSY_SLEEP_MILLIS = 50;
    private static final int BUSY_TRIES = 100;
    private static final int ALL_PAGES = -1;

    /**
     * A backup file.
     *
     * @param timestamp the time in its name
     * @param metadata null if the file cannot be read
     */
    private record Backup(
            Path file, Instant timestamp, @Nullable LedgerMetadata metadata) {
        long number() {
            return metadata == null ? 0 : metadata.backupNumber();
        }

        long payments() {
            return metadata == null ? 0 : metadata.payments();
        }

        /** Whether the other backup contains all payments of this one, judged by their number. */
        boolean isContainedIn(Backup other) {
            boolean sameList = metadata == null
                    || other.metadata == null
                    || metadata.list() == null
                    || other.metadata.list() == null
                    || metadata.list().equals(other.metadata.list());
            return sameList && payments() <= other.payments();
        }
    }

    private final Path ledger;
    private final Path folder;
    private final String prefix;
    private final ErrorTranslator errors;

    /** @param ledger the ledger's file */
    SqliteBackups(Path ledger) {
        this.ledger = ledger.toAbsolutePath();
        this.folder = this.ledger.resolveSibling("backups");
        String name = this.ledger.getFileName().toString();
        this.prefix = (name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name) + "-";
        this.errors = new ErrorTranslator(this.ledger.toString(), new SqliteErrors(this.ledger));
    }

    Path folder() {
        return folder;
    }

    /**
     * Makes today's backup unless it exists. Does not block writers.
     *
     * @return the new backup
     * @throws LedgerException if it could not be made; {@link LedgerException.Reason#DAMAGED} if the ledger itself fails the check;
     *     {@link LedgerException.Reason#SHRUNK} if the backup was made but contains fewer payments than an earlier one
     */
    Optional<Path> daily(Instant now) {
        String stamp = TIMESTAMP.format(now);
        List<Backup> earlier = all(now);
        // Only the newest one counts: others may have this day in their names because the clock was ahead.
        boolean done = !earlier.isEmpty() && day(earlier.getFirst().file()).equals(stamp.substring(0, DAY));
        if (done) {
            return Optional.empty();
        }
        Backup made = make(stamp, earlier, now);
        throwIfShrunk(made, earlier);
        return Optional.of(made.file());
    }

    /**
     * Makes a backup whatever others there are: the version before opens it, but not the migrated ledger.
     *
     * @throws LedgerException if it could not be made; {@link LedgerException.Reason#DAMAGED} if the ledger itself fails the check
     */
    void beforeMigration(Instant now) {
        Backup made = make(TIMESTAMP.format(now), all(now), now);
        LOG.info("the ledger is migrated to this version; {} is the ledger as it was", made.file());
    }

    private String day(Path backup) {
        return backup.getFileName().toString().substring(prefix.length(), prefix.length() + DAY);
    }

    private Backup make(String stamp, List<Backup> earlier, Instant now) {
        Path temporary =
                folder.resolve(prefix + stamp + "." + ProcessHandle.current().pid() + ".new");
        long number = 1 + earlier.stream().mapToLong(Backup::number).max().orElse(0);
        return errors.translating(() -> {
            try {
                Files.createDirectories(folder);
                copy(ledger, temporary);
                if (!isValidLedger(temporary)) {
                    throw new LedgerException(Reason.DAMAGED, ledger.toString());
                }
                number(temporary, number);
                DurableFiles.force(temporary);
                Path backup = folder.resolve(prefix + stamp + SUFFIX);
                Files.move(temporary, backup, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                removeOldest(now);
                return new Backup(backup, now, readMetadata(backup));
            } catch (IOException | SQLException e) {
                throw errors.translate(e);
            } finally {
                removeTemporary(temporary);
            }
        });
    }

    /** The generation is replaced so that a backup copied back by hand does not match this place. */
    private static void number(Path backup, long number) throws SQLException {
        try (Connection connection = open(backup);
                Statement statement = connection.createStatement()) {
            if (LedgerMetadata.hasIdentity(statement)) {
                statement.executeUpdate("UPDATE identity SET backup_number = " + number + ", generation = 'backup'");
            }
        }
    }

    private static void throwIfShrunk(Backup made, List<Backup> earlier) {
        for (Backup before : earlier) {
            if (!before.isContainedIn(made) && isSameList(before, made) && isValidLedger(before.file())) {
                throw new LedgerException(
                        Reason.SHRUNK, before.file().toString(), made.payments() + " < " + before.payments());
            }
        }
    }

    private static boolean isSameList(Backup one, Backup other) {
        return one.metadata() != null
                && other.metadata() != null
                && (one.metadata().list() == null
                        || one.metadata().list().equals(other.metadata().list()));
    }

    /** Copies a ledger and its WAL into one file. */
    static void copy(Path source, Path target) throws SQLException, IOException {
        Files.deleteIfExists(target);
        try (Connection connection = openReadOnly(source)) {
            int code = connection
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .backup("main", target.toString(), null, BUSY_SLEEP_MILLIS, BUSY_TRIES, ALL_PAGES);
            if (code != SQLiteErrorCode.SQLITE_OK.code) {
                throw new SQLiteException("backup", SQLiteErrorCode.getErrorCode(code));
            }
        }
        // Removes the WAL, so that copying this one file copies everything.
        try (Connection connection = open(target);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        }
    }

    static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // Not through DriverManager, which loads the drivers of all databases.
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SqliteLedger.urlOf(file));
        return source.getConnection();
    }

    /**
     * Opens a connection that changes nothing, not even a checkpoint on close. If there is no WAL and no process has
     * the file open, no {@code -shm} file is created.
     */
    static Connection openReadOnly(Path file) throws SQLException {
        return readOnlyDataSource(file).getConnection();
    }

    static SQLiteDataSource readOnlyDataSource(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        boolean alone = Stream.of("-wal", "-shm", "-journal")
                .noneMatch(suffix -> Files.exists(file.resolveSibling(file.getFileName() + suffix)));
        source.setUrl(
                alone ? "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1" : SqliteLedger.urlOf(file));
        return source;
    }

    /** Whether the file passes {@code PRAGMA quick_check} and has the ledger's tables. */
    static boolean isValidLedger(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (Connection connection = openReadOnly(file);
                Statement statement = connection.createStatement()) {
            return passesQuickCheck(statement) && hasTables(statement);
        } catch (SQLException e) {
            LOG.warn("{} is not a valid ledger", file, e);
            return false;
        }
    }

    /** A value that breaks a constraint is reported by the check of the history, and must not end the backups of all others. */
    static boolean passesQuickCheck(Statement statement) throws SQLException {
        statement.execute("PRAGMA ignore_check_constraints = ON");
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            return rows.next() && "ok".equals(rows.getString(1));
        }
    }

    private static boolean hasTables(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name IN"
                + " ('payment', 'attempt', 'act', 'flyway_schema_history') AND type = 'table'")) {
            return rows.next() && rows.getInt(1) == 4;
        }
    }

    private void removeOldest(Instant now) {
        List<Backup> kept = new ArrayList<>();
        for (Backup backup : all(now)) {
            boolean isNewer = kept.size() < KEPT;
            if (isNewer || (kept.stream().noneMatch(backup::isContainedIn) && isValidLedger(backup.file()))) {
                kept.add(backup);
            } else {
                remove(backup.file());
            }
        }
    }

    /** A file that cannot be deleted must not fail the backup, nor keep others from being deleted. */
    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("could not delete {}", file, e);
        }
    }

    private static void removeTemporary(Path file) {
        for (String suffix : new String[] {"", "-journal", "-wal", "-shm"}) {
            remove(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    /** Whether any file is named like a backup of this ledger. */
    boolean exist() {
        return !files().isEmpty();
    }

    /** All backups of this ledger, newest first. */
    private List<Backup> all(Instant now) {
        List<Backup> all = new ArrayList<>();
        for (Path file : files()) {
            timestampIn(file).ifPresent(timestamp -> all.add(new Backup(file, timestamp, readMetadata(file))));
        }
        // Backups of earlier versions have no number. Among those, a timestamp in the future comes from a wrong clock.
        all.sort(Comparator.comparingLong(Backup::number)
                .thenComparing(backup -> !isLater(backup.timestamp(), now))
                .thenComparing(Backup::timestamp)
                .reversed());
        return all;
    }

    /** The files named like backups of this ledger, in no order; empty if there is no folder. */
    List<Path> files() {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, this::isBackup)) {
            files.forEach(all::add);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw errors.translate(e);
        }
        return all;
    }

    private boolean isBackup(Path file) {
        return timestampIn(file).isPresent();
    }

    private static boolean isLater(Instant moment, Instant now) {
        return moment.isAfter(now.plus(CLOCK_TOLERANCE));
    }

    /** Reads a ledger file's metadata; null if the file cannot be read. */
    static @Nullable LedgerMetadata readMetadata(Path file) {
        try (Connection connection = openReadOnly(file)) {
            return LedgerMetadata.read(connection);
        } catch (SQLException e) {
            LOG.warn("{} cannot be read", file, e);
            return null;
        }
    }

    /** The newest valid backup that satisfies the predicate. */
    Optional<Path> newestValid(Instant now, Predicate<LedgerMetadata> test) {
        return all(now).stream()
                .filter(backup ->
                        backup.metadata() != null && test.test(backup.metadata()) && isValidLedger(backup.file()))
                .map(Backup::file)
                .findFirst();
    }

    /**
     * The time of the state in a backup: the timestamp in its name; without one, or if that is in the future, the latest
     * time recorded in the backup. What happened after it may be missing, so it must not be too late, as the file's
     * modification time may be.
     */
    Instant asOf(Path backup, Instant now) throws SQLException {
        Optional<Instant> made = timestampIn(backup).filter(timestamp -> !isLater(timestamp, now));
        if (made.isPresent()) {
            return made.get();
        }
        try (Connection connection = openReadOnly(backup);
                Handle handle = Jdbi.open(connection)) {
            return InDoubtMarker.latestTimestamp(handle);
        }
    }

    private Optional<Instant> timestampIn(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String stamp = name.substring(prefix.length(), name.length() - SUFFIX.length());
            return Optional.of(
                    LocalDateTime.parse(stamp, TIMESTAMP).atZone(SHOP).toInstant());
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** The timestamp for names of files that are moved aside. */
    static String stamp(Instant now) {
        return TIMESTAMP.format(now);
    }
}

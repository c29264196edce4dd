package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * Backups of a ledger file in the folder {@code backups} beside it: one a day, named by the shop's time, the last
 * fourteen kept. Each is a file of its own, whole and checked before it gets its name.
 */
final class SqliteBackups {
    static final int KEPT = 14;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteBackups.class);
    private static final ZoneId SHOP = ZoneId.of("Asia/Tashkent");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(SHOP);
    private static final int DAY = "yyyyMMdd".length();
    private static final String SUFFIX = ".db";
    private static final int BUSY_MILLIS = 5_000;
    private static final int BUSY_SLEEP_MILLIS = 50;
    private static final int BUSY_TRIES = 100;
    private static final int ALL_PAGES = -1;

    private final Path ledger;
    private final Path folder;
    private final String prefix;
    private final LedgerTroubles troubles;

    /** @param ledger the ledger's file */
    SqliteBackups(Path ledger) {
        this.ledger = ledger.toAbsolutePath();
        this.folder = this.ledger.resolveSibling("backups");
        String name = this.ledger.getFileName().toString();
        this.prefix = (name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name) + "-";
        this.troubles = new LedgerTroubles(this.ledger.toString(), new SqliteTroubles(this.ledger));
    }

    Path folder() {
        return folder;
    }

    /**
     * Makes the backup of the day where there is none yet. Reads beside whoever writes and holds up nobody.
     *
     * @return the new backup
     * @throws LedgerException where it could not be made; {@link Trouble#DAMAGED} where the ledger itself is not whole
     */
    Optional<Path> daily(Instant now) {
        String stamp = STAMP.format(now);
        boolean done = all().stream().anyMatch(backup -> day(backup).equals(stamp.substring(0, DAY)));
        return done ? Optional.empty() : Optional.of(make(stamp));
    }

    private String day(Path backup) {
        return backup.getFileName().toString().substring(prefix.length(), prefix.length() + DAY);
    }

    private Path make(String stamp) {
        Path unfinished =
                folder.resolve(prefix + stamp + "." + ProcessHandle.current().pid() + ".new");
        return troubles.guarded(() -> {
            try {
                Files.createDirectories(folder);
                copy(ledger, unfinished);
                if (!isGood(unfinished)) {
                    throw new LedgerException(Trouble.DAMAGED, ledger.toString());
                }
                toDisk(unfinished);
                Path backup = folder.resolve(prefix + stamp + SUFFIX);
                Files.move(unfinished, backup, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                removeOldest();
                return backup;
            } catch (IOException | SQLException e) {
                throw troubles.translated(e);
            } finally {
                removeUnfinished(unfinished);
            }
        });
    }

    /** A file that is the same as another one with its log, and needs none beside it. */
    static void copy(Path source, Path target) throws SQLException, IOException {
        Files.deleteIfExists(target);
        try (Connection connection = reading(source)) {
            int code = connection
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .backup("main", target.toString(), null, BUSY_SLEEP_MILLIS, BUSY_TRIES, ALL_PAGES);
            if (code != SQLiteErrorCode.SQLITE_OK.code) {
                throw new SQLiteException("backup", SQLiteErrorCode.getErrorCode(code));
            }
        }
        // A file without a log beside it: whoever copies it to a stick copies all of it.
        try (Connection connection = connect(target);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        }
    }

    static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection(SqliteLedger.urlOf(file));
    }

    /** A connection that changes nothing, not even by tidying up when it is closed. */
    static Connection reading(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(true);
        return config.createConnection(SqliteLedger.urlOf(file));
    }

    /** Whether SQLite finds every page in order, and payments in it. */
    static boolean isGood(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (Connection connection = reading(file);
                Statement statement = connection.createStatement()) {
            return isWhole(statement) && hasPayments(statement);
        } catch (SQLException e) {
            LOG.warn("{} is not whole", file, e);
            return false;
        }
    }

    static boolean isWhole(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            return rows.next() && "ok".equals(rows.getString(1));
        }
    }

    private static boolean hasPayments(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name IN"
                + " ('payment', 'attempt', 'act', 'flyway_schema_history') AND type = 'table'")) {
            return rows.next() && rows.getInt(1) == 4;
        }
    }

    static void toDisk(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void removeOldest() throws IOException {
        List<Path> all = all();
        for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static void removeUnfinished(Path file) {
        for (String suffix : new String[] {"", "-journal", "-wal", "-shm"}) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            } catch (IOException e) {
                LOG.warn("{} stays behind", file, e);
            }
        }
    }

    /** All backups of this ledger, newest first. */
    List<Path> all() {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, this::isBackup)) {
            files.forEach(all::add);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw troubles.translated(e);
        }
        all.sort(Comparator.comparing((Path file) -> file.getFileName().toString())
                .reversed());
        return all;
    }

    private boolean isBackup(Path file) {
        return timeIn(file).isPresent();
    }

    /** The newest backup that is whole. */
    Optional<Path> newestGood() {
        return all().stream().filter(SqliteBackups::isGood).findFirst();
    }

    /** The moment that a backup is of: by its name, else by when the file was written last. */
    Instant asOf(Path backup) throws IOException {
        Optional<Instant> named = timeIn(backup);
        return named.isPresent()
                ? named.get()
                : Files.getLastModifiedTime(backup).toInstant();
    }

    private Optional<Instant> timeIn(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String stamp = name.substring(prefix.length(), name.length() - SUFFIX.length());
            return Optional.of(LocalDateTime.parse(stamp, STAMP).atZone(SHOP).toInstant());
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** For the names of files that are kept aside. */
    static String stamp(Instant now) {
        return STAMP.format(now);
    }
}

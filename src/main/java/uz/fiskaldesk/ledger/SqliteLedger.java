package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * The ledger in a local SQLite file, which several processes may have open. Attempts of a killed process are found as
 * interrupted by the process that opens the ledger next.
 */
public final class SqliteLedger extends JdbiLedger {
    private static final String JDBC = "jdbc:sqlite:";
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private final Path path;
    private final @Nullable String fileKey;
    private final SqliteDatabase file;
    private final ProcessLocks owners;
    private final ErrorTranslator errors;
    private final DataVersion.Cached<Long> changes;
    private final DataVersion.Cached<Optional<Instant>> nextDue;

    private SqliteLedger(Path path, SqliteDatabase file, ProcessLocks owners, ErrorTranslator errors) {
        super(Dialect.SQLITE, owners, errors, file.reading(), file.writing());
        this.path = path;
        this.fileKey = LedgerBinding.fileKey(path);
        this.file = file;
        this.owners = owners;
        this.errors = errors;
        this.changes = file.version().new Cached<>(super::changeCounter);
        this.nextDue = file.version().new Cached<>(super::nextDue);
    }

    /** The JDBC URL of a ledger in this file. */
    public static String urlOf(Path file) {
        return JDBC + file.toAbsolutePath();
    }

    /**
     * Opens the ledger, creating the file and its folder if necessary, and recovers interrupted attempts.
     *
     * @param url {@code jdbc:sqlite:} followed by the path of a file
     * @param now recorded as the end of interrupted attempts
     */
    public static SqliteLedger open(String url, Instant now) {
        return open(url, now, BUSY_TIMEOUT);
    }

    /** @param busyTimeout how long to wait while another process writes */
    static SqliteLedger open(String url, Instant now, Duration busyTimeout) {
        Path path = fileOf(url);
        ErrorTranslator errors = new ErrorTranslator(url, new SqliteErrors(path));
        try {
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow(IOException::new);
            Files.createDirectories(folder);
            ProcessLocks owners = new ProcessLocks(folder.resolve("owners"));
            try {
                SqliteLedger ledger = new SqliteLedger(
                        path, SqliteDatabase.open(url, folder.resolve("owners"), now, busyTimeout), owners, errors);
                ledger.join(now);
                return ledger;
            } catch (IOException | RuntimeException e) {
                owners.close();
                throw e;
            }
        } catch (LedgerException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw errors.translate(e);
        }
    }

    private void join(Instant now) {
        try {
            file.move().ifPresent(move -> {
                throw move.exception();
            });
            chainHistory();
            recoverInterrupted(now);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The version of the tables that this program creates; 0 if it cannot be found out. */
    public static int schemaVersion() {
        return Migrations.newestScript("sqlite").orElse(0);
    }

    /** Whether this is the JDBC URL of an SQLite file. */
    public static boolean isUrl(String url) {
        return url.startsWith(JDBC) && !url.startsWith(JDBC + ":") && url.length() > JDBC.length();
    }

    /**
     * The file of a JDBC URL.
     *
     * @throws LedgerException if it is not the URL of an SQLite file
     */
    public static Path fileOf(String url) {
        if (!isUrl(url)) {
            throw new LedgerException(Reason.ADDRESS, url);
        }
        try {
            int parameters = url.indexOf('?');
            return Path.of(url.substring(JDBC.length(), parameters < 0 ? url.length() : parameters));
        } catch (InvalidPathException e) {
            throw new LedgerException(Reason.ADDRESS, url, e);
        }
    }

    /**
     * Refuses a file that was removed or replaced. This process would write to a file that nobody else sees, and the next
     * process would send the same payments. Windows does not allow this for an open file.
     */
    private void requireSameFile() {
        if (fileKey != null && !fileKey.equals(LedgerBinding.fileKey(path))) {
            throw new LedgerException(Reason.REPLACED, path.toString());
        }
    }

    @Override
    <T> T write(Work<T> work) {
        requireSameFile();
        T result = super.write(work);
        file.written();
        return result;
    }

    /** Polled, so that nobody goes on with a list to which no payment comes any more. */
    @Override
    public long changeCounter() {
        requireSameFile();
        return errors.translating(changes::get);
    }

    @Override
    public Optional<Instant> nextDue() {
        return errors.translating(nextDue::get);
    }

    /** SQLite does not notify other processes. */
    @Override
    public void onChange(Runnable listener) {}

    @Override
    public void close() {
        file.close();
        owners.close();
    }
}

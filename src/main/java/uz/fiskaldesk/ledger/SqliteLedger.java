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
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * The ledger in an SQLite file of this machine. Several programs may have it open beside each other. What a killed
 * process was sending is found as interrupted by whoever opens the ledger next.
 */
public final class SqliteLedger extends JdbiLedger {
    private static final String JDBC = "jdbc:sqlite:";
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private final Path path;
    private final @Nullable String fileKey;
    private final SqliteDatabase file;
    private final ProcessLocks owners;

    private SqliteLedger(Path path, SqliteDatabase file, ProcessLocks owners, ErrorTranslator errors) {
        super(Dialect.SQLITE, owners, errors, file.reading(), file.writing());
        this.path = path;
        this.fileKey = LedgerBinding.fileKey(path);
        this.file = file;
        this.owners = owners;
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
        return open(url, now, BUSY_TIMEOUT);
    }

    /**
     * The same with another busyTimeout.
     *
     * @param busyTimeout how long to wait while another process writes
     */
    static SqliteLedger open(String url, Instant now, Duration busyTimeout) {
        Path path = fileOf(url);
        ErrorTranslator errors = new ErrorTranslator(url, new SqliteErrors(path));
        try {
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow(IOException::new);
            Files.createDirectories(folder);
            ProcessLocks owners = new ProcessLocks(folder.resolve("owners"));
            try {
                SqliteLedger ledger = new SqliteLedger(
                        path, SqliteDatabase.open(url, folder.resolve("owners"), busyTimeout), owners, errors);
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
                throw new LedgerException(move.isDone() ? Trouble.MOVED : Trouble.MOVING, move.to());
            });
            chainHistory();
            recoverInterrupted(now);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether this names a file. */
    public static boolean isAddress(String url) {
        return url.startsWith(JDBC) && !url.startsWith(JDBC + ":") && url.length() > JDBC.length();
    }

    /**
     * The file that an address names.
     *
     * @throws LedgerException where it names none
     */
    public static Path fileOf(String url) {
        if (!isAddress(url)) {
            throw new LedgerException(Trouble.ADDRESS, url);
        }
        try {
            int parameters = url.indexOf('?');
            return Path.of(url.substring(JDBC.length(), parameters < 0 ? url.length() : parameters));
        } catch (InvalidPathException e) {
            throw new LedgerException(Trouble.ADDRESS, url, e);
        }
    }

    /**
     * Where the file was taken away or exchanged, this process would go on in one that nobody else sees any more, and
     * whoever starts next would send the same payments. Windows does not let that happen to a file that is open.
     */
    @Override
    <T> T write(Work<T> work) {
        if (fileKey != null && !fileKey.equals(LedgerBinding.fileKey(path))) {
            throw new LedgerException(Trouble.REPLACED, path.toString());
        }
        return super.write(work);
    }

    /** SQLite tells no other process. */
    @Override
    public void onChange(Runnable listener) {}

    @Override
    public void close() {
        file.close();
        owners.close();
    }
}

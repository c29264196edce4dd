package uz.fiskaldesk.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.ServerException;

/**
 * Imports the files that other programs put into a folder, and moves them to its subfolders {@code done} or
 * {@code refused}, each with a report beside it. Folders, symbolic links, hidden and temporary files are ignored.
 *
 * <p>A file is taken when nothing has changed it for {@link #QUIET} and nobody has it open or locked; one whose end looks
 * incomplete is given {@link #PAUSE}. Several processes may watch one folder: a file is claimed by an atomic rename.
 */
public final class WatchedFolder implements BackgroundServer.Running {
    /** Told about each file, on the thread of the folder. */
    public interface Listener {
        /** @param where where the file is now */
        void taken(FileResult result, Path where);

        /** The ledger cannot be written; the file is tried again. */
        void failed(String name, LedgerException e);

        /** The file cannot be moved or imported; it is tried again. Told once until it is taken. */
        void notTaken(String name);
    }

    /** For how long a complete file is unchanged. */
    static final Duration QUIET = Duration.ofMillis(300);

    /** For how long a writer may pause in the middle of a row. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(150);

    /** For file systems that do not notify, such as network shares. */
    private static final Duration POLL = Duration.ofSeconds(2);

    private static final Duration LEDGER_RETRY = Duration.ofSeconds(10);
    private static final Duration FILE_RETRY = Duration.ofSeconds(30);
    private static final Duration STALE_CHECK = Duration.ofSeconds(30);
    private static final int MOST_REMARKED = 1_000;

    /** How often a file is imported that grows meanwhile. */
    private static final int MOST_ATTEMPTS = 3;

    private static final String DONE = "done";
    private static final String REFUSED = "refused";
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

    private record Seen(long size, long modified, long since) {}

    private final Path folder;
    private final Import imports;
    private final Function<List<String>, ColumnMapping> mappings;
    private final Function<FileResult, String> report;
    private final Listener listener;
    private final FolderClaims claims;
    private final @Nullable WatchService events;
    private final Map<Path, Seen> seen = new HashMap<>();

    /** When files that could not be taken are tried again, by {@link System#nanoTime}. */
    private final Map<Path, Long> failed = new HashMap<>();

    private final Thread thread;
    private long staleCheckAt;
    private final CountDownLatch closed = new CountDownLatch(1);

    private WatchedFolder(
            Path folder,
            Import imports,
            Function<List<String>, ColumnMapping> mappings,
            Function<FileResult, String> report,
            Listener listener) {
        this.folder = folder;
        this.imports = imports;
        this.mappings = mappings;
        this.report = report;
        this.listener = listener;
        this.claims = new FolderClaims(folder);
        this.events = events(folder);
        this.thread = Thread.ofPlatform().daemon().name("watched-folder").unstarted(this::run);
    }

    /**
     * Starts watching a folder.
     *
     * @param mappings returns the column mapping for the names of a file's columns
     * @param report writes the report on a file
     * @throws ServerException if the folder does not exist, cannot be used, or has files of this program
     */
    public static WatchedFolder open(
            Path folder,
            Import imports,
            Function<List<String>, ColumnMapping> mappings,
            Function<FileResult, String> report,
            Listener listener)
            throws ServerException {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ServerException("watch.no-folder", folder);
        }
        for (String subfolder : List.of(DONE, REFUSED)) {
            Path path = folder.resolve(subfolder);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new ServerException("watch.no-folder", path);
            }
        }
        if (DataFolder.isOwn(folder)) {
            // Every file that is not a list of payments would be moved to the refused ones: the ledger, the settings.
            throw new ServerException("watch.own-folder", folder);
        }
        WatchedFolder watched = new WatchedFolder(folder.toAbsolutePath(), imports, mappings, report, listener);
        watched.thread.start();
        return watched;
    }

    private static @Nullable WatchService events(Path folder) {
        try {
            WatchService service = folder.getFileSystem().newWatchService();
            folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            return service;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.info("{} gives no notifications and is polled", folder, e);
            return null;
        }
    }

    @Override
    public URI address() {
        return folder.toUri();
    }

    /** Whether the folder is still there and watched. */
    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (!isClosed()) {
                Duration wait;
                try {
                    wait = look() ? LOOK_AGAIN : POLL;
                } catch (LedgerRetryException e) {
                    wait = LEDGER_RETRY;
                }
                await(wait);
            }
        } catch (IOException | DirectoryIteratorException | ClosedWatchServiceException e) {
            if (!isClosed()) {
                LOG.warn("{} cannot be read any more", folder, e);
            }
        } catch (InterruptedException e) {
            LOG.debug("Closed", e);
        } catch (RuntimeException e) {
            LOG.error("Watching {} failed", folder, e);
        }
    }

    private void await(Duration time) throws InterruptedException {
        if (events == null || time.equals(LEDGER_RETRY)) {
            awaitClosing(time);
            return;
        }
        WatchKey key = events.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
            // One event for each block that is written.
            awaitClosing(LOOK_AGAIN);
        }
    }

    private void awaitClosing(Duration time) throws InterruptedException {
        if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("Closed while waiting");
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Takes all complete files; returns whether others are being written. */
    private boolean look() throws IOException {
        long now = System.nanoTime();
        if (now - staleCheckAt >= 0) {
            staleCheckAt = now + STALE_CHECK.toNanos();
            claims.putBackAbandoned();
        }
        List<Path> complete = new ArrayList<>();
        Map<Path, Seen> present = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Seen found = isCandidate(file) && !hasFailed(file, now) ? seen(file, now) : null;
                if (found != null) {
                    present.put(file, found);
                    if (isComplete(file, Duration.ofNanos(now - found.since()))) {
                        complete.add(file);
                    }
                }
            }
        }
        seen.clear();
        seen.putAll(present);
        for (Path file : complete) {
            if (isClosed()) {
                break;
            }
            takeUnlessItFails(file, now);
            seen.remove(file);
        }
        return !seen.isEmpty();
    }

    /** A file that cannot be moved or imported stays where it is for a while, and does not hold up the others. */
    private void takeUnlessItFails(Path file, long now) throws LedgerRetryException {
        try {
            take(file);
            failed.remove(file);
        } catch (LedgerRetryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be taken from the watched folder now", file, e);
            boolean isNew = failed.put(file, now + FILE_RETRY.toNanos()) == null;
            if (isNew) {
                listener.notTaken(String.valueOf(file.getFileName()));
            }
        }
    }

    private boolean hasFailed(Path file, long now) {
        Long again = failed.get(file);
        return again != null && now - again < 0;
    }

    private static boolean isCandidate(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !name.startsWith("~")
                && !name.endsWith("~")
                && !name.endsWith(".tmp")
                && !name.endsWith(".part")
                && !name.endsWith(".partial")
                && !name.endsWith(".filepart")
                && !name.endsWith(".crdownload");
    }

    /** The file as it is now; null if it is not a file, is empty, or has gone. */
    private @Nullable Seen seen(Path file, long now) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || attributes.size() == 0) {
                return null;
            }
            long modified = attributes.lastModifiedTime().toMillis();
            Seen before = seen.get(file);
            boolean unchanged = before != null && before.size() == attributes.size() && before.modified() == modified;
            return unchanged ? before : new Seen(attributes.size(), modified, now);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isComplete(Path file, Duration unchanged) {
        return unchanged.compareTo(QUIET) >= 0
                && !FileWriters.isInUse(file)
                && (unchanged.compareTo(PAUSE) >= 0 || FileWriters.endsLikeACompleteFile(file));
    }

    private void take(Path file) throws IOException {
        FolderClaims.Claim claim = claims.claim(file);
        if (claim == null) {
            return;
        }
        try (claim) {
            FileResult result = result(claim.file());
            if (result == null) {
                LOG.info("{} is still being written", file);
                claim.putBack();
                return;
            }
            Path where = claim.moveTo(result.isAccepted() ? DONE : REFUSED);
            writeReport(where, report.apply(result));
            LOG.info("{} was taken from the watched folder and is {} now", file.getFileName(), where);
            listener.taken(result, where);
        } catch (LedgerException e) {
            LOG.warn("{} cannot be imported now", file, e);
            claim.putBack();
            listener.failed(String.valueOf(file.getFileName()), e);
            throw new LedgerRetryException();
        }
    }

    /** The file has been imported and moved by now; a report that cannot be written must not end the watch. */
    private static void writeReport(Path file, String report) {
        try {
            Files.writeString(
                    file.resolveSibling(file.getFileName() + ".report.txt"),
                    report,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            LOG.warn("The report on {} cannot be written", file, e);
        }
    }

    /**
     * Imports the file; again if it was still being written, which changes nothing for the rows known by then.
     *
     * @return null if it grows and grows
     */
    private @Nullable FileResult result(Path file) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long size = Files.size(file);
            FileResult result = imported(file);
            if (Files.size(file) == size) {
                return result;
            }
        }
        return null;
    }

    private FileResult imported(Path file) {
        String name = String.valueOf(file.getFileName());
        List<RowReport> remarked = new ArrayList<>();
        try {
            Import.Summary summary = imports.importFile(file, mappings, row -> {
                if (!row.isAccepted() && remarked.size() < MOST_REMARKED) {
                    remarked.add(row);
                }
            });
            return new FileResult(name, summary, remarked, null);
        } catch (ImportFileException e) {
            return new FileResult(name, null, List.of(), e);
        }
    }

    /** Ends this round of files; never leaves this class. */
    private static final class LedgerRetryException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        LedgerRetryException() {
            super(null);
        }
    }

    /** Waits for the file in progress. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (events != null) {
                events.close();
            }
            thread.join(Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

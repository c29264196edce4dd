package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects dead processes by file locks. Each process that has the ledger open holds an OS lock on its own file. The
 * operating system releases it however the process ends, so a lock that can be acquired belongs to a dead process.
 *
 * <p>A process must not open the ledger twice: on POSIX systems, closing any channel of a file releases all locks that
 * the process holds on it.
 */
final class ProcessLocks implements ClaimOwners, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLocks.class);
    private static final String SUFFIX = ".owner";
    private static final String JOIN_LOCK = "door.lock";

    private final Path folder;
    private final String id = UUID.randomUUID().toString();
    private final FileChannel channel;

    /** Acquires this process's lock, and deletes the files of dead processes. */
    ProcessLocks(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        // Under a lock, because a file that was just created and is not locked yet looks like that of a dead process.
        Path joinFile = folder.resolve(JOIN_LOCK);
        try (FileChannel joinChannel = FileChannel.open(joinFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.waitFor(joinChannel)) {
            LOG.debug("creating the lock file in {} under {}", folder, lock);
            ownerFiles(folder).stream().filter(file -> !isHeld(file)).forEach(ProcessLocks::delete);
            channel = FileChannel.open(file(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lockOwnFile();
        }
    }

    /** Work that runs while no process has, or can open, the ledger. */
    interface ExclusiveWork<T> {
        Optional<T> run() throws IOException, SQLException;
    }

    /** Runs the work while no process has the ledger open, including this one; returns empty if one has. */
    static <T> Optional<T> exclusively(Path folder, ExclusiveWork<T> work) throws IOException, SQLException {
        Files.createDirectories(folder);
        try (FileChannel joinFile = FileChannel.open(
                        folder.resolve(JOIN_LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.waitFor(joinFile)) {
            LOG.debug("exclusive access to {} under {}", folder, lock);
            return isAnyAlive(folder) ? Optional.empty() : work.run();
        }
    }

    /** Whether the owner is alive. Only for processes that hold no lock in this folder. */
    static boolean isAlive(Path folder, String owner) {
        return isHeld(folder.resolve(owner + SUFFIX));
    }

    /** Whether any process has the ledger open. Only for processes that hold no lock in this folder. Creates nothing. */
    static boolean isAnyAlive(Path folder) throws IOException {
        return ownerFiles(folder).stream().anyMatch(ProcessLocks::isHeld);
    }

    private static List<Path> ownerFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void lockOwnFile() throws IOException {
        try {
            channel.lock();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isAlive(String owner) {
        return owner.equals(id) || isHeld(file(owner));
    }

    private static boolean isHeld(Path file) {
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = other.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            LOG.warn("cannot tell whether the owner of {} is alive; assuming that it is", file, e);
            return true;
        }
    }

    /** The database has no information about owners. */
    @Override
    public String ownerGoneCondition() {
        return "TRUE";
    }

    /** The file lock is held as long as the process runs. */
    @Override
    public void renewLease(Handle handle) {}

    private Path file(String owner) {
        return folder.resolve(owner + SUFFIX);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} is deleted at the next start", file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", file(id), e);
        }
        delete(file(id));
    }
}

package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells living processes from dead ones. Each process that opens the ledger holds an OS lock on a file of its own; the
 * operating system lets go of it however the process ends, so a lock that can be had belongs to nobody any more.
 *
 * <p>A process must not ask after another owner of its own: on POSIX systems closing a file gives up every lock that
 * the process has on it. So one process opens one ledger once.
 */
final class ProcessLocks implements ClaimOwners, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLocks.class);
    private static final String SUFFIX = ".owner";
    private static final String JOIN_LOCK = "door.lock";

    private final Path folder;
    private final String id = UUID.randomUUID().toString();
    private final FileChannel channel;

    /** Takes this process's own lock, and removes the files that dead processes have left. */
    ProcessLocks(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        // One at a time: a file that was just created and is not locked yet must not be taken for a dead one's.
        Path joinFile = folder.resolve(JOIN_LOCK);
        try (FileChannel joinChannel = FileChannel.open(joinFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.waitFor(joinChannel)) {
            LOG.debug("joining {} under {}", folder, lock);
            removeLeftovers();
            channel = FileChannel.open(file(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            takeOwn();
        }
    }

    /** What is done while no process has the ledger open, and none can open it. */
    interface ExclusiveWork<T> {
        Optional<T> run() throws IOException, SQLException;
    }

    /** Does something while no process has the ledger open, this one included; empty where one has. */
    static <T> Optional<T> exclusively(Path folder, ExclusiveWork<T> work) throws IOException, SQLException {
        Files.createDirectories(folder);
        try (FileChannel joinFile = FileChannel.open(
                        folder.resolve(JOIN_LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.waitFor(joinFile)) {
            LOG.debug("alone in {} under {}", folder, lock);
            return isAnyAlive(folder) ? Optional.empty() : work.run();
        }
    }

    /** Whether an owner still runs, asked by a process that has no lock in this folder. */
    static boolean isAlive(Path folder, String owner) {
        return isHeld(folder.resolve(owner + SUFFIX));
    }

    /** Whether any process has the ledger open; asked like {@link #isAlive}. Nothing is made. */
    static boolean isAnyAlive(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (isHeld(file)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String owner = name.substring(0, name.length() - SUFFIX.length());
                if (!isAlive(owner)) {
                    delete(file);
                }
            }
        }
    }

    private void takeOwn() throws IOException {
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
            LOG.warn("cannot tell whether the owner of {} still runs, so it is taken as running", file, e);
            return true;
        }
    }

    /** The database knows nothing of it. */
    @Override
    public String ownerGoneCondition() {
        return "TRUE";
    }

    /** The lock is held as long as the process runs. */
    @Override
    public void renewLease(Handle handle) {}

    private Path file(String owner) {
        return folder.resolve(owner + SUFFIX);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays until the next start", file, e);
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

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
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells living processes from dead ones. Each process that opens the ledger holds an OS lock on a file of its own; the
 * operating system lets go of it however the process ends, so a lock that can be had belongs to nobody any more.
 *
 * <p>A process must not ask after another owner of its own: on POSIX systems closing a file gives up every lock that
 * the process has on it. So one process opens one ledger once.
 */
final class OwnerLocks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerLocks.class);
    private static final String SUFFIX = ".owner";

    private final Path folder;
    private final String me = UUID.randomUUID().toString();
    private final FileChannel channel;

    /** Takes this process's own lock, and removes the files that dead processes have left. */
    OwnerLocks(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        // One at a time: a file that was just created and is not locked yet must not be taken for a dead one's.
        Path door = folder.resolve("door.lock");
        try (FileChannel doorChannel = FileChannel.open(door, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = doorChannel.lock()) {
            LOG.debug("joining {} under {}", folder, lock);
            removeLeftovers();
            channel = FileChannel.open(file(me), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            takeOwn();
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

    /** The name by which this process owns what it is sending. */
    String me() {
        return me;
    }

    /** Whether the process of this name still runs; in doubt it does. */
    boolean isAlive(String owner) {
        if (owner.equals(me)) {
            return true;
        }
        try (FileChannel other = FileChannel.open(file(owner), StandardOpenOption.WRITE);
                FileLock lock = other.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            LOG.warn("cannot tell whether {} still runs, so it is taken as running", owner, e);
            return true;
        }
    }

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
            LOG.debug("closing {}", file(me), e);
        }
        delete(file(me));
    }
}

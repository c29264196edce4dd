package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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
 */
final class OwnerLocks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerLocks.class);
    private static final String SUFFIX = ".lock";

    private final Path folder;
    private final String me = UUID.randomUUID().toString();
    private final FileChannel channel;

    /** Takes this process's own lock. */
    OwnerLocks(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        channel = FileChannel.open(file(me), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
            // This very program has the ledger open twice, as tests do.
            return true;
        } catch (IOException e) {
            LOG.warn("cannot tell whether {} still runs, so it is taken as running", owner, e);
            return true;
        }
    }

    /** Forgets a process that is gone. */
    void forget(String owner) {
        delete(file(owner));
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

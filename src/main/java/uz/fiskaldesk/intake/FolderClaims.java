package uz.fiskaldesk.intake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims files of a watched folder, so that only one process imports each. A claimed file is in a folder of its own under
 * {@code .taking}; a lock file beside it tells whether its process is alive. What a killed process has claimed is put
 * back.
 */
final class FolderClaims {
    private static final Logger LOG = LoggerFactory.getLogger(FolderClaims.class);
    private static final String LOCK = ".lock";
    private static final int LONGEST_BASE = 50;

    private final Path folder;
    private final Path taking;

    FolderClaims(Path folder) {
        this.folder = folder;
        this.taking = folder.resolve(".taking");
    }

    /** Claims a file; null if another process was faster, or somebody has the file open on Windows. */
    @Nullable
    Claim claim(Path file) throws IOException {
        Path own = taking.resolve(UUID.randomUUID().toString());
        Files.createDirectories(taking);
        FileChannel channel = FileChannel.open(
                taking.resolve(own.getFileName() + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Claim claim = new Claim(own, own.resolve(file.getFileName()), channel);
        try {
            FileLock lock = channel.lock();
            LOG.debug("{} under {}", file, lock);
            Files.createDirectory(own);
            Files.move(file, claim.file(), StandardCopyOption.ATOMIC_MOVE);
            if (!Files.isRegularFile(claim.file(), LinkOption.NOFOLLOW_LINKS)) {
                // It was replaced by a link since the folder was listed; its target is nobody's list of payments.
                claim.putBack();
                claim.close();
                return null;
            }
            return claim;
        } catch (NoSuchFileException e) {
            claim.close();
            return null;
        } catch (IOException e) {
            claim.close();
            if (Files.exists(file)) {
                LOG.debug("{} cannot be moved yet", file, e);
                return null;
            }
            throw e;
        }
    }

    /** Puts back the files of processes that were killed. */
    void putBackAbandoned() throws IOException {
        if (!Files.isDirectory(taking)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(taking, "*" + LOCK)) {
            for (Path lock : locks) {
                try {
                    putBackIfAbandoned(lock);
                } catch (IOException e) {
                    LOG.warn("the file under {} cannot be put back now", lock, e);
                }
            }
        }
    }

    private void putBackIfAbandoned(Path lockFile) throws IOException {
        String name = lockFile.getFileName().toString();
        Path own = taking.resolve(name.substring(0, name.length() - LOCK.length()));
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            if (Files.isDirectory(own)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
                    for (Path file : files) {
                        LOG.warn("{} was not finished by its process and is imported again", file);
                        move(file, folder);
                    }
                }
                Files.deleteIfExists(own);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            LOG.debug("{} is in use", lockFile, e);
            return;
        }
        Files.deleteIfExists(lockFile);
    }

    /** Moves a file to a folder under a name that is free there; returns its path. */
    private static Path move(Path file, Path target) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        for (int number = 1; ; number++) {
            // A name has at most 255 bytes.
            int end = Math.min(dot, LONGEST_BASE);
            String free = number == 1 ? name : name.substring(0, end) + " (" + number + ")" + name.substring(dot);
            try {
                // Reserves the name. An empty file is not taken by anybody.
                Path reserved = Files.createFile(target.resolve(free));
                return Files.move(file, reserved, StandardCopyOption.REPLACE_EXISTING);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} exists", free);
            }
        }
    }

    /** A file that this process imports. */
    final class Claim implements AutoCloseable {
        private final Path own;
        private final Path file;
        private final FileChannel lock;

        Claim(Path own, Path file, FileChannel lock) {
            this.own = own;
            this.file = file;
            this.lock = lock;
        }

        /** Where the file is, under its own name. */
        Path file() {
            return file;
        }

        /** Moves the file to a subfolder of the watched folder; returns its path there. */
        Path moveTo(String subfolder) throws IOException {
            return move(file, Files.createDirectories(folder.resolve(subfolder)));
        }

        void putBack() throws IOException {
            move(file, folder);
        }

        @Override
        public void close() throws IOException {
            if (!Files.exists(file)) {
                Files.deleteIfExists(own);
            }
            lock.close();
            if (!Files.exists(own)) {
                Files.deleteIfExists(taking.resolve(own.getFileName() + LOCK));
            }
        }
    }
}

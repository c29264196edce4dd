package uz.fiskaldesk.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Disks and files that cannot be written, with the means available on this machine. */
public final class Disks {
    /** Reverts the change. */
    public interface Undo extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private Disks() {}

    /** Makes a file or folder read-only even for this user; empty if that is not possible for a superuser here. */
    public static Optional<Undo> readOnly(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Optional.empty();
        }
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
        if (!Files.isWritable(path)) {
            return Optional.of(() -> Files.setPosixFilePermissions(path, before));
        }
        Files.setPosixFilePermissions(path, before);
        if (!run("mount", "--bind", path.toString(), path.toString())) {
            return Optional.empty();
        }
        Undo unmount = () -> unmount(path);
        if (!run("mount", "-o", "remount,ro,bind", path.toString())) {
            unmount.close();
            return Optional.empty();
        }
        return Optional.of(unmount);
    }

    /** Mounts a disk of this size, in kilobytes, at a folder; empty if this user may not. */
    public static Optional<Undo> small(Path folder, int kilobytes) throws IOException {
        return run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", folder.toString())
                ? Optional.of(() -> unmount(folder))
                : Optional.empty();
    }

    private static void unmount(Path path) throws IOException {
        if (!run("umount", path.toString())) {
            throw new IOException("cannot unmount " + path);
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

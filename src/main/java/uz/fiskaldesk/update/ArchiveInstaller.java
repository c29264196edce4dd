package uz.fiskaldesk.update;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import uz.fiskaldesk.update.UpdateException.Reason;

/** Unpacks a verified archive and runs the image's own script for one user, with low priority. */
final class ArchiveInstaller {
    private static final int LONGEST_MESSAGE = 500;

    private final boolean windows;

    ArchiveInstaller(boolean windows) {
        this.windows = windows;
    }

    /**
     * Installs an archive. The running program keeps its files, because each version has a folder of its own. If the caller
     * is interrupted, as when the desk is closed, the script goes on and ends by itself.
     *
     * @param folder where the archive is unpacked
     */
    void install(Path archive, Path folder) throws UpdateException, InterruptedException {
        Path log = folder.resolveSibling("install.log");
        try {
            deleteAll(folder);
            Files.createDirectories(folder);
            int code = run(unpack(archive, folder), log);
            deleteAll(folder);
            if (code != 0) {
                // A console of Windows writes in its own encoding; the message must not hide that the script has
                // failed.
                String said = new String(Files.readAllBytes(log), Charset.defaultCharset())
                        .replaceAll("\\p{C}+", " ")
                        .strip();
                throw new UpdateException(
                        Reason.INSTALLATION, said.substring(Math.max(0, said.length() - LONGEST_MESSAGE)));
            }
        } catch (IOException e) {
            UpdateException failure = new UpdateException(Reason.STORAGE, folder, e);
            try {
                deleteAll(folder);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    /** Unpacks the archive with the permissions of its files, and returns the image: the only folder at its top. */
    static Path unpack(Path archive, Path folder) throws IOException {
        Map<String, Object> options = isPosix(folder) ? Map.of("enablePosixFileAttributes", true) : Map.of();
        try (FileSystem zip = FileSystems.newFileSystem(archive, options)) {
            Path top = zip.getPath("/");
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(target(source));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                    Files.copy(source, target(source), StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }

                private Path target(Path source) throws IOException {
                    Path target =
                            folder.resolve(top.relativize(source).toString()).normalize();
                    if (!target.startsWith(folder)) {
                        throw new IOException("an entry outside the archive's folder: " + source);
                    }
                    return target;
                }
            });
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(Files::isDirectory).toList();
            if (images.size() != 1) {
                throw new IOException("not an archive of FiskalDesk: " + archive);
            }
            return images.getFirst();
        }
    }

    private static boolean isPosix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private int run(Path image, Path log) throws IOException, InterruptedException {
        // Recording the start-up cache takes a minute of a core, which the desk may need.
        List<String> command = windows
                ? List.of("cmd.exe", "/d", "/c", "start", "/b", "/wait", "/low", "cmd.exe", "/d", "/c", "install.bat")
                : List.of("nice", "-n", "19", "sh", "./install");
        Process process = new ProcessBuilder(command)
                .directory(image.toFile())
                .redirectErrorStream(true)
                // Not a pipe: the script must be able to write when this process has ended.
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

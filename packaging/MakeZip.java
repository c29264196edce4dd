import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packs a folder into a zip with execute permissions, which Java's jar command does not keep. The zip depends on the
 * files and on the given time only.
 */
final class MakeZip {
    private MakeZip() {}

    /** @param arguments the folder, the zip, the folder's name in the zip, and the time of its files in Unix seconds */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path zip = Path.of(arguments[1]);
        // A zip contains local times.
        FileTime time = FileTime.from(LocalDateTime.ofEpochSecond(Long.parseLong(arguments[3]), 0, ZoneOffset.UTC)
                .atZone(ZoneId.systemDefault())
                .toInstant());
        Files.deleteIfExists(zip);
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        try (FileSystem archive =
                FileSystems.newFileSystem(zip, Map.of("create", true, "enablePosixFileAttributes", true))) {
            for (Path file : files) {
                Path entry = archive.getPath(arguments[2])
                        .resolve(folder.relativize(file).toString().replace('\\', '/'));
                Files.createDirectories(entry.getParent());
                Files.copy(file, entry);
                Files.setLastModifiedTime(entry, time);
                Files.setPosixFilePermissions(
                        entry, PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
            // Folders get the time of their creation otherwise.
            try (Stream<Path> folders = Files.walk(archive.getPath(arguments[2]))) {
                for (Path entry : folders.filter(Files::isDirectory).toList()) {
                    Files.setLastModifiedTime(entry, time);
                }
            }
        }
    }
}

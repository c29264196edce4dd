package uz.fiskaldesk.intake;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipFile;

/** Tells whether another program is still writing a file, as far as the operating system lets us know. */
final class FileWriters {
    /** Linux lists the open files of each process of the same user here. */
    private static final Path PROCESSES = Path.of("/proc");

    private static final int END = 64;

    private FileWriters() {}

    /** Whether a program holds a lock on the file or, on Linux, has it open. On Windows, an open file cannot be moved. */
    static boolean isInUse(Path file) {
        return isLocked(file) || isOpen(file);
    }

    private static boolean isLocked(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            // Without the right to write, only a rename can tell.
            return Files.isWritable(file);
        }
    }

    private static boolean isOpen(Path file) {
        if (!Files.isDirectory(PROCESSES.resolve("self/fd"))) {
            return false;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            Path real = file.toRealPath();
            for (Path process : processes) {
                if (hasOpen(process, real)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private static boolean hasOpen(Path process, Path file) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                if (Files.readSymbolicLink(descriptor).equals(file)) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            // A process of another user, or one that has ended.
            return false;
        }
        return false;
    }

    /** Whether a text ends with a line end or a closing bracket, or a workbook with its directory. */
    static boolean endsLikeACompleteFile(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] first = new byte[2];
            in.readFully(first, 0, (int) Math.min(first.length, in.length()));
            if (TextFile.startsWith(first, 'P', 'K')) {
                return isArchive(file);
            }
            byte[] end = new byte[(int) Math.min(END, in.length())];
            in.seek(in.length() - end.length);
            in.readFully(end);
            // In UTF-16, too, once the zero bytes are removed.
            String text = new String(end, StandardCharsets.ISO_8859_1).replace("\0", "");
            String stripped = text.strip();
            return text.endsWith("\n") || text.endsWith("\r") || stripped.endsWith("]") || stripped.endsWith("}");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isArchive(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}

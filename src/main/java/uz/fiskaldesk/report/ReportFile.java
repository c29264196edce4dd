package uz.fiskaldesk.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file that appears under its name only when it is complete; a failure leaves an existing file unchanged. */
final class ReportFile {
    /** Writes the content. */
    interface Content<T> {
        T writeTo(OutputStream out) throws IOException;
    }

    private ReportFile() {}

    /**
     * @param replaces whether an existing file may be replaced
     * @return the result of the content
     * @throws FileAlreadyExistsException if the file exists and may not be replaced
     * @throws IOException if the file cannot be written
     */
    static <T> T write(Path file, boolean replaces, Content<T> content) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = Files.createTempFile(target.getParent(), ".export-", ".tmp");
        try {
            T result;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                result = content.writeTo(out);
            }
            if (!replaces) {
                // Fails if the file was created in the meantime.
                Files.createFile(target);
            }
            move(temporary, target);
            return result;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

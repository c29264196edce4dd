package uz.fiskaldesk.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/**
 * A file with payments: CSV, JSON, JSON Lines or XLSX. Which of them it is shows in what it holds, for names are often
 * wrong. The bytes are read once, so that what was checked is what is taken even where somebody writes to the file
 * meanwhile.
 */
final class PaymentFile {
    /** Several hundred thousand payments. */
    static final int MOST_MEGABYTES = 64;

    private PaymentFile() {}

    static Rows open(Path file) throws BrokenFileException {
        return in(bytes(file));
    }

    static Rows in(byte[] bytes) throws BrokenFileException {
        if (bytes.length == 0) {
            throw new BrokenFileException(Reason.EMPTY, "");
        }
        if (startsWith(bytes, 'P', 'K', 3, 4)) {
            return new XlsxRows(bytes);
        }
        // The signature of the compound files of Excel 97.
        if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw new BrokenFileException(Reason.OLD_EXCEL, "");
        }
        TextFile text = TextFile.of(bytes);
        String beginning = text.beginning(4_096);
        if (beginning.indexOf('\0') >= 0) {
            throw new BrokenFileException(Reason.UNKNOWN_KIND, "");
        }
        String first = beginning.strip();
        return first.startsWith("[") || first.startsWith("{") ? new JsonRows(text) : new CsvRows(text);
    }

    private static byte[] bytes(Path file) throws BrokenFileException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new BrokenFileException(Reason.UNREADABLE, "");
            }
            if (Files.size(file) > (long) MOST_MEGABYTES << 20) {
                throw new BrokenFileException(Reason.TOO_LARGE, Integer.toString(MOST_MEGABYTES));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BrokenFileException(Reason.UNREADABLE, "", e);
        }
    }

    private static boolean startsWith(byte[] bytes, int... signature) {
        if (bytes.length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((bytes[i] & 0xff) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}

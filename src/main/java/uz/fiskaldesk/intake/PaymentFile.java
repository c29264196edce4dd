package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/**
 * A file with payments: CSV, JSON, JSON Lines, XLSX or ODS. Which of them it is shows in what it holds, for names are
 * often wrong. It is copied first, to a temporary file that only its owner can read, so that what was checked is what is
 * taken even where somebody writes to the file meanwhile; closing this removes the copy.
 */
final class PaymentFile implements AutoCloseable {
    /** A million payments and more. */
    static final int MOST_MEGABYTES = 512;

    private static final int BEGINNING = 4_096;

    /** Of a workbook with a password, a stream in a compound file (MS-OFFCRYPTO, 1.4.1). */
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(UTF_16LE);

    private final Path copy;

    private PaymentFile(Path copy) {
        this.copy = copy;
    }

    static PaymentFile open(Path file) throws BrokenFileException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new BrokenFileException(Reason.UNREADABLE, "");
            }
            if (Files.size(file) > (long) MOST_MEGABYTES << 20) {
                throw tooLarge();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return copied(in);
            }
        } catch (IOException e) {
            throw new BrokenFileException(Reason.UNREADABLE, "", e);
        }
    }

    static PaymentFile in(byte[] bytes) throws BrokenFileException {
        try {
            return copied(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new BrokenFileException(Reason.UNREADABLE, "", e);
        }
    }

    private static PaymentFile copied(InputStream in) throws BrokenFileException, IOException {
        PaymentFile file = new PaymentFile(Files.createTempFile("fiskaldesk-import-", ".tmp"));
        try {
            long left = (long) MOST_MEGABYTES << 20;
            try (OutputStream out = Files.newOutputStream(file.copy)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    left -= n;
                    if (left < 0) {
                        throw tooLarge();
                    }
                    out.write(buffer, 0, n);
                }
            }
            return file;
        } catch (BrokenFileException | IOException e) {
            file.close();
            throw e;
        }
    }

    private static BrokenFileException tooLarge() {
        return new BrokenFileException(Reason.TOO_LARGE, Integer.toString(MOST_MEGABYTES));
    }

    /** The rows, which can be read as often as wanted until this is closed. */
    Rows rows() throws BrokenFileException {
        try {
            return ofItsKind();
        } catch (IOException e) {
            throw new BrokenFileException(Reason.UNREADABLE, "", e);
        }
    }

    private Rows ofItsKind() throws BrokenFileException, IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(copy)) {
            first = in.readNBytes(BEGINNING);
        }
        if (first.length == 0) {
            throw new BrokenFileException(Reason.EMPTY, "");
        }
        if (TextFile.startsWith(first, 'P', 'K', 3, 4)) {
            return new SheetRows(copy);
        }
        // The signature of the compound files of Excel 97, in which later versions put a workbook with a password.
        if (TextFile.startsWith(first, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw new BrokenFileException(holds(ENCRYPTED) ? Reason.PASSWORD : Reason.OLD_EXCEL, "");
        }
        TextFile text = TextFile.of(() -> Files.newInputStream(copy));
        String beginning = text.beginning(BEGINNING);
        if (beginning.indexOf('\0') >= 0) {
            throw new BrokenFileException(Reason.UNKNOWN_KIND, "");
        }
        String start = beginning.strip();
        return start.startsWith("[") || start.startsWith("{") ? new JsonRows(text) : new CsvRows(text);
    }

    private boolean holds(byte[] wanted) throws IOException {
        String latin = new String(wanted, StandardCharsets.ISO_8859_1);
        byte[] window = new byte[1 << 16];
        int kept = 0;
        try (InputStream in = Files.newInputStream(copy)) {
            for (int n = in.read(window); n >= 0; n = in.read(window, kept, window.length - kept)) {
                int filled = kept + n;
                if (new String(window, 0, filled, StandardCharsets.ISO_8859_1).contains(latin)) {
                    return true;
                }
                kept = Math.min(filled, wanted.length);
                System.arraycopy(window, filled - kept, window, 0, kept);
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            copy.toFile().deleteOnExit();
        }
    }
}

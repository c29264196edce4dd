package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import uz.fiskaldesk.intake.ImportFileException.Reason;

/**
 * A CSV, JSON, JSON Lines, XLSX or ODS file of payments. The format is detected from the contents because file names
 * are often wrong. The file is first copied to a temporary file that only its owner can read, so that concurrent writes
 * cannot cause differences between validation and import. Closing deletes the copy.
 */
final class PaymentFile implements AutoCloseable {
    /** Enough for more than a million payments. */
    static final int MOST_MEGABYTES = 512;

    private static final int BEGINNING = 4_096;

    /** The stream of an encrypted workbook in a compound file (MS-OFFCRYPTO, 1.4.1). */
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(UTF_16LE);

    private final Path copy;

    private PaymentFile(Path copy) {
        this.copy = copy;
    }

    static PaymentFile open(Path file) throws ImportFileException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ImportFileException(Reason.UNREADABLE, "");
            }
            if (Files.size(file) > (long) MOST_MEGABYTES << 20) {
                throw tooLarge();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return copied(in);
            }
        } catch (IOException e) {
            throw new ImportFileException(Reason.UNREADABLE, "", e);
        }
    }

    static PaymentFile in(byte[] bytes) throws ImportFileException {
        try {
            return copied(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new ImportFileException(Reason.UNREADABLE, "", e);
        }
    }

    private static PaymentFile copied(InputStream in) throws ImportFileException, IOException {
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
        } catch (ImportFileException | IOException e) {
            file.close();
            throw e;
        }
    }

    private static ImportFileException tooLarge() {
        return new ImportFileException(Reason.TOO_LARGE, Integer.toString(MOST_MEGABYTES));
    }

    /** Returns the rows, which can be read repeatedly until this file is closed. */
    RowSource rows(ColumnMapping mapping) throws ImportFileException {
        try {
            return detectFormat(mapping);
        } catch (IOException e) {
            throw new ImportFileException(Reason.UNREADABLE, "", e);
        }
    }

    private RowSource detectFormat(ColumnMapping mapping) throws ImportFileException, IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(copy)) {
            first = in.readNBytes(BEGINNING);
        }
        if (first.length == 0) {
            throw new ImportFileException(Reason.EMPTY, "");
        }
        if (TextFile.startsWith(first, 'P', 'K', 3, 4)) {
            return new SheetRows(copy, mapping);
        }
        // The signature of compound files: Excel 97 workbooks, or encrypted workbooks of later versions.
        if (TextFile.startsWith(first, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw new ImportFileException(contains(ENCRYPTED) ? Reason.PASSWORD : Reason.OLD_EXCEL, "");
        }
        TextFile text = TextFile.of(() -> Files.newInputStream(copy));
        String beginning = text.beginning(BEGINNING);
        if (beginning.indexOf('\0') >= 0) {
            throw new ImportFileException(Reason.UNKNOWN_KIND, "");
        }
        String start = beginning.strip();
        return start.startsWith("[") || start.startsWith("{")
                ? new JsonRows(text, mapping)
                : new CsvRows(text, mapping);
    }

    private boolean contains(byte[] wanted) throws IOException {
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

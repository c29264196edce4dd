package uz.fiskaldesk.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.ImportFileException.Reason;

/**
 * Reads the parts of a workbook, which is a ZIP archive. The sizes stated in the archive are not trusted: bytes are
 * counted while they are decompressed, and only parts that are needed are decompressed.
 */
final class Archive implements AutoCloseable {
    /** The limit for the decompressed size of all parts read. A million payments are about 500 MB of XML. */
    static final int MOST_MEGABYTES = 512;

    static final int MOST_PARTS = 2_000;

    /** A part larger than {@link #RATIO_FROM} with a higher compression ratio is considered a ZIP bomb. */
    private static final int MOST_RATIO = 200;

    private static final long RATIO_FROM = 16L << 20;

    private final ZipFile zip;
    private long totalSize;

    private Archive(ZipFile zip) {
        this.zip = zip;
    }

    static Archive open(Path file) throws ImportFileException {
        try {
            ZipFile zip = new ZipFile(file.toFile());
            if (zip.size() > MOST_PARTS) {
                zip.close();
                throw tooLarge();
            }
            return new Archive(zip);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    static ImportFileException damaged(Exception e) {
        return new ImportFileException(Reason.BAD_WORKBOOK, "", e);
    }

    private static ImportFileException tooLarge() {
        return new ImportFileException(Reason.TOO_LARGE, Integer.toString(MOST_MEGABYTES));
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** Returns null if there is no such part. */
    @Nullable
    InputStream part(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        InputStream in = entry == null ? null : zip.getInputStream(entry);
        return entry == null || in == null ? null : new Counting(in, entry.getCompressedSize());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Thrown when an archive decompresses to more than a list of payments can have. */
    static final class ZipBombException extends IOException {
        private static final long serialVersionUID = 1L;

        ImportFileException refusal() {
            return tooLarge();
        }
    }

    private final class Counting extends FilterInputStream {
        private final long compressedSize;
        private long partSize;

        Counting(InputStream in, long compressedSize) {
            super(in);
            this.compressedSize = compressedSize;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int more) throws ZipBombException {
            totalSize += more;
            partSize += more;
            boolean suspicious = partSize > RATIO_FROM && partSize / MOST_RATIO > compressedSize;
            if (suspicious || totalSize > (long) MOST_MEGABYTES << 20) {
                throw new ZipBombException();
            }
        }
    }
}

package uz.fiskaldesk.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/**
 * The parts of a workbook, which is a ZIP archive. What the archive says of its sizes may be a lie: bytes are counted
 * while they are unpacked, and nothing is unpacked that is not read.
 */
final class Archive implements AutoCloseable {
    /** What all parts that are read may unpack to: a million payments are about 500 MB of XML. */
    static final int MOST_MEGABYTES = 512;

    static final int MOST_PARTS = 2_000;

    /** Beyond {@link #RATIO_FROM}, a part that unpacks to more times its size than this was made to do harm. */
    private static final int MOST_RATIO = 200;

    private static final long RATIO_FROM = 16L << 20;

    private final ZipFile zip;
    private long unpacked;

    private Archive(ZipFile zip) {
        this.zip = zip;
    }

    static Archive open(Path file) throws BrokenFileException {
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

    static BrokenFileException damaged(Exception e) {
        return new BrokenFileException(Reason.BAD_WORKBOOK, "", e);
    }

    private static BrokenFileException tooLarge() {
        return new BrokenFileException(Reason.TOO_LARGE, Integer.toString(MOST_MEGABYTES));
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** Null where there is no such part. */
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

    /** An archive that unpacks to more than a list of payments. */
    static final class BombException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenFileException refusal() {
            return tooLarge();
        }
    }

    private final class Counting extends FilterInputStream {
        private final long packed;
        private long ofPart;

        Counting(InputStream in, long packed) {
            super(in);
            this.packed = packed;
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

        private void count(int more) throws BombException {
            unpacked += more;
            ofPart += more;
            boolean swollen = ofPart > RATIO_FROM && ofPart / MOST_RATIO > packed;
            if (swollen || unpacked > (long) MOST_MEGABYTES << 20) {
                throw new BombException();
            }
        }
    }
}

package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks into SQLite's write-ahead log for what SQLite itself passes over in silence: it ends the log at the first frame
 * that does not check, which is right after a power cut, and wrong where finished transactions lie behind that frame.
 * The format is that of https://www.sqlite.org/fileformat2.html#walformat.
 */
final class SqliteLog {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 65_536;
    private static final int USUAL_PAGE = 4_096;

    private final ByteBuffer frame;
    private final ByteOrder checksumOrder;
    private final int salt1;
    private final int salt2;
    private int sum1;
    private int sum2;

    private SqliteLog(ByteBuffer header, int magic, int pageSize) {
        checksumOrder = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        salt1 = header.getInt(16);
        salt2 = header.getInt(20);
        frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
    }

    /**
     * Whether finished transactions are in the log that SQLite will not read. One finished transaction at the very end
     * is not enough to tell: the last one may have been cut off while it was written, and was never reported as done.
     */
    static boolean hidesTransactions(Path log) throws IOException {
        if (!Files.isRegularFile(log) || Files.size(log) <= HEADER) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            readFully(channel, header);
            int magic = header.getInt(0);
            int pageSize = header.getInt(8);
            boolean readable = (magic & ~1) == MAGIC && pageSize >= SMALLEST_PAGE && pageSize <= LARGEST_PAGE;
            if (!readable) {
                return finishedWithoutAHeader(channel) > 1;
            }
            SqliteLog reader = new SqliteLog(header, magic, pageSize);
            reader.add(header, 0, HEADER - 8);
            if (reader.sum1 != header.getInt(24) || reader.sum2 != header.getInt(28)) {
                return finishedWithoutAHeader(channel) > 1;
            }
            return reader.commitsBehindABadFrame(channel) > 1;
        }
    }

    /** How many transactions end in frames that belong together by their salts, in a log whose header is lost. */
    private static int finishedWithoutAHeader(FileChannel channel) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + USUAL_PAGE);
        int finished = 0;
        long salts = 0;
        while (readFully(channel, frame)) {
            if (frame.getInt(4) != 0 && (finished == 0 || frame.getLong(8) == salts)) {
                salts = frame.getLong(8);
                finished++;
            }
        }
        return finished;
    }

    private int commitsBehindABadFrame(FileChannel channel) throws IOException {
        boolean good = true;
        int hidden = 0;
        while (readFully(channel, frame)) {
            boolean ofThisLog = frame.getInt(8) == salt1 && frame.getInt(12) == salt2;
            if (good) {
                add(frame, 0, 8);
                add(frame, FRAME_HEADER, frame.capacity() - FRAME_HEADER);
                good = ofThisLog && sum1 == frame.getInt(16) && sum2 == frame.getInt(20);
            }
            boolean endsATransaction = frame.getInt(4) != 0;
            if (!good && ofThisLog && endsATransaction) {
                hidden++;
            }
        }
        return hidden;
    }

    private void add(ByteBuffer bytes, int from, int length) {
        ByteBuffer words = bytes.duplicate().order(checksumOrder);
        for (int i = from; i < from + length; i += 8) {
            sum1 += words.getInt(i) + sum2;
            sum2 += words.getInt(i + 4) + sum1;
        }
    }

    /** False where less than a whole buffer is left. */
    private static boolean readFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}

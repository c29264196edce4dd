package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks into SQLite's write-ahead log for what SQLite itself passes over in silence: it ends the log at the first frame
 * that does not check, which is right after a power cut, and wrong where finished transactions lie behind that frame.
 * The format is that of https://www.sqlite.org/fileformat2.html#walformat.
 */
final class WalReader {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 65_536;
    private static final int USUAL_PAGE = 4_096;

    /** The page with this byte is never written: https://www.sqlite.org/fileformat2.html#lockbyte. */
    private static final long LOCK_BYTE = 1L << 30;

    private final ByteBuffer frame;
    private final ByteOrder checksumOrder;
    private final int salt1;
    private final int salt2;
    private int sum1;
    private int sum2;

    private WalReader(ByteBuffer header, int magic, int pageSize) {
        checksumOrder = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        salt1 = header.getInt(16);
        salt2 = header.getInt(20);
        frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
    }

    /**
     * Writes the database that a log holds, where it can be proven that the log holds all of it: every page of the size
     * that its last finished transaction names has a frame that checks, and no finished transaction lies behind a frame
     * that does not. A log holds all only until it is first written into the database file and begun anew.
     *
     * @param target written only where the log holds all; null to only know
     * @return whether it does
     */
    static boolean restoreDatabase(Path log, @Nullable Path target) throws IOException {
        if (length(log) <= HEADER || hasUnreadableCommits(log)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            Optional<WalReader> reader = begin(channel);
            return reader.isPresent() && reader.get().writeAll(channel, target);
        }
    }

    private boolean writeAll(FileChannel channel, @Nullable Path target) throws IOException {
        Map<Long, Long> places = new HashMap<>();
        Map<Long, Long> unfinished = new HashMap<>();
        long size = 0;
        for (long at = channel.position(); readFully(channel, frame) && checks(); at = channel.position()) {
            unfinished.put(unsigned(0), at + FRAME_HEADER);
            if (endsATransaction()) {
                places.putAll(unfinished);
                unfinished.clear();
                size = unsigned(4);
            }
        }
        int pageSize = frame.capacity() - FRAME_HEADER;
        long lockPage = LOCK_BYTE / pageSize + 1;
        for (long page = 1; page <= size; page++) {
            if (page != lockPage && !places.containsKey(page)) {
                return false;
            }
        }
        if (size == 0 || target == null) {
            return size > 0;
        }
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Map.Entry<Long, Long> place : places.entrySet()) {
                if (place.getKey() <= size) {
                    out.position((place.getKey() - 1) * pageSize);
                    transfer(channel, place.getValue(), pageSize, out);
                }
            }
            out.force(true);
        }
        return true;
    }

    private static void transfer(FileChannel from, long at, int length, FileChannel to) throws IOException {
        for (long done = 0; done < length; ) {
            done += from.transferTo(at + done, length - done, to);
        }
    }

    /** Empty where the header does not check. The channel stands at the first frame then. */
    private static Optional<WalReader> begin(FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        if (!readFully(channel, header)) {
            return Optional.empty();
        }
        int magic = header.getInt(0);
        int pageSize = header.getInt(8);
        if ((magic & ~1) != MAGIC || pageSize < SMALLEST_PAGE || pageSize > LARGEST_PAGE) {
            return Optional.empty();
        }
        WalReader reader = new WalReader(header, magic, pageSize);
        reader.add(header, 0, HEADER - 8);
        boolean checks = reader.sum1 == header.getInt(24) && reader.sum2 == header.getInt(28);
        return checks ? Optional.of(reader) : Optional.empty();
    }

    /**
     * Whether finished transactions are in the log that SQLite will not read. One finished transaction at the very end
     * is not enough to tell: the last one may have been cut off while it was written, and was never reported as done.
     */
    static boolean hasUnreadableCommits(Path log) throws IOException {
        if (length(log) <= HEADER) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            Optional<WalReader> reader = begin(channel);
            return (reader.isPresent() ? reader.get().commitsBehindABadFrame(channel) : finishedWithoutAHeader(channel))
                    > 1;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** In bytes; 0 where there is none. Whoever closes a ledger last removes its log, also while this looks. */
    static long length(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
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
            good = good && checks();
            if (!good && isOfThisLog() && endsATransaction()) {
                hidden++;
            }
        }
        return hidden;
    }

    /** Whether the frame that was read last belongs to those before it; each is asked once, in order. */
    private boolean checks() {
        add(frame, 0, 8);
        add(frame, FRAME_HEADER, frame.capacity() - FRAME_HEADER);
        return isOfThisLog() && sum1 == frame.getInt(16) && sum2 == frame.getInt(20);
    }

    private boolean isOfThisLog() {
        return frame.getInt(8) == salt1 && frame.getInt(12) == salt2;
    }

    private boolean endsATransaction() {
        return frame.getInt(4) != 0;
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(frame.getInt(at));
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

package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads SQLite's write-ahead log (WAL) for two cases that SQLite does not report. SQLite silently ignores every frame
 * after the first invalid one. That is correct after a power failure, but loses committed transactions if a frame before
 * them is damaged. And SQLite deletes the WAL of a missing database file, even if the WAL contains every page.
 *
 * <p>The file format is specified in section 4 of the
 * <a href="https://www.sqlite.org/fileformat2.html#walformat">SQLite database file format</a>: a header of 32 bytes,
 * followed by frames, each a header of 24 bytes and a page. All integers are big-endian.
 */
final class WalReader {
    /** Magic number, format version, page size, checkpoint number, salt 1, salt 2, checksum 1, checksum 2. */
    private static final int HEADER = 32;

    /** Page number, database size in pages after a commit or else 0, salt 1, salt 2, checksum 1, checksum 2. */
    private static final int FRAME_HEADER = 24;

    /** The lowest bit of the magic number selects the byte order of checksums. */
    private static final int MAGIC = 0x377f0682;

    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 65_536;

    /** The default page size, used if the header with the actual one is damaged. */
    private static final int DEFAULT_PAGE = 4_096;

    /** The page with this byte is never written: https://www.sqlite.org/fileformat2.html#lockbyte. */
    private static final long LOCK_BYTE = 1L << 30;

    private final ByteBuffer frame;
    private final ByteOrder checksumOrder;
    private final int salt1;
    private final int salt2;
    private int checksum1;
    private int checksum2;

    private WalReader(ByteBuffer header, int magic, int pageSize) {
        checksumOrder = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        salt1 = header.getInt(16);
        salt2 = header.getInt(20);
        frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
    }

    /**
     * Restores the database from a WAL that provably contains all of it: every page, up to the size recorded by the last
     * commit, has a valid frame, and no commit follows an invalid frame. A WAL is only complete until its first
     * checkpoint.
     *
     * @param target the file to create if the WAL is complete; null to only check
     * @return whether the WAL is complete
     */
    static boolean restoreDatabase(Path wal, @Nullable Path target) throws IOException {
        if (DurableFiles.sizeOrZero(wal) <= HEADER || hasUnreadableCommits(wal)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.READ)) {
            Optional<WalReader> reader = readHeader(channel);
            return reader.isPresent() && reader.get().restore(channel, target);
        }
    }

    private boolean restore(FileChannel channel, @Nullable Path target) throws IOException {
        Map<Long, Long> offsets = new HashMap<>();
        Map<Long, Long> uncommitted = new HashMap<>();
        long pages = 0;
        for (long at = channel.position(); readFully(channel, frame) && isFrameValid(); at = channel.position()) {
            uncommitted.put(Integer.toUnsignedLong(frame.getInt(0)), at + FRAME_HEADER);
            if (isCommit(frame)) {
                offsets.putAll(uncommitted);
                uncommitted.clear();
                pages = Integer.toUnsignedLong(frame.getInt(4));
            }
        }
        int pageSize = frame.capacity() - FRAME_HEADER;
        long lockPage = LOCK_BYTE / pageSize + 1;
        for (long page = 1; page <= pages; page++) {
            if (page != lockPage && !offsets.containsKey(page)) {
                return false;
            }
        }
        if (pages > 0 && target != null) {
            writePages(channel, offsets, pages, pageSize, target);
        }
        return pages > 0;
    }

    private static void writePages(FileChannel channel, Map<Long, Long> offsets, long pages, int pageSize, Path target)
            throws IOException {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Map.Entry<Long, Long> offset : offsets.entrySet()) {
                if (offset.getKey() <= pages) {
                    out.position((offset.getKey() - 1) * pageSize);
                    transfer(channel, offset.getValue(), pageSize, out);
                }
            }
            out.force(true);
        }
    }

    private static void transfer(FileChannel from, long at, int length, FileChannel to) throws IOException {
        for (long done = 0; done < length; ) {
            done += from.transferTo(at + done, length - done, to);
        }
    }

    /** Empty if the header is invalid; otherwise the channel is positioned at the first frame. */
    private static Optional<WalReader> readHeader(FileChannel channel) throws IOException {
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
        reader.updateChecksum(header, 0, HEADER - 8);
        boolean valid = reader.checksum1 == header.getInt(24) && reader.checksum2 == header.getInt(28);
        return valid ? Optional.of(reader) : Optional.empty();
    }

    /**
     * Whether the WAL contains committed transactions that SQLite will ignore. A single commit at the very end is not
     * sufficient evidence: it may have been interrupted by a power failure, in which case it was never acknowledged.
     */
    static boolean hasUnreadableCommits(Path wal) throws IOException {
        if (DurableFiles.sizeOrZero(wal) <= HEADER) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.READ)) {
            Optional<WalReader> reader = readHeader(channel);
            int commits = reader.isPresent() ? reader.get().unreadableCommits(channel) : commitsWithoutHeader(channel);
            return commits > 1;
        } catch (NoSuchFileException e) {
            // The last process that closes the ledger deletes its WAL.
            return false;
        }
    }

    private int unreadableCommits(FileChannel channel) throws IOException {
        boolean valid = true;
        int commits = 0;
        while (readFully(channel, frame)) {
            valid = valid && isFrameValid();
            if (!valid && hasSameSalts() && isCommit(frame)) {
                commits++;
            }
        }
        return commits;
    }

    /** Counts commit frames with the same salts as the first one, because the header with the salts is damaged. */
    private static int commitsWithoutHeader(FileChannel channel) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + DEFAULT_PAGE);
        int commits = 0;
        long salts = 0;
        while (readFully(channel, frame)) {
            if (isCommit(frame) && (commits == 0 || frame.getLong(8) == salts)) {
                salts = frame.getLong(8);
                commits++;
            }
        }
        return commits;
    }

    /** Whether the current frame is valid. Called once for every frame in order, because checksums are cumulative. */
    private boolean isFrameValid() {
        updateChecksum(frame, 0, 8);
        updateChecksum(frame, FRAME_HEADER, frame.capacity() - FRAME_HEADER);
        return hasSameSalts() && checksum1 == frame.getInt(16) && checksum2 == frame.getInt(20);
    }

    private boolean hasSameSalts() {
        return frame.getInt(8) == salt1 && frame.getInt(12) == salt2;
    }

    private static boolean isCommit(ByteBuffer frame) {
        return frame.getInt(4) != 0;
    }

    /** Section 4.2 of the specification, "Checksum Algorithm". */
    private void updateChecksum(ByteBuffer bytes, int from, int length) {
        ByteBuffer words = bytes.duplicate().order(checksumOrder);
        for (int i = from; i < from + length; i += 8) {
            checksum1 += words.getInt(i) + checksum2;
            checksum2 += words.getInt(i + 4) + checksum1;
        }
    }

    /** Returns false if less than a full buffer is left. */
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

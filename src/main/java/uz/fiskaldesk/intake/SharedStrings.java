package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shared strings of an XLSX workbook. They are stored as UTF-8 because strings would take three times the memory.
 */
final class SharedStrings {
    /** Enough for the IDs and URLs of half a million payments. */
    private static final int MOST_PAGES = 64;

    private static final int PAGE = 1 << 20;

    private final List<byte[]> pages = new ArrayList<>();
    private int inPage;
    private int[] starts = new int[1_024];
    private int[] lengths = new int[1_024];
    private int count;

    /** @throws Archive.ZipBombException if there are more strings than a list of payments can have */
    void add(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        if (pages.isEmpty() || inPage + bytes.length > PAGE) {
            if (pages.size() == MOST_PAGES) {
                throw new Archive.ZipBombException();
            }
            pages.add(new byte[PAGE]);
            inPage = 0;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        System.arraycopy(bytes, 0, pages.getLast(), inPage, bytes.length);
        starts[count] = (pages.size() - 1) * PAGE + inPage;
        lengths[count] = bytes.length;
        count++;
        inPage += bytes.length;
    }

    /** @throws IOException if the index is invalid */
    String get(int number) throws IOException {
        if (number < 0 || number >= count) {
            throw new IOException("No shared string " + number);
        }
        // The start of an empty string may lie beyond the last page.
        return lengths[number] == 0
                ? ""
                : new String(pages.get(starts[number] / PAGE), starts[number] % PAGE, lengths[number], UTF_8);
    }
}

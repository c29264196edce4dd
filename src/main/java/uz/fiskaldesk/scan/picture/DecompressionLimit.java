package uz.fiskaldesk.scan.picture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/**
 * Counts how large the streams of a PDF file become, without keeping what comes out of them: of deflated ones what they
 * unfold to, of those behind LZW or run lengths the most that they can.
 */
final class Unfolding {
    private final byte[] buffer = new byte[1 << 16];
    private long left;

    /** Twelve bits stand for up to 4,096 bytes. */
    private static final int LZW_EXPANSION = 2_731;

    /** Two bytes stand for up to 128. */
    private static final int RUN_LENGTH_EXPANSION = 64;

    Unfolding(long most) {
        this.left = most;
    }

    /** False when this stream and those before it are too much. */
    boolean allows(COSStream stream) throws IOException {
        int layers = deflations(stream.getFilters());
        try (InputStream raw = stream.createRawInputStream()) {
            InputStream in = raw;
            for (int i = 0; i < layers; i++) {
                in = new InflaterInputStream(in);
            }
            int expansion = expansion(stream.getFilters());
            for (int read = in.read(buffer); read >= 0 && left >= 0; read = in.read(buffer)) {
                left -= (long) read * expansion;
            }
        } catch (ZipException | EOFException e) {
            // Damaged: what was counted until here counts, and it is for the reader of the PDF to say more.
            return left >= 0;
        }
        return left >= 0;
    }

    /** How often in a row the stream was deflated; what lies under another kind of filter is not looked at. */
    private static int deflations(COSBase filters) {
        if (!(filters instanceof COSArray array)) {
            return isDeflate(filters) ? 1 : 0;
        }
        int count = 0;
        while (count < array.size() && isDeflate(array.getObject(count))) {
            count++;
        }
        return count;
    }

    private static int expansion(COSBase filters) {
        int expansion = 1;
        COSArray array = filters instanceof COSArray several ? several : new COSArray();
        if (filters instanceof COSName one) {
            array.add(one);
        }
        for (int i = 0; i < array.size(); i++) {
            COSBase filter = array.getObject(i);
            if (COSName.LZW_DECODE.equals(filter) || COSName.LZW_DECODE_ABBREVIATION.equals(filter)) {
                expansion *= LZW_EXPANSION;
            } else if (COSName.RUN_LENGTH_DECODE.equals(filter)
                    || COSName.RUN_LENGTH_DECODE_ABBREVIATION.equals(filter)) {
                expansion *= RUN_LENGTH_EXPANSION;
            }
            expansion = Math.min(expansion, 1 << 20);
        }
        return expansion;
    }

    private static boolean isDeflate(COSBase filter) {
        return COSName.FLATE_DECODE.equals(filter) || COSName.FLATE_DECODE_ABBREVIATION.equals(filter);
    }
}

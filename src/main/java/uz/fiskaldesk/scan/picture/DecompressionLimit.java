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
 * Limits the decompressed size of all streams of a PDF file. Deflated streams are decompressed and counted without keeping
 * the data; for LZW and run-length encoding the largest possible size is assumed.
 */
final class DecompressionLimit {
    private final byte[] buffer = new byte[1 << 16];
    private long left;

    /** Twelve bits encode up to 4,096 bytes. */
    private static final int LZW_EXPANSION = 2_731;

    /** Two bytes encode up to 128. */
    private static final int RUN_LENGTH_EXPANSION = 64;

    /** @param bytes of all streams together */
    DecompressionLimit(long bytes) {
        this.left = bytes;
    }

    /** Whether this stream and all previous ones are within the limit. */
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
            // Damaged: the bytes until here count; the renderer will report the damage.
            return left >= 0;
        }
        return left >= 0;
    }

    /** The number of deflate filters before any other one. */
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

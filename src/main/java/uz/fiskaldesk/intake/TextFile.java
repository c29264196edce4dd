package uz.fiskaldesk.intake;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text in a file, in the encoding that it has: by its byte order mark, else UTF-8 where it is valid, else
 * windows-1251, which Excel writes in Russian and Uzbek.
 */
final class TextFile {
    private static final Charset WINDOWS_1251 = Charset.forName("windows-1251");

    private final byte[] bytes;
    private final int start;
    private final Charset charset;

    private TextFile(byte[] bytes, int start, Charset charset) {
        this.bytes = bytes;
        this.start = start;
        this.charset = charset;
    }

    static TextFile of(byte[] bytes) {
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return new TextFile(bytes, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return new TextFile(bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return new TextFile(bytes, 2, StandardCharsets.UTF_16BE);
        }
        return new TextFile(bytes, 0, isUtf8(bytes) ? StandardCharsets.UTF_8 : WINDOWS_1251);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8_192);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return result.isUnderflow();
    }

    BufferedReader reader() {
        return new BufferedReader(
                new InputStreamReader(new ByteArrayInputStream(bytes, start, bytes.length - start), charset));
    }

    /** The first characters, to see what kind of text it is. */
    String beginning(int characters) {
        int length = Math.min(bytes.length - start, characters * 2);
        return new String(bytes, start, length, charset);
    }
}

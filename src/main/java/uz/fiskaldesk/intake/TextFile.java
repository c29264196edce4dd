package uz.fiskaldesk.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A text whose encoding is detected: from a byte order mark, or from the zero bytes of UTF-16 in Latin text; otherwise
 * UTF-8 if it is valid, else windows-1251, which Excel writes in Russian and Uzbek.
 */
final class TextFile {
    /** Opens the bytes of a text, repeatedly if needed. */
    interface Bytes {
        InputStream open() throws IOException;
    }

    private static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
    private static final int BEGINNING = 4_096;

    private final Bytes bytes;
    private final int start;
    private final Charset charset;

    private TextFile(Bytes bytes, int start, Charset charset) {
        this.bytes = bytes;
        this.start = start;
        this.charset = charset;
    }

    static TextFile of(Bytes bytes) throws IOException {
        byte[] first;
        try (InputStream in = bytes.open()) {
            first = in.readNBytes(BEGINNING);
        }
        if (startsWith(first, 0xef, 0xbb, 0xbf)) {
            return new TextFile(bytes, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(first, 0xff, 0xfe)) {
            return new TextFile(bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(first, 0xfe, 0xff)) {
            return new TextFile(bytes, 2, StandardCharsets.UTF_16BE);
        }
        if (hasZerosAt(first, 1)) {
            return new TextFile(bytes, 0, StandardCharsets.UTF_16LE);
        }
        if (hasZerosAt(first, 0)) {
            return new TextFile(bytes, 0, StandardCharsets.UTF_16BE);
        }
        return new TextFile(bytes, 0, isUtf8(bytes) ? StandardCharsets.UTF_8 : WINDOWS_1251);
    }

    static boolean startsWith(byte[] bytes, int... mark) {
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

    /**
     * Whether the first four characters are Latin letters in UTF-16, with their zero bytes at even or odd positions.
     */
    private static boolean hasZerosAt(byte[] bytes, int first) {
        if (bytes.length < 8) {
            return false;
        }
        for (int i = 0; i < 8; i++) {
            if ((bytes[i] == 0) != (i % 2 == first)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(Bytes bytes) throws IOException {
        try (Reader reader = new InputStreamReader(
                bytes.open(), StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT))) {
            char[] chars = new char[8_192];
            while (reader.read(chars) >= 0) {
                // Only decoding errors matter.
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    BufferedReader reader() throws IOException {
        InputStream in = bytes.open();
        in.skipNBytes(start);
        return new BufferedReader(new InputStreamReader(in, charset));
    }

    /** Returns at most this many of the first characters, for detecting the format. */
    String beginning(int characters) throws IOException {
        CharBuffer beginning = CharBuffer.allocate(characters);
        try (Reader reader = reader()) {
            while (beginning.hasRemaining() && reader.read(beginning) >= 0) {
                // Until the buffer is full or the file ends.
            }
        }
        return beginning.flip().toString();
    }
}

package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of a JSON body: by the byte order mark, else by the declared charset, else as UTF-16 if zero bytes
 * indicate it (RFC 4627, section 3), else as UTF-8 (RFC 8259, section 8.1).
 */
final class AnswerDecoder {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s\";,]+)");
    private static final String BOM = "\ufeff";

    private AnswerDecoder() {}

    /** The text without byte order mark; null if the encoding is unknown or the bytes do not match it. */
    static @Nullable String of(byte[] body, HttpHeaders headers) {
        boolean encoded = headers.allValues("Content-Encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"));
        Charset charset = encoded ? null : charset(body, headers.allValues("Content-Type"));
        return charset == null ? null : decode(body, charset);
    }

    private static @Nullable Charset charset(byte[] body, List<String> contentTypes) {
        Charset marked = byByteOrderMark(body);
        if (marked != null) {
            return marked;
        }
        Set<String> declared = contentTypes.stream()
                .flatMap(type -> CHARSET.matcher(type).results())
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
        if (declared.isEmpty()) {
            return byZeroBytes(body);
        }
        try {
            Set<Charset> charsets = declared.stream().map(Charset::forName).collect(Collectors.toSet());
            Charset charset = charsets.iterator().next();
            if (charsets.size() > 1) {
                return null;
            }
            return charset.equals(UTF_16) && byZeroBytes(body).equals(UTF_16LE) ? UTF_16LE : charset;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static @Nullable Charset byByteOrderMark(byte[] body) {
        for (Charset charset : List.of(UTF_8, UTF_16BE, UTF_16LE)) {
            byte[] mark = BOM.getBytes(charset);
            if (body.length >= mark.length && Arrays.equals(body, 0, mark.length, mark, 0, mark.length)) {
                return charset;
            }
        }
        return null;
    }

    /** Detects UTF-16 by zero bytes: JSON begins with two ASCII characters. */
    private static Charset byZeroBytes(byte[] body) {
        if (body.length < 2 || (body[0] == 0) == (body[1] == 0)) {
            return UTF_8;
        }
        return body[0] == 0 ? UTF_16BE : UTF_16LE;
    }

    private static @Nullable String decode(byte[] body, Charset charset) {
        String text;
        if (charset.equals(UTF_8)) {
            // Malformed bytes inside a message are replaced; they do not affect the JSON structure.
            text = new String(body, UTF_8);
        } else {
            try {
                text = charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            } catch (CharacterCodingException e) {
                return null;
            }
        }
        return text.startsWith(BOM) ? text.substring(BOM.length()) : text;
    }
}

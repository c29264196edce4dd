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
 * Turns the bytes of an answer into text as JSON readers do: by the byte order mark, else by the declared charset, else
 * UTF-16 where zero bytes show it (RFC 4627, 3), else UTF-8 (RFC 8259, 8.1).
 */
final class AnswerText {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s\";,]+)");
    private static final String BOM = "\ufeff";

    private AnswerText() {}

    /** The text without its byte order mark; null where the bytes are encoded in a way that is not understood. */
    static @Nullable String of(byte[] body, HttpHeaders headers) {
        boolean coded = headers.allValues("Content-Encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"));
        Charset charset = coded ? null : charset(body, headers.allValues("Content-Type"));
        return charset == null ? null : decoded(body, charset);
    }

    private static @Nullable Charset charset(byte[] body, List<String> contentTypes) {
        Charset marked = byMark(body);
        if (marked != null) {
            return marked;
        }
        Set<String> declared = contentTypes.stream()
                .flatMap(type -> CHARSET.matcher(type).results())
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
        if (declared.isEmpty()) {
            return byZeros(body);
        }
        try {
            Set<Charset> charsets = declared.stream().map(Charset::forName).collect(Collectors.toSet());
            Charset charset = charsets.iterator().next();
            if (charsets.size() > 1) {
                return null;
            }
            return charset.equals(UTF_16) && byZeros(body).equals(UTF_16LE) ? UTF_16LE : charset;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static @Nullable Charset byMark(byte[] body) {
        for (Charset charset : List.of(UTF_8, UTF_16BE, UTF_16LE)) {
            byte[] mark = BOM.getBytes(charset);
            if (body.length >= mark.length && Arrays.equals(body, 0, mark.length, mark, 0, mark.length)) {
                return charset;
            }
        }
        return null;
    }

    /** JSON begins with two ASCII characters. */
    private static Charset byZeros(byte[] body) {
        if (body.length < 2 || (body[0] == 0) == (body[1] == 0)) {
            return UTF_8;
        }
        return body[0] == 0 ? UTF_16BE : UTF_16LE;
    }

    private static @Nullable String decoded(byte[] body, Charset charset) {
        String text;
        if (charset.equals(UTF_8)) {
            // A damaged letter inside a message is replaced; it takes nothing of the structure away.
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

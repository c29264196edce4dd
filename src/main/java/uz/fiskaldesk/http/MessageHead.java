package uz.fiskaldesk.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The start line and the header fields of a message, with their order, case and bytes preserved (RFC 9112, sections 2 to
 * 5). Immutable.
 *
 * @param startLine without its line terminator
 */
public record MessageHead(String startLine, List<Field> fields) {
    /**
     * A header field.
     *
     * @param line as received, with its line terminator; each character is one byte
     */
    public record Field(String name, String value, String line) {
        public boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    public static final int LIMIT = 64 << 10;

    /** The fields of RFC 9110, section 7.6.1, which apply to one connection only. {@code Proxy-…} are dropped as well. */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "te", "upgrade");

    public MessageHead {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a head.
     *
     * @param allowsLineFeed whether a line may end with a line feed alone; never for requests, because servers differ in
     *     reading it
     * @return null at the end of the stream
     * @throws BadMessageException if the head is malformed or exceeds {@link #LIMIT} bytes
     */
    public static @Nullable MessageHead read(ByteInput in, boolean allowsLineFeed) throws IOException {
        int size = 0;
        String startLine = "";
        // RFC 9112, section 2.2: empty lines before a request line are ignored.
        while (startLine.isEmpty()) {
            byte[] first = in.line(LIMIT - size);
            if (first == null) {
                return null;
            }
            size += first.length;
            startLine = content(new String(first, ISO_8859_1), allowsLineFeed);
        }
        List<Field> fields = new ArrayList<>();
        while (true) {
            byte[] bytes = in.line(LIMIT - size);
            if (bytes == null) {
                throw new EOFException("the stream ends within a head");
            }
            size += bytes.length;
            String line = new String(bytes, ISO_8859_1);
            String content = content(line, allowsLineFeed);
            if (content.isEmpty()) {
                return new MessageHead(startLine, fields);
            }
            fields.add(field(line, content));
        }
    }

    private static String content(String line, boolean allowsLineFeed) throws BadMessageException {
        boolean crlf = line.endsWith("\r\n");
        if (!crlf && !(allowsLineFeed && line.endsWith("\n"))) {
            throw new BadMessageException("a line does not end with CR LF");
        }
        String content = line.substring(0, line.length() - (crlf ? 2 : 1));
        if (content.indexOf('\r') >= 0 || content.indexOf('\0') >= 0) {
            throw new BadMessageException("a line contains CR or NUL");
        }
        return content;
    }

    /** Refuses obsolete line folding and a space before the colon: servers read both differently. */
    private static Field field(String line, String content) throws BadMessageException {
        int colon = content.indexOf(':');
        if (colon < 1 || !isToken(content.substring(0, colon))) {
            throw new BadMessageException("a header field is malformed");
        }
        return new Field(content.substring(0, colon), trimmed(content.substring(colon + 1)), line);
    }

    /** Removes spaces and tabs only; other white space is part of the value for most servers. */
    public static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && " \t".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " \t".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    public static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** The values of a field in their order. */
    public List<String> values(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }

    /** The members of a field whose value is a list, in lower case. */
    public List<String> members(String name) {
        return values(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(member -> trimmed(member).toLowerCase(Locale.ROOT))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    /** The fields by name, for judging an answer. */
    public Map<String, List<String>> byName() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        fields.forEach(field -> all.computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(field.value()));
        return all;
    }

    /** The fields that are passed on: all but those that apply to one connection only. */
    public List<Field> endToEnd() {
        Set<String> dropped = new HashSet<>(members("Connection"));
        // Whoever could have these dropped could change where the message ends.
        dropped.removeAll(Set.of("content-length", "transfer-encoding", "host"));
        dropped.addAll(HOP_BY_HOP);
        return fields.stream()
                .filter(field -> !dropped.contains(field.name().toLowerCase(Locale.ROOT)))
                .filter(field -> !field.name().toLowerCase(Locale.ROOT).startsWith("proxy-"))
                .toList();
    }

    /** The bytes of a head with this start line and these lines. */
    public static byte[] bytes(String startLine, List<String> lines) {
        return (startLine + "\r\n" + String.join("", lines) + "\r\n").getBytes(ISO_8859_1);
    }
}

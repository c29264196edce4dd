package uz.fiskaldesk.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the end of a body is found (RFC 9112, section 6.3). */
public sealed interface BodyFraming {
    /** There is no body. */
    record None() implements BodyFraming {}

    /** The body has this many bytes. */
    record Length(long bytes) implements BodyFraming {}

    record Chunked() implements BodyFraming {}

    /** The body ends with the connection; responses only. */
    record UntilClose() implements BodyFraming {}

    int LONGEST_NUMBER = 18;

    /**
     * The framing of a request.
     *
     * @throws BadMessageException if two servers could find different ends (request smuggling)
     */
    static BodyFraming ofRequest(MessageHead head, boolean isHttp11) throws BadMessageException {
        List<String> codings = head.members("Transfer-Encoding");
        boolean encoded = !head.values("Transfer-Encoding").isEmpty();
        if (!encoded) {
            return length(head, new None());
        }
        if (!isHttp11 || !head.values("Content-Length").isEmpty()) {
            throw new BadMessageException("Transfer-Encoding beside Content-Length or in HTTP/1.0");
        }
        if (!isChunked(codings)) {
            throw new BadMessageException("the last transfer coding is not chunked");
        }
        return new Chunked();
    }

    /** The framing of a response. Transfer-Encoding takes precedence over Content-Length. */
    static BodyFraming ofResponse(MessageHead head, int status, boolean toHead) throws BadMessageException {
        if (toHead || status / 100 == 1 || status == 204 || status == 304) {
            return new None();
        }
        List<String> codings = head.members("Transfer-Encoding");
        if (!codings.isEmpty()) {
            return isChunked(codings) ? new Chunked() : new UntilClose();
        }
        return length(head, new UntilClose());
    }

    private static boolean isChunked(List<String> codings) {
        return !codings.isEmpty() && codings.indexOf("chunked") == codings.size() - 1;
    }

    private static BodyFraming length(MessageHead head, BodyFraming ifAbsent) throws BadMessageException {
        Set<String> lengths = new HashSet<>();
        for (String value : head.values("Content-Length")) {
            for (String length : value.split(",", -1)) {
                lengths.add(MessageHead.trimmed(length));
            }
        }
        if (lengths.isEmpty()) {
            return ifAbsent;
        }
        String length = lengths.iterator().next();
        boolean valid = !length.isEmpty()
                && length.length() <= LONGEST_NUMBER
                && length.chars().allMatch(c -> c >= '0' && c <= '9');
        if (lengths.size() > 1 || !valid) {
            throw new BadMessageException("Content-Length is invalid or contradictory");
        }
        return new Length(Long.parseLong(length));
    }
}

package uz.fiskaldesk.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request.
 *
 * @param target in origin form, {@code /path?query}, or {@code *}
 */
public record RequestHead(MessageHead head, String method, String target, boolean isHttp11, BodyFraming framing) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)http://([^/?#]*)([/?].*)?");
    private static final List<String> OF_THE_MESSAGE = List.of("host", "content-length", "transfer-encoding");

    /**
     * Reads a request head; null if the client has closed the connection.
     *
     * @throws BadMessageException if the request must not be passed on; its body is not read
     */
    public static @Nullable RequestHead read(ByteInput in, Access access) throws IOException {
        MessageHead head = MessageHead.read(in, false);
        if (head == null) {
            return null;
        }
        String[] parts = head.startLine().split(" ", -1);
        if (parts.length != 3 || !MessageHead.isToken(parts[0]) || !isVisible(parts[1])) {
            throw new BadMessageException("the request line is malformed");
        }
        boolean isHttp11 = parts[2].equals("HTTP/1.1");
        if (!isHttp11 && !parts[2].equals("HTTP/1.0")) {
            throw new BadMessageException(505, "only HTTP/1.0 and HTTP/1.1 are supported");
        }
        if (parts[0].equals("CONNECT") || isUpgrade(head)) {
            throw new BadMessageException(501, "CONNECT and protocol upgrades are not supported");
        }
        String target = originForm(parts[1], access);
        checkHost(head, isHttp11, access);
        if (access.isForeignPage(head)) {
            throw new BadMessageException(403, "a web page made the request");
        }
        if (head.members("Connection").stream().anyMatch(OF_THE_MESSAGE::contains)) {
            throw new BadMessageException("Connection names a field that is not of the connection");
        }
        return new RequestHead(head, parts[0], target, isHttp11, BodyFraming.ofRequest(head, isHttp11));
    }

    private static boolean isVisible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    /** An offer of HTTP/2 may be ignored (RFC 9110, section 7.8), and Java's client makes it with its first request. */
    private static boolean isUpgrade(MessageHead head) {
        return head.members("Upgrade").stream().anyMatch(protocol -> !protocol.equals("h2c"));
    }

    private static String originForm(String target, Access access) throws BadMessageException {
        if (target.startsWith("/") || target.equals("*")) {
            return target;
        }
        var absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches() || !access.isOwnHost(absolute.group(1))) {
            throw new BadMessageException(403, "the request target is not of this server");
        }
        String rest = absolute.group(2);
        return rest == null ? "/" : rest.startsWith("/") ? rest : "/" + rest;
    }

    private static void checkHost(MessageHead head, boolean isHttp11, Access access) throws BadMessageException {
        List<String> hosts = head.values("Host");
        if (hosts.size() > 1 || (hosts.isEmpty() && isHttp11)) {
            throw new BadMessageException("a request needs one Host");
        }
        if (!hosts.isEmpty() && !access.isOwnHost(hosts.getFirst())) {
            throw new BadMessageException(403, "the host is not this server");
        }
    }

    /** Whether the client wants no other exchange on its connection. HTTP/1.0 connections are never kept. */
    public boolean isLast() {
        return !isHttp11 || head.members("Connection").contains("close");
    }

    public boolean expectsContinue() {
        return isHttp11 && head.members("Expect").contains("100-continue");
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /**
     * The path for recognising an endpoint: decoded, in lower case, without query, repeated and trailing slashes. FiscalBox
     * may accept such variants, and a confirmation must not bypass the ledger because of one.
     */
    public String path() {
        String path = target.replaceFirst("[?#].*", "");
        try {
            path = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
        return path.toLowerCase(Locale.ROOT).replaceAll("/(?:\\./)*/*", "/").replaceFirst("(?<=.)/\\.?$", "");
    }
}

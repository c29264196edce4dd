package uz.fiskaldesk.inbox;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.http.RequestHead;

/** Rejects requests that a web page could make a browser send, and requests without the token. */
final class RequestGuard {
    /** With or without parameters, but not {@code application/jsonx}. */
    private static final Pattern JSON_TYPE = Pattern.compile("(?i)\\s*application/json\\s*(?:;[^,]*)?");

    private final InboxToken token;

    RequestGuard(InboxToken token) {
        this.token = token;
    }

    /**
     * Rejects a request that comes from a web page, or has a header twice: programs differ in which one they use.
     *
     * @param port where the server listens
     */
    void checkSource(RequestHead request, int port) throws RejectedException {
        one(request, "Content-Length");
        // Another host name means DNS rebinding: a web page reached this server through its own domain.
        String host = one(request, "Host");
        if (host == null || !Set.of("127.0.0.1:" + port, "localhost:" + port).contains(host.toLowerCase(Locale.ROOT))) {
            throw new RejectedException(403, "host", "The Host is not this computer.");
        }
        String site = one(request, "Sec-Fetch-Site");
        if (one(request, "Origin") != null || (site != null && !site.equals("none"))) {
            throw new RejectedException(403, "web-page", "Requests of web pages are not taken.");
        }
    }

    void checkToken(RequestHead request) throws RejectedException {
        if (!token.isIn(one(request, "Authorization"))) {
            throw new RejectedException(401, "token", "The token is missing or wrong.", "WWW-Authenticate: Bearer");
        }
    }

    /** Browsers send JSON to another site only after asking by OPTIONS, which is never granted. */
    void checkType(RequestHead request) throws RejectedException {
        String type = one(request, "Content-Type");
        if (type == null || !JSON_TYPE.matcher(type).matches()) {
            throw new RejectedException(415, "content-type", "The Content-Type has to be application/json.");
        }
    }

    private static @Nullable String one(RequestHead request, String name) throws RejectedException {
        List<String> values = request.head().values(name);
        if (values.size() > 1) {
            throw new RejectedException(400, "header-twice", "The header " + name + " is there twice.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}

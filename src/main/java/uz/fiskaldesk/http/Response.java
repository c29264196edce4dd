package uz.fiskaldesk.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * A response of a server of this program.
 *
 * @param contentType ignored if there is no content
 * @param content sent as UTF-8
 * @param fields further header fields: {@code Retry-After: 1}
 */
public record Response(int status, String contentType, String content, List<String> fields) {
    public Response {
        fields = List.copyOf(fields);
    }

    public Response(int status, String contentType, String content) {
        this(status, contentType, content, List.of());
    }

    /** A response without content. */
    public static Response empty(int status) {
        return new Response(status, "", "");
    }

    /**
     * The same response with another header field.
     *
     * @param field {@code Retry-After: 1}
     */
    public Response with(String field) {
        List<String> more = new ArrayList<>(fields);
        more.add(field);
        return new Response(status, contentType, content, more);
    }

    /** @param last whether the connection is closed after it */
    byte[] head(int length, boolean last) {
        List<String> lines = new ArrayList<>();
        if (length > 0) {
            lines.add("Content-Type: " + contentType + "\r\n");
        }
        lines.add("Content-Length: " + length + "\r\n");
        fields.forEach(field -> lines.add(field + "\r\n"));
        if (last) {
            lines.add("Connection: close\r\n");
        }
        return MessageHead.bytes("HTTP/1.1 " + status + " " + reason(status), lines);
    }

    byte[] body() {
        return content.getBytes(UTF_8);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 303 -> "See Other";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }
}

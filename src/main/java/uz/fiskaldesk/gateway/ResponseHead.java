package uz.fiskaldesk.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.fiskaldesk.http.BadMessageException;
import uz.fiskaldesk.http.BodyFraming;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.MessageHead;

/** The head of a response from FiscalBox. */
record ResponseHead(MessageHead head, int status, BodyFraming framing) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");

    /**
     * Reads the head of a response, interim or final.
     *
     * @param toHead whether it answers a HEAD request, so that it has no body
     * @throws BadMessageException if it is not a valid response
     * @throws EOFException if the stream ends before or within it
     */
    static ResponseHead read(ByteInput in, boolean toHead) throws IOException {
        MessageHead head = MessageHead.read(in, true);
        if (head == null) {
            throw new EOFException("the connection was closed without an answer");
        }
        Matcher statusLine = STATUS_LINE.matcher(head.startLine());
        if (!statusLine.matches()) {
            throw new BadMessageException("the status line is malformed");
        }
        int status = Integer.parseInt(statusLine.group(1));
        if (status == 101) {
            throw new BadMessageException("the protocol was switched without a request");
        }
        return new ResponseHead(head, status, BodyFraming.ofResponse(head, status, toHead));
    }

    boolean isInterim() {
        return status / 100 == 1;
    }

    /** Whether the client cannot expect the connection to be kept after this response. */
    boolean isLast() {
        return framing instanceof BodyFraming.UntilClose || head.startLine().startsWith("HTTP/1.0");
    }

    /**
     * The head as it is sent to the client.
     *
     * @param last whether the connection is closed after the response
     */
    byte[] forwarded(boolean last) {
        boolean encoded = !head.values("Transfer-Encoding").isEmpty();
        List<String> lines = new ArrayList<>();
        for (MessageHead.Field field : head.endToEnd()) {
            // RFC 9112, section 6.3: Transfer-Encoding overrides Content-Length, which is removed.
            if (!encoded || !field.is("Content-Length")) {
                lines.add(field.line());
            }
        }
        if (last) {
            lines.add("Connection: close\r\n");
        }
        return MessageHead.bytes(head.startLine(), lines);
    }
}

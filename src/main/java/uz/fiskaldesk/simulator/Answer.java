package uz.fiskaldesk.simulator;

import java.time.Duration;
import java.util.Map;

/**
 * What goes over the wire. In the body of a {@link Page}, {@link Truncated} or {@link Drip} the JSON string
 * {@value #TRANSACTION} stands for the transaction id of the request.
 */
public sealed interface Answer {
    /** The place of the request's transaction id, quotation marks included. */
    String TRANSACTION = "\"{transaction}\"";

    /** A whole, well-formed HTTP response. */
    record Page(int status, Map<String, String> headers, String contentType, String body) implements Answer {
        public Page {
            headers = Map.copyOf(headers);
        }

        /** A page without further headers. */
        public Page(int status, String contentType, String body) {
            this(status, Map.of(), contentType, body);
        }
    }

    /** Half of the JSON body under a Content-Length that promises all of it; then the connection is closed. */
    record Truncated(String body) implements Answer {}

    /** Well-formed JSON of so many megabytes (2^20 bytes), chunked, so that no header gives its size away. */
    record Huge(int megabytes) implements Answer {}

    /** The headers at once, then the body's bytes one by one with a pause before each. */
    record Drip(Duration everyByte, String body) implements Answer {}

    /** The connection stays open and silent until the simulator is closed. */
    record Never() implements Answer {}

    /** The connection is closed in the orderly way (FIN) without a byte of answer. */
    record Close() implements Answer {}

    /** The connection is torn down (RST) without a byte of answer. */
    record Reset() implements Answer {}
}

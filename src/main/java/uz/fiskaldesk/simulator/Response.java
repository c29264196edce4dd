package uz.fiskaldesk.simulator;

import java.io.IOException;
import java.util.Map;

/**
 * A response of the simulator, well-formed or broken. The JSON string {@value #TRANSACTION} in a body is replaced by the
 * transaction ID of the request.
 */
public interface Response {
    /** The placeholder for the request's transaction ID, including the quotation marks. */
    String TRANSACTION = "\"{transaction}\"";

    /**
     * Sends the response.
     *
     * @param transactionId of the request; blank if it has none
     * @return whether the connection may carry another request
     * @throws IOException also if the simulator is closed meanwhile
     */
    boolean send(Connection connection, String transactionId) throws IOException, InterruptedException;

    /** A complete HTTP response. */
    record Page(int status, Map<String, String> headers, String contentType, String body) implements Response {
        public Page {
            headers = Map.copyOf(headers);
        }

        /** Creates a response without additional headers. */
        public Page(int status, String contentType, String body) {
            this(status, Map.of(), contentType, body);
        }

        @Override
        public boolean send(Connection connection, String transactionId) throws IOException {
            byte[] bytes = Connection.body(body, transactionId);
            connection.send(Connection.head(status, headers, contentType, bytes.length), bytes);
            return true;
        }
    }

    /** No response; the connection stays open until the simulator is closed. */
    record Never() implements Response {
        @Override
        public boolean send(Connection connection, String transactionId) throws InterruptedException {
            connection.awaitClose();
            return false;
        }
    }

    /** No response; the connection is closed normally (FIN). */
    record Close() implements Response {
        @Override
        public boolean send(Connection connection, String transactionId) {
            return false;
        }
    }

    /** No response; the connection is reset (RST). */
    record Reset() implements Response {
        @Override
        public boolean send(Connection connection, String transactionId) throws IOException {
            connection.reset();
            return false;
        }
    }
}

package uz.fiskaldesk.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded request, as the simulator parsed it.
 *
 * @param path without trailing slash
 * @param transactionId of another provider than Anor with its code in front; null if the body has none
 * @param qrCode null if the body has none
 * @param rawBody the body decoded as UTF-8
 * @param behaviour the behaviour's name in the scenario, or one of {@code info}, {@code last-receipt}, {@code payment}, {@code order},
 *     {@code send-receipts}, {@code invalid} (a field was refused), {@code 404}, {@code 405}
 * @param booked whether the receipt was booked for the transaction
 */
public record RecordedRequest(
        Instant at,
        String method,
        String path,
        @Nullable String transactionId,
        @Nullable String qrCode,
        String rawBody,
        String behaviour,
        boolean booked) {

    /** Whether this is a request to confirm a payment, valid or not. */
    public boolean isConfirmation() {
        return method.equals("POST") && Endpoint.of(path).isPresent();
    }

    /** Returns one line of JSON without a line break. */
    public String toJson() {
        ObjectNode json = Envelope.object();
        json.put("at", at.toString());
        json.put("method", method);
        json.put("path", path);
        json.put("transactionId", transactionId);
        json.put("qrCode", qrCode);
        json.put("body", rawBody);
        json.put("behaviour", behaviour);
        json.put("booked", booked);
        return Envelope.MAPPER.writeValueAsString(json);
    }
}

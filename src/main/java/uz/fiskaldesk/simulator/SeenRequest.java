package uz.fiskaldesk.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that came in, as the simulator understood it before it answered.
 *
 * @param path without trailing slash
 * @param transactionId null where the body has none
 * @param qrCode null where the body has none
 * @param rawBody the body as sent, decoded as UTF-8
 * @param behaviour the scenario's name of what follows, or what else was decided: {@code info}, {@code last-receipt}, {@code send-receipts},
 *     {@code invalid} (a field was refused), {@code 404}, {@code 405}
 * @param booked whether the receipt was taken for the transaction
 */
public record SeenRequest(
        Instant at,
        String method,
        String path,
        @Nullable String transactionId,
        @Nullable String qrCode,
        String rawBody,
        String behaviour,
        boolean booked) {

    /** Whether it is a confirmation of an Anor payment, valid or not. */
    public boolean isConfirmation() {
        return method.equals("POST") && path.equals(Till.CONFIRM);
    }

    /** One line of JSON, without line break. */
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

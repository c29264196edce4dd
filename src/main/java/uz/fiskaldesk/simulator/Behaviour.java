package uz.fiskaldesk.simulator;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the simulator handles one valid confirmation request. It first books the receipt (if it does), then waits, then
 * responds: a client that times out meanwhile does not know that its receipt was booked, which is the case worth
 * practising.
 *
 * @param name the name in a scenario file
 * @param delay the time between the request and the response
 * @param booked whether the receipt is booked for the transaction
 */
public record Behaviour(String name, Duration delay, boolean booked, Response answer) {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";

    public Behaviour {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay cannot be negative: " + delay);
        }
    }

    /** Returns a copy that responds after a delay. */
    public Behaviour after(Duration wait) {
        return new Behaviour(name, wait, booked, answer);
    }

    /** Returns a copy that books the receipt or does not. */
    public Behaviour booking(boolean takes) {
        return new Behaviour(name, delay, takes, answer);
    }

    /** The first documented shape of success. */
    public static Behaviour confirm() {
        return booking("confirm", new Response.Page(200, JSON, confirmedBody()));
    }

    /** The second documented shape of success: nothing but the transaction is filled in. */
    public static Behaviour confirmWithNulls() {
        String body = Envelope.success(Envelope.confirmation(null, null, null));
        return booking("confirm-with-nulls", new Response.Page(200, JSON, body));
    }

    /** Success after a delay. */
    public static Behaviour slow(Duration wait) {
        return booking("slow", new Response.Page(200, JSON, confirmedBody())).after(wait);
    }

    /** An error in the envelope. Its message may be JSON in a string, plain text or null. */
    public static Behaviour reject(int code, @Nullable String message) {
        return refusing("reject", new Response.Page(200, JSON, Envelope.error(code, message)));
    }

    /** An error in the envelope that is a string instead of an object. */
    public static Behaviour rejectWithText(String message) {
        return refusing("reject-with-text", new Response.Page(200, JSON, Envelope.errorAsText(message)));
    }

    /** {@code is_success} false without an error. */
    public static Behaviour declined() {
        return refusing("declined", new Response.Page(200, JSON, Envelope.declined()));
    }

    /** {@code is_success} true, but with the provider's error code in {@code data}. */
    public static Behaviour providerError(int code, String message) {
        String body = Envelope.success(Envelope.confirmation(message, code, null));
        return refusing("provider-error", new Response.Page(200, JSON, body));
    }

    /** Error code 2: FiscalBox itself timed out waiting for another system, so the outcome is unknown. */
    public static Behaviour timedOut() {
        return refusing("timed-out", new Response.Page(200, JSON, Envelope.error(2, "Read timed out")));
    }

    /** A success response for another transaction. */
    public static Behaviour otherTransaction(String transactionId) {
        ObjectNode data = Envelope.confirmation("Fiscalization completed successfully", 0, 123456);
        data.put("transaction_id", transactionId);
        return refusing("other-transaction", new Response.Page(200, JSON, Envelope.success(data)));
    }

    /** No response; {@link #booking} determines whether the receipt is booked. */
    public static Behaviour hang() {
        return refusing("hang", new Response.Never());
    }

    /** The request is read, nothing is booked, and the connection is reset. */
    public static Behaviour resetBeforeBooking() {
        return refusing("reset-before-booking", new Response.Reset());
    }

    /** The receipt is booked, and the connection is reset before the response. */
    public static Behaviour resetAfterBooking() {
        return booking("reset-after-booking", new Response.Reset());
    }

    /** The receipt is booked, and the connection is closed before the response. */
    public static Behaviour closeAfterBooking() {
        return booking("close-after-booking", new Response.Close());
    }

    /** The login page of a captive portal: the request never reached FiscalBox. */
    public static Behaviour html() {
        String body = "<!DOCTYPE html><html><head><title>Wi-Fi</title></head>"
                + "<body><h1>Internetga kirish</h1><p>Davom etish uchun tizimga kiring.</p></body></html>";
        return refusing("html", new Response.Page(200, HTML, body));
    }

    /** Status 200 with an empty body. */
    public static Behaviour empty() {
        return refusing("empty", new Response.Page(200, JSON, ""));
    }

    /** Status 302 to another URL. */
    public static Behaviour redirect(String location) {
        return refusing("redirect", new Response.Page(302, Map.of("Location", location), HTML, ""));
    }

    /** Status 429 with a Retry-After header. */
    public static Behaviour tooManyRequests(int retryAfterSeconds) {
        Map<String, String> headers = Map.of("Retry-After", Integer.toString(retryAfterSeconds));
        return refusing("429", new Response.Page(429, headers, HTML, errorPage(429)));
    }

    /** A 4xx status with FiscalBox's envelope in the body. */
    public static Behaviour badRequest(int status, int code, @Nullable String message) {
        return refusing("bad-request", new Response.Page(status, JSON, Envelope.error(code, message)));
    }

    /** An HTTP error with a small HTML page, as web servers and proxies send it. */
    public static Behaviour httpError(int status) {
        return refusing(Integer.toString(status), new Response.Page(status, HTML, errorPage(status)));
    }

    static String confirmedBody() {
        return Envelope.success(Envelope.confirmation("Fiscalization completed successfully", 0, 123456));
    }

    private static String errorPage(int status) {
        String title = status + " " + Connection.reason(status);
        return "<html><head><title>" + title + "</title></head><body><center><h1>" + title
                + "</h1></center><hr><center>nginx</center></body></html>";
    }

    private static Behaviour booking(String name, Response answer) {
        return new Behaviour(name, Duration.ZERO, true, answer);
    }

    private static Behaviour refusing(String name, Response answer) {
        return new Behaviour(name, Duration.ZERO, false, answer);
    }
}

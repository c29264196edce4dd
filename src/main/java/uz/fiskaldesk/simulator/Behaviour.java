package uz.fiskaldesk.simulator;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the simulator does with one valid confirmation. It books first (if it books), then waits, then answers: a
 * client that loses patience meanwhile has been booked without knowing it, which is the case worth practising.
 *
 * @param name as in a scenario file
 * @param delay time between the request and the answer
 * @param booked whether FiscalBox takes the receipt for the transaction
 */
public record Behaviour(String name, Duration delay, boolean booked, Answer answer) {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";

    public Behaviour {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay cannot be negative: " + delay);
        }
    }

    /** The same, answered after a while. */
    public Behaviour after(Duration wait) {
        return new Behaviour(name, wait, booked, answer);
    }

    /** The same, with the receipt taken or not. */
    public Behaviour booking(boolean takes) {
        return new Behaviour(name, delay, takes, answer);
    }

    /** The first documented shape of success. */
    public static Behaviour confirm() {
        return booking("confirm", new Answer.Page(200, JSON, confirmed()));
    }

    /** The second documented shape of success: nothing but the transaction is filled in. */
    public static Behaviour confirmWithNulls() {
        String body = Envelope.success(Envelope.confirmation(null, null, null));
        return booking("confirm-with-nulls", new Answer.Page(200, JSON, body));
    }

    /** Success, after a while. */
    public static Behaviour slow(Duration wait) {
        return booking("slow", new Answer.Page(200, JSON, confirmed())).after(wait);
    }

    /** The envelope's error, with a message that may be JSON inside a string, plain text or null. */
    public static Behaviour reject(int code, @Nullable String message) {
        return refusing("reject", new Answer.Page(200, JSON, Envelope.error(code, message)));
    }

    /** The envelope's error as a bare text. */
    public static Behaviour rejectWithText(String message) {
        return refusing("reject-with-text", new Answer.Page(200, JSON, Envelope.errorAsText(message)));
    }

    /** {@code is_success} false without an error. */
    public static Behaviour declined() {
        return refusing("declined", new Answer.Page(200, JSON, Envelope.declined()));
    }

    /** {@code is_success} true, but the provider's own error code inside {@code data}. */
    public static Behaviour providerError(int code, String message) {
        String body = Envelope.success(Envelope.confirmation(message, code, null));
        return refusing("provider-error", new Answer.Page(200, JSON, body));
    }

    /** Error code 2: FiscalBox itself waited in vain for somebody, so the outcome is unknown. */
    public static Behaviour timedOut() {
        return refusing("timed-out", new Answer.Page(200, JSON, Envelope.error(2, "Read timed out")));
    }

    /** A success that names another transaction. */
    public static Behaviour otherTransaction(String transactionId) {
        ObjectNode data = Envelope.confirmation("Fiscalization completed successfully", 0, 123456);
        data.put("transaction_id", transactionId);
        return refusing("other-transaction", new Answer.Page(200, JSON, Envelope.success(data)));
    }

    /** Never an answer; {@link #booking} says whether the receipt is taken all the same. */
    public static Behaviour hang() {
        return refusing("hang", new Answer.Never());
    }

    /** The request is read, nothing is done, and the connection is reset. */
    public static Behaviour resetBeforeBooking() {
        return refusing("reset-before-booking", new Answer.Reset());
    }

    /** The receipt is taken, but the connection is reset before the answer. */
    public static Behaviour resetAfterBooking() {
        return booking("reset-after-booking", new Answer.Reset());
    }

    /** The receipt is taken, but the connection is closed before the answer. */
    public static Behaviour closeAfterBooking() {
        return booking("close-after-booking", new Answer.Close());
    }

    /** The receipt is taken, but the answer breaks off in the middle. */
    public static Behaviour truncated() {
        return booking("truncated", new Answer.Truncated(confirmed()));
    }

    /** The page of a Wi-Fi network that wants a login first: the request never got to FiscalBox. */
    public static Behaviour html() {
        String body = "<!DOCTYPE html><html><head><title>Wi-Fi</title></head>"
                + "<body><h1>Internetga kirish</h1><p>Davom etish uchun tizimga kiring.</p></body></html>";
        return refusing("html", new Answer.Page(200, HTML, body));
    }

    /** Status 200 and no body. */
    public static Behaviour empty() {
        return refusing("empty", new Answer.Page(200, JSON, ""));
    }

    /** The receipt is taken, and the answer is far too long. */
    public static Behaviour huge(int megabytes) {
        return booking("huge", new Answer.Huge(megabytes));
    }

    /** Success, a byte at a time. */
    public static Behaviour drip(Duration everyByte) {
        return booking("drip", new Answer.Drip(everyByte, confirmed()));
    }

    /** Status 302 to another address. */
    public static Behaviour redirect(String location) {
        return refusing("redirect", new Answer.Page(302, Map.of("Location", location), HTML, ""));
    }

    /** Status 429 with the seconds after which to come back. */
    public static Behaviour tooManyRequests(int retryAfterSeconds) {
        Map<String, String> headers = Map.of("Retry-After", Integer.toString(retryAfterSeconds));
        return refusing("429", new Answer.Page(429, headers, HTML, errorPage(429)));
    }

    /** A 4xx status with FiscalBox's envelope in it. */
    public static Behaviour badRequest(int status, int code, @Nullable String message) {
        return refusing("bad-request", new Answer.Page(status, JSON, Envelope.error(code, message)));
    }

    /** A bare HTTP error, with a small HTML page as web servers and proxies send it. */
    public static Behaviour httpError(int status) {
        return refusing(Integer.toString(status), new Answer.Page(status, HTML, errorPage(status)));
    }

    private static String confirmed() {
        return Envelope.success(Envelope.confirmation("Fiscalization completed successfully", 0, 123456));
    }

    private static String errorPage(int status) {
        String title = status + " " + ReplyWriter.reason(status);
        return "<html><head><title>" + title + "</title></head><body><center><h1>" + title
                + "</h1></center><hr><center>nginx</center></body></html>";
    }

    private static Behaviour booking(String name, Answer answer) {
        return new Behaviour(name, Duration.ZERO, true, answer);
    }

    private static Behaviour refusing(String name, Answer answer) {
        return new Behaviour(name, Duration.ZERO, false, answer);
    }
}

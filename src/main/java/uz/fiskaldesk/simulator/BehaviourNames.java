package uz.fiskaldesk.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Parses behaviours by the names and fields that they have in a scenario file. */
final class BehaviourNames {
    static final List<String> ALL = List.of(
            "confirm",
            "confirm-with-nulls",
            "slow",
            "reject",
            "reject-with-text",
            "declined",
            "provider-error",
            "timed-out",
            "other-transaction",
            "hang",
            "hang-after-booking",
            "reset-before-booking",
            "reset-after-booking",
            "close-after-booking",
            "html",
            "empty",
            "redirect",
            "bad-request",
            "401",
            "403",
            "404",
            "405",
            "429",
            "500",
            "502",
            "503",
            "504");

    private static final int MAX_MILLIS = 3_600_000;
    private static final String BLANK_RECEIPT = "{\"qr_code\":[\"This field may not be blank.\"]}";

    private BehaviourNames() {}

    /** @param node a name, or an object with the name in {@code do} */
    static Behaviour read(JsonNode node, String place) throws ScenarioException {
        if (node.isString()) {
            return read(node.stringValue(), new JsonFields(Envelope.object(), place), place);
        }
        if (!node.isObject()) {
            throw new ScenarioException(
                    place + " must be the name of a behaviour or an object with \"do\", not " + node + ".");
        }
        JsonFields fields = new JsonFields(node, place);
        return read(fields.text("do", ""), fields, place);
    }

    private static Behaviour read(String name, JsonFields fields, String place) throws ScenarioException {
        Behaviour behaviour = named(name, fields, place);
        int delay = fields.number(
                "delayMillis", 0, MAX_MILLIS, (int) behaviour.delay().toMillis());
        boolean booked = fields.flag("booked", behaviour.booked());
        fields.refuseOthers();
        return behaviour.after(Duration.ofMillis(delay)).booking(booked);
    }

    private static Behaviour named(String name, JsonFields fields, String place) throws ScenarioException {
        return switch (name) {
            case "confirm" -> Behaviour.confirm();
            case "confirm-with-nulls" -> Behaviour.confirmWithNulls();
            case "slow" -> Behaviour.slow(Duration.ofSeconds(3));
            case "reject" -> Behaviour.reject(code(fields, 7), fields.textOrNull("message", BLANK_RECEIPT));
            case "reject-with-text" -> Behaviour.rejectWithText(fields.text("message", "Payment error"));
            case "declined" -> Behaviour.declined();
            case "provider-error" ->
                Behaviour.providerError(code(fields, -5017), fields.text("message", "Provider error"));
            case "timed-out" -> Behaviour.timedOut();
            case "other-transaction" ->
                Behaviour.otherTransaction(fields.text("transactionId", "00000000-0000-4000-8000-000000000000"));
            case "hang" -> Behaviour.hang();
            case "hang-after-booking" -> Behaviour.hang().booking(true);
            case "reset-before-booking" -> Behaviour.resetBeforeBooking();
            case "reset-after-booking" -> Behaviour.resetAfterBooking();
            case "close-after-booking" -> Behaviour.closeAfterBooking();
            case "html" -> Behaviour.html();
            case "empty" -> Behaviour.empty();
            case "redirect" -> Behaviour.redirect(fields.text("location", "https://example.invalid/login"));
            case "bad-request" ->
                Behaviour.badRequest(
                        fields.number("status", 400, 499, 400),
                        code(fields, 7),
                        fields.textOrNull("message", BLANK_RECEIPT));
            case "429" -> Behaviour.tooManyRequests(fields.number("retryAfterSeconds", 0, 86_400, 30));
            case "401", "403", "404", "405", "500", "502", "503", "504" -> Behaviour.httpError(Integer.parseInt(name));
            default -> throw new ScenarioException(unknown(name, place));
        };
    }

    private static int code(JsonFields fields, int otherwise) throws ScenarioException {
        return fields.number("code", Integer.MIN_VALUE, Integer.MAX_VALUE, otherwise);
    }

    private static String unknown(String name, String place) {
        String problem =
                name.isEmpty() ? "%s lacks \"do\", the name of a behaviour" : "%s has no known behaviour \"%s\"";
        return String.format(Locale.ROOT, problem, place, name) + "; known are " + String.join(", ", ALL) + ".";
    }
}

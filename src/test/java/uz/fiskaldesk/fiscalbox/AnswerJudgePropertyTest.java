package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.payment.TransactionId;

/** Invariants for arbitrary answers: no exception, and no confirmation or retry without proof. */
class AnswerJudgePropertyTest {
    private static final TransactionId OURS = TransactionId.of("05a4c0de-0000-4000-8000-000000000002");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final AnswerJudge judge = new AnswerJudge();

    @Property
    void judgesAnyBytes(@ForAll int status, @ForAll byte[] body, @ForAll HttpAnswer.End end) {
        assertJustified(status, new String(body, StandardCharsets.UTF_8), end);
    }

    @Property(tries = 3000)
    void judgesAnyEnvelope(
            @ForAll("statuses") int status, @ForAll("envelopes") String body, @ForAll("ends") HttpAnswer.End end) {
        assertJustified(status, body, end);
    }

    @Property(tries = 3000)
    void judgesEveryDamagedEnvelope(
            @ForAll("envelopes") String body, @ForAll int at, @ForAll("scraps") String scrap, @ForAll boolean replace) {
        int from = Math.floorMod(at, body.length());
        String damaged = body.substring(0, from) + scrap + body.substring(replace ? from + 1 : from);
        assertJustified(200, damaged, HttpAnswer.End.COMPLETE);
        assertJustified(200, body.substring(0, from), HttpAnswer.End.COMPLETE);
    }

    private void assertJustified(int status, String body, HttpAnswer.End end) {
        Outcome outcome = judge.judge(OURS, new HttpAnswer(status, body, end, null, null, false));
        assertThat(outcome.answer().httpStatus()).isEqualTo(status);
        switch (outcome) {
            case Outcome.Confirmed _ ->
                assertThat(status / 100 == 2 && end.hasText() && isExplicitSuccess(body))
                        .as("%s %s", status, body)
                        .isTrue();
            case Outcome.Rejected _ ->
                assertThat((status / 100 == 2 || status / 100 == 4) && end.hasText() && isEnvelope(body))
                        .as("%s %s", status, body)
                        .isTrue();
            case Outcome.NotSent notSent -> {
                assertThat(status).as("%s %s", status, body).isIn(401, 403, 404, 405, 407, 429);
                assertThat(end).isEqualTo(HttpAnswer.End.COMPLETE);
                assertThat(body).doesNotContain("is_success");
                assertThat(notSent.reason())
                        .isIn(
                                NotSentReason.ACCESS_DENIED,
                                NotSentReason.WRONG_ADDRESS,
                                NotSentReason.TOO_MANY_REQUESTS);
            }
            case Outcome.Unknown unknown -> assertThat(unknown.reason()).isNotNull();
        }
        assertThat(Advice.on(outcome)).isNotNull();
        assertDisplayable(outcome.answer().code());
        assertDisplayable(outcome.answer().message());
    }

    private static void assertDisplayable(@Nullable String text) {
        if (text != null) {
            assertThat(text).hasSizeBetween(1, 1_000);
            assertThat(text.codePoints()
                            .noneMatch(c -> Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT
                                    || Character.getType(c) == Character.SURROGATE))
                    .as(text)
                    .isTrue();
        }
    }

    /** An independent implementation of the first row of the table. */
    private static boolean isExplicitSuccess(String body) {
        JsonNode root = MAPPER.readTree(body);
        JsonNode data = root.path("data");
        JsonNode code = data.path("error_code");
        JsonNode transaction = data.path("transaction_id");
        boolean noCode = code.isMissingNode()
                || code.isNull()
                || (code.isNumber() && code.doubleValue() == 0)
                || (code.isString()
                        && (code.stringValue().equals("0") || code.stringValue().isEmpty()));
        boolean ours = transaction.isMissingNode() || transaction.isNull() || OURS.isNamedBy(transaction.asString(""));
        return root.path("is_success").isBoolean()
                && root.path("is_success").booleanValue()
                && (root.path("error").isNull() || root.path("error").isMissingNode())
                && data.isObject()
                && noCode
                && ours;
    }

    private static boolean isEnvelope(String body) {
        try {
            return MAPPER.readTree(body).path("is_success").isBoolean();
        } catch (JacksonException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.of(200, 200, 200, 201, 204, 301, 400, 401, 404, 429, 500, 502);
    }

    @Provide
    Arbitrary<HttpAnswer.End> ends() {
        return Arbitraries.frequency(
                Tuple.of(8, HttpAnswer.End.COMPLETE),
                Tuple.of(2, HttpAnswer.End.UNPROVEN),
                Tuple.of(1, HttpAnswer.End.UNREADABLE),
                Tuple.of(1, HttpAnswer.End.BROKEN_OFF),
                Tuple.of(1, HttpAnswer.End.TOO_LARGE));
    }

    @Provide
    Arbitrary<String> envelopes() {
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "null",
                "true",
                "false",
                "0",
                "2",
                "7",
                "-1",
                "1e999",
                "1e-999",
                "0.0",
                "\"\"",
                "\"0\"",
                "\"2\"",
                "\" \"",
                "\"\\u202e\\u0000\"",
                "\"\\ud800\"",
                "[]",
                "{}",
                "[[{}]]",
                "\"" + OURS + "\"",
                "\"15a4c0de-0000-4000-8000-000000000002\"",
                "\"{\\\"qr_code\\\":[\\\"blank\\\"]} xato\"");
        Arbitrary<String> data = Arbitraries.oneOf(
                values,
                Combinators.combine(values, values, values)
                        .as((code, id, message) -> "{\"error_code\":" + code + ",\"transaction_id\":" + id
                                + ",\"message\":" + message + "}"));
        Arbitrary<String> errors = Arbitraries.oneOf(
                values,
                Combinators.combine(values, values)
                        .as((code, message) -> "{\"code\":" + code + ",\"message\":" + message + ",\"data\":null}"));
        Arbitrary<String> successes = Arbitraries.of("true", "true", "false", "1", "\"true\"", "null");
        return Combinators.combine(data, errors, successes)
                .as((d, e, s) -> "{\"data\":" + d + ",\"error\":" + e + ",\"is_success\":" + s + "}");
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.of(
                "", "{", "}", "\"", ",", ":", "null", "0", "\\", "\0", "\ufeff", "[", "true", "\"is_success\":true,");
    }
}

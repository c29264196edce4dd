package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/** Every row of the table by which answers are judged, for complete and for truncated answers. */
class AnswerJudgeTest {
    private static final String ID = "05a4c0de-0000-4000-8000-000000000002";
    private static final String YES =
            "{\"data\":{\"transaction_id\":\"" + ID + "\"},\"error\":null,\"is_success\":true}";
    private static final String NO =
            "{\"data\":null,\"error\":{\"code\":7,\"message\":\"no\",\"data\":null},\"is_success\":false}";

    private final AnswerJudge judge = new AnswerJudge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Both documented formats and their documented variations.
                "{'data':{'message':'Fiscalization completed successfully','error_code':0,'payment_id':123456,"
                        + "'transaction_id':'ID'},'error':null,'is_success':true}",
                "{'data':{'message':null,'error_code':null,'payment_id':null,'transaction_id':'ID'},"
                        + "'error':null,'is_success':true}",
                "{'data':{'error_code':'0','payment_id':'123456','transaction_id':null},'error':null,'is_success':true}",
                "{'data':{'error_code':''},'error':null,'is_success':true}",
                "{'data':{'error_code':0.0},'is_success':true}",
                "{'is_success':true,'data':{}}",
                " {'data':{'transaction_id':' ID '},'is_success':true} \r\n"
            })
    void confirmsAnExplicitSuccess(String body) {
        assertThat(judged(200, json(body))).isInstanceOf(Outcome.Confirmed.class);
        assertThat(judged(201, json(body))).isInstanceOf(Outcome.Confirmed.class);
    }

    @Test
    void acceptsAnySpellingOfTheTransaction() {
        String upper = YES.replace(ID, ID.toUpperCase(Locale.ROOT));
        assertThat(judged(200, upper)).isInstanceOf(Outcome.Confirmed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", quoteCharacter = '`', textBlock = """
                    {'data':null,'error':null,'is_success':false}                                  | null  | null
                    {'is_success':false}                                                           | null  | null
                    {'data':null,'error':{'code':7,'message':null,'data':null},'is_success':false} | 7     | null
                    {'data':null,'error':{'code':'106','message':'x'},'is_success':false}          | 106   | x
                    {'data':null,'error':{'code':-3,'message':'x'},'is_success':true}              | -3    | x
                    {'data':null,'error':'Оплата не найдена','is_success':false}                   | null  | Оплата не найдена
                    {'data':{},'error':'Tolov topilmadi','is_success':true}                        | null  | Tolov topilmadi
                    {'data':null,'error':'','is_success':false}                                    | null  | null
                    {'data':{'error_code':-5017,'message':'Not found'},'error':null,'is_success':true} | -5017 | Not found
                    {'data':{'error_code':'5','error_note':'Note'},'error':null,'is_success':true} | 5     | Note
                    {'data':{'error_code':1,'error_message':'M'},'error':null,'is_success':true}   | 1     | M
                    {'data':{'error_code':'00'},'error':null,'is_success':true}                    | 00    | null
                    {'data':{'error_code':' '},'error':null,'is_success':true}                     | ' '   | null
                    {'data':{'error_code':false},'error':null,'is_success':true}                   | false | null
                    {'data':{'error_code':[1]},'error':null,'is_success':true}                     | [1]   | null
                    {'data':{'error_code':{}},'error':null,'is_success':true}                      | {}    | null
                    {'data':{'error_code':1e999},'error':null,'is_success':true}                   | *     | null
                    {'data':{'error_code':3,'transaction_id':'ID'},'error':{'code':9},'is_success':false} | 9 | null
                    """)
    void rejectsAnExplicitError(String body, @Nullable String code, @Nullable String message) {
        for (int status : new int[] {200, 400, 404, 422, 429}) {
            assertThat(judged(status, json(body))).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                assertThat(rejected.answer().httpStatus()).isEqualTo(status);
                if (!"*".equals(code)) {
                    assertThat(rejected.answer().code()).isEqualTo("' '".equals(code) ? null : code);
                }
                assertThat(rejected.answer().message()).isEqualTo(message);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':null,'error':{'code':2,'message':'Read timed out'},'is_success':false}",
                "{'data':null,'error':{'code':'2','message':'Read timed out'},'is_success':false}",
                "{'data':{'error_code':2},'error':null,'is_success':true}"
            })
    void isUnknownAfterAnUpstreamTimeout(String body) {
        assertThat(judged(200, json(body))).isEqualTo(unknown(UnknownReason.UPSTREAM_TIMEOUT, body));
        assertThat(judged(400, json(body))).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':{'error_code':2},'error':{'code':7},'is_success':false}",
                "{'data':null,'error':{'code':2.0},'is_success':false}",
                "{'data':null,'error':{'code':' 2 '},'is_success':false}",
                "{'data':null,'error':'Read timed out','is_success':false}"
            })
    void isUnknownForEverySpellingOfAnUpstreamTimeout(String body) {
        assertReason(judged(200, json(body)), UnknownReason.UPSTREAM_TIMEOUT);
        assertReason(judged(400, json(body)), UnknownReason.UPSTREAM_TIMEOUT);
    }

    private static Outcome.Unknown unknown(UnknownReason reason, String body) {
        String message = body.contains("Read") ? "Read timed out" : null;
        return new Outcome.Unknown(reason, new Answer(200, "2", message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':{'transaction_id':'15a4c0de-0000-4000-8000-000000000002'},'error':null,'is_success':true}",
                "{'data':{'transaction_id':'15a4c0de-0000-4000-8000-000000000002'},'error':{'code':7},'is_success':false}",
                "{'data':{'transaction_id':''},'error':null,'is_success':true}",
                "{'data':{'transaction_id':5},'error':null,'is_success':true}",
                "{'data':{'transaction_id':['ID']},'error':null,'is_success':true}"
            })
    void isUnknownForAnotherTransaction(String body) {
        assertReason(judged(200, json(body)), UnknownReason.OTHER_TRANSACTION);
        assertReason(judged(400, json(body)), UnknownReason.OTHER_TRANSACTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "[]",
                "{}",
                "<html><body>Wi-Fi</body></html>",
                "{'data':{},'error':null}",
                "{'data':{},'error':null,'is_success':'true'}",
                "{'data':{},'error':null,'is_success':1}",
                "{'data':{},'error':null,'is_success':null}",
                "{'data':{},'error':null,'is_success':true}{}",
                "{'data':{},'error':null,'is_success':true",
                "{'data':{},'error':null,'is_success':false,'is_success':true}",
                "{'data':{},'error':[],'is_success':true}",
                "{'data':{},'error':0,'is_success':true}",
                "{'data':{},'error':false,'is_success':true}",
                "[{'data':{},'error':null,'is_success':true}]",
                "\"{'data':{},'error':null,'is_success':true}\"",
                // Neither an explicit success nor an explicit error.
                "{'error':null,'is_success':true}",
                "{'data':null,'error':null,'is_success':true}",
                "{'data':[],'error':null,'is_success':true}",
                "{'data':'ok','error':null,'is_success':true}",
                "{'data':{},'error':'','is_success':true}",
                "{'data':null,'error':{},'is_success':true}",
                "{'data':{'message':'Fiscalization completed successfully','error_code':0,'transaction_id':'ID'},"
                        + "'error':{},'is_success':true}"
            })
    void isUnknownForAnInvalidOrContradictoryEnvelope(String body) {
        assertReason(judged(200, json(body)), UnknownReason.NOT_AN_ANSWER);
    }

    @Test
    void isUnknownForExcessiveNestingOrNumbers() {
        assertReason(judged(200, "[".repeat(100_000)), UnknownReason.NOT_AN_ANSWER);
        assertReason(
                judged(200, "{\"is_success\":true,\"data\":" + "9".repeat(5000) + "}"), UnknownReason.NOT_AN_ANSWER);
        assertReason(judged(200, "{\"a\":" + "{\"a\":".repeat(2000)), UnknownReason.NOT_AN_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 599})
    void isUnknownAfterAServerErrorWithAnyBody(int status) {
        assertReason(judged(status, "<html>"), UnknownReason.SERVER_ERROR);
        assertReason(judged(status, YES), UnknownReason.SERVER_ERROR);
        assertThat(judged(status, NO))
                .isEqualTo(new Outcome.Unknown(UnknownReason.SERVER_ERROR, new Answer(status, "7", "no")));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void isUnknownAfterARedirectWithAnyBody(int status) {
        assertReason(judged(status, ""), UnknownReason.REDIRECTED);
        assertReason(judged(status, YES), UnknownReason.REDIRECTED);
        assertReason(judged(status, NO), UnknownReason.REDIRECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "401, ACCESS_DENIED",
        "403, ACCESS_DENIED",
        "404, WRONG_ADDRESS",
        "405, WRONG_ADDRESS",
        "407, ACCESS_DENIED",
        "429, TOO_MANY_REQUESTS"
    })
    void isNotSentIfAnotherServerRefuses(int status, NotSentReason reason) {
        Answer answer = new Answer(status, null, null);
        for (String body : new String[] {
            "<html>", "", " ", "Not Found", "null", "[]", "{}", "{\"detail\":\"x\"}", "{\"error\":\"unauthorized\"}"
        }) {
            assertThat(judged(status, body)).isEqualTo(new Outcome.NotSent(reason, answer, null));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 407, 429})
    void isUnknownIfARefusalMayContainAnEnvelope(int status) {
        for (int cut = 1; cut < NO.length(); cut++) {
            assertReason(judged(status, NO.substring(0, cut)), UnknownReason.NOT_AN_ANSWER);
            assertReason(
                    judged(status, YES.substring(0, Math.min(cut, YES.length() - 1))), UnknownReason.NOT_AN_ANSWER);
        }
        assertReason(judged(status, NO.substring(20)), UnknownReason.NOT_AN_ANSWER);
        assertReason(judged(status, NO.replace("false", "null")), UnknownReason.NOT_AN_ANSWER);
        assertReason(judged(status, "{\"data\":null}"), UnknownReason.NOT_AN_ANSWER);
        assertReason(judged(status, "\"" + NO.replace("\"", "\\\"") + "\""), UnknownReason.NOT_AN_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 406, 408, 409, 410, 411, 413, 415, 418, 421, 422, 423, 425, 431, 451, 499})
    void isUnknownForOther4xxWithoutAnEnvelope(int status) {
        assertReason(judged(status, "<html>"), UnknownReason.NOT_AN_ANSWER);
        assertReason(judged(status, ""), UnknownReason.NOT_AN_ANSWER);
    }

    @Test
    void isUnknownForASuccessWithA4xxStatus() {
        assertReason(judged(400, YES), UnknownReason.NOT_AN_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 600, 999, 0, -1})
    void isUnknownForAnInvalidStatus(int status) {
        assertReason(judged(status, YES), UnknownReason.NOT_AN_ANSWER);
        assertReason(judged(status, NO), UnknownReason.NOT_AN_ANSWER);
    }

    @Test
    void passesRetryAfterOn() {
        HttpAnswer busy = new HttpAnswer(429, "", HttpAnswer.End.COMPLETE, Duration.ofSeconds(7), null, false);
        assertThat(judge.judge(TransactionId.of(ID), busy))
                .isEqualTo(new Outcome.NotSent(
                        NotSentReason.TOO_MANY_REQUESTS, new Answer(429, null, null), Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @EnumSource(value = HttpAnswer.End.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLETE")
    void isUnknownForAnIncompleteBodyWithAnyStatus(HttpAnswer.End end) {
        UnknownReason reason = switch (end) {
            case COMPLETE, UNPROVEN, UNREADABLE -> UnknownReason.NOT_AN_ANSWER;
            case TOO_LARGE -> UnknownReason.ANSWER_TOO_LARGE;
            case BROKEN_OFF -> UnknownReason.CONNECTION_LOST;
            case TIMED_OUT -> UnknownReason.NO_ANSWER_IN_TIME;
        };
        for (int status = 100; status < 600; status++) {
            HttpAnswer answer = new HttpAnswer(status, "", end, null, null, false);
            UnknownReason expected = switch (status / 100) {
                case 2, 4 -> reason;
                case 3 -> UnknownReason.REDIRECTED;
                case 5 -> UnknownReason.SERVER_ERROR;
                default -> UnknownReason.NOT_AN_ANSWER;
            };
            assertThat(judge.judge(TransactionId.of(ID), answer))
                    .isEqualTo(new Outcome.Unknown(expected, new Answer(status, null, null)));
        }
    }

    @Test
    void acceptsACompleteEnvelopeWithoutALength() {
        HttpAnswer yes = new HttpAnswer(200, YES, HttpAnswer.End.UNPROVEN, null, null, false);
        HttpAnswer no = new HttpAnswer(404, NO, HttpAnswer.End.UNPROVEN, null, null, false);
        assertThat(judge.judge(TransactionId.of(ID), yes)).isInstanceOf(Outcome.Confirmed.class);
        assertThat(judge.judge(TransactionId.of(ID), no)).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void cleansTheMessage() {
        String body = "{\"error\":{\"code\":\"7\\u202e\\n1\",\"message\":\"\\u200b\"},\"is_success\":false}";
        assertThat(judged(200, body)).isEqualTo(new Outcome.Rejected(new Answer(200, "7 1", null)));
        String longCode = "{\"error\":{\"code\":\"" + "9".repeat(100_000) + "\"},\"is_success\":false}";
        assertThat(judged(200, longCode).answer().code()).hasSize(1_000);
    }

    private static void assertReason(Outcome outcome, UnknownReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }

    private Outcome judged(int status, String body) {
        return judge.judge(
                TransactionId.of(ID), new HttpAnswer(status, body, HttpAnswer.End.COMPLETE, null, null, false));
    }

    private static String json(String readable) {
        return readable.replace('\'', '"').replace("ID", ID);
    }
}

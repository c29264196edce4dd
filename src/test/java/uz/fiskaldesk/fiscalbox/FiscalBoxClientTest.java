package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.confirm.TillStatus;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.BrokenResponses;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** FiscalBox's answers over HTTP. Each confirmation is sent exactly once. */
@Timeout(120)
class FiscalBoxClientTest {
    private static final TransactionId ID = TransactionId.of("A12F4C6E-0b1d-4e5f-8a9b-0c1d2e3f80ee");
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Timeouts LONG_TIMEOUT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Timeouts SHORT_TIMEOUT = new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(400));

    @Test
    void sendsOnePostWithTheTwoDocumentedFields() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.answer("{\"data\":{},\"error\":null,\"is_success\":true}");
            connection.request();
        })) {
            assertThat(client(server.address(), LONG_TIMEOUT).confirm(ID, RECEIPT, () -> true))
                    .isInstanceOf(Outcome.Confirmed.class);
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request).startsWith("POST /payment/anor_confirm HTTP/1.1\r\n");
                assertThat(request).containsIgnoringCase("\r\nContent-Type: application/json\r\n");
                assertThat(request.substring(request.indexOf("\r\n\r\n") + 4))
                        .isEqualTo("{\"transaction_id\":\"" + ID.text() + "\",\"qr_code\":\"" + RECEIPT + "\"}");
            });
        }
    }

    /** The computer was suspended while it connected. */
    @Test
    void sendsNoBodyIfItMayNotBeSentAnyMore() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            assertThat(client(simulator, LONG_TIMEOUT).confirm(ID, RECEIPT, () -> false))
                    .isInstanceOf(Outcome.NotSent.class);
            assertThat(simulator.confirmations()).isEmpty();
        }
    }

    @Test
    void escapesTheReceiptInJson() throws Exception {
        String odd = RECEIPT + "&x=\"\\/ʼ\u2028";
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            client(simulator, LONG_TIMEOUT).confirm(ID, odd, () -> true);
            assertThat(simulator.confirmations())
                    .singleElement()
                    .satisfies(seen -> assertThat(JsonMapper.shared()
                                    .readTree(seen.rawBody())
                                    .get("qr_code")
                                    .stringValue())
                            .isEqualTo(odd));
        }
    }

    @Test
    void confirmsBothDocumentedFormats() throws Exception {
        assertThat(after(Behaviour.confirm()))
                .isEqualTo(new Outcome.Confirmed(new Answer(200, null, "Fiscalization completed successfully")));
        assertThat(after(Behaviour.confirmWithNulls())).isEqualTo(new Outcome.Confirmed(new Answer(200, null, null)));
        assertThat(after(Behaviour.slow(Duration.ofMillis(50)))).isInstanceOf(Outcome.Confirmed.class);
        assertThat(after(BrokenResponses.drip(Duration.ofMillis(1)))).isInstanceOf(Outcome.Confirmed.class);
    }

    @Test
    void rejectsWithCodeAndReadableMessage() throws Exception {
        assertThat(after(Behaviour.reject(7, "{\"qr_code\":[\"This field may not be blank.\"]} Xato")))
                .isEqualTo(new Outcome.Rejected(new Answer(200, "7", "qr_code: This field may not be blank. Xato")));
        assertThat(after(Behaviour.reject(105, null))).isEqualTo(new Outcome.Rejected(new Answer(200, "105", null)));
        assertThat(after(Behaviour.rejectWithText("Оплата не найдена")))
                .isEqualTo(new Outcome.Rejected(new Answer(200, null, "Оплата не найдена")));
        assertThat(after(Behaviour.declined())).isEqualTo(new Outcome.Rejected(new Answer(200, null, null)));
        assertThat(after(Behaviour.providerError(-5017, "Not found")))
                .isEqualTo(new Outcome.Rejected(new Answer(200, "-5017", "Not found")));
        assertThat(after(Behaviour.badRequest(422, 104, "x")))
                .isEqualTo(new Outcome.Rejected(new Answer(422, "104", "x")));
    }

    @Test
    void isUnknownForAnIndefiniteAnswer() throws Exception {
        assertThat(after(Behaviour.timedOut()))
                .isEqualTo(new Outcome.Unknown(UnknownReason.UPSTREAM_TIMEOUT, new Answer(200, "2", "Read timed out")));
        assertUnknown(after(Behaviour.otherTransaction("b12f")), UnknownReason.OTHER_TRANSACTION);
        assertUnknown(after(Behaviour.html()), UnknownReason.NOT_AN_ANSWER);
        assertUnknown(after(Behaviour.empty()), UnknownReason.NOT_AN_ANSWER);
        assertUnknown(after(BrokenResponses.huge(2)), UnknownReason.ANSWER_TOO_LARGE);
        assertUnknown(after(BrokenResponses.truncated()), UnknownReason.CONNECTION_LOST);
        assertUnknown(after(Behaviour.resetBeforeBooking()), UnknownReason.CONNECTION_LOST);
        assertUnknown(after(Behaviour.resetAfterBooking()), UnknownReason.CONNECTION_LOST);
        assertUnknown(after(Behaviour.closeAfterBooking()), UnknownReason.CONNECTION_LOST);
    }

    @Test
    void isUnknownWithoutACompleteAnswerInTime() throws Exception {
        assertUnknown(after(Behaviour.hang(), SHORT_TIMEOUT), UnknownReason.NO_ANSWER_IN_TIME);
        assertUnknown(
                after(BrokenResponses.drip(Duration.ofMillis(100)), SHORT_TIMEOUT), UnknownReason.NO_ANSWER_IN_TIME);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void isUnknownAfterAServerError(int status) throws Exception {
        assertThat(after(Behaviour.httpError(status)))
                .isEqualTo(new Outcome.Unknown(UnknownReason.SERVER_ERROR, new Answer(status, null, null)));
    }

    @ParameterizedTest
    @CsvSource({"401, ACCESS_DENIED", "403, ACCESS_DENIED", "404, WRONG_ADDRESS", "405, WRONG_ADDRESS"})
    void isNotSentIfNotAccepted(int status, NotSentReason reason) throws Exception {
        assertThat(after(Behaviour.httpError(status)))
                .isEqualTo(new Outcome.NotSent(reason, new Answer(status, null, null), null));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            delimiter = '|',
            value = {
                "7                             | PT7S",
                "0                             | PT0S",
                "Tue, 24 Nov 2026 09:00:30 GMT | PT30S",
                "Tue, 24 Nov 2026 08:00:00 GMT | PT0S",
                "soon                          | null",
                "-1                            | null",
                "99999999999999999999          | null",
                "''                            | null"
            })
    void isNotSentWithRetryAfter(String header, Duration retryAfter) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 429 Too Many\r\nRetry-After: " + header + "\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(client(server.address(), LONG_TIMEOUT).confirm(ID, RECEIPT, () -> true))
                    .isEqualTo(new Outcome.NotSent(
                            NotSentReason.TOO_MANY_REQUESTS, new Answer(429, null, null), retryAfter));
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        try (FiscalBoxSimulator elsewhere = FiscalBoxSimulator.start(Scenario.confirming())) {
            assertUnknown(
                    after(Behaviour.redirect(elsewhere.address() + "/payment/anor_confirm")), UnknownReason.REDIRECTED);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n",
                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n"
            })
    void neverRetriesByItself(String head) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send(head + "Content-Length: 0\r\n\r\n");
            connection.request();
        })) {
            client(server.address(), LONG_TIMEOUT).confirm(ID, RECEIPT, () -> true);
            assertThat(server.posts()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void infoReturnsTerminalAndClock() throws Exception {
        assertThat(info(scenario -> scenario)).isEqualTo(new TillInfo.Up("UZ170703100597", NOW));
        assertThat(info(scenario -> scenario.withTerminal("LG230110007813")))
                .isEqualTo(new TillInfo.Up("LG230110007813", NOW));
    }

    @Test
    void infoReportsTrouble() throws Exception {
        assertThat(info(scenario -> scenario.withInfo(Scenario.InfoAnswer.NOT_INITIALISED)))
                .isInstanceOfSatisfying(
                        TillInfo.Trouble.class,
                        trouble -> assertThat(trouble.answer().code()).isEqualTo("102"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            quoteCharacter = '`',
            value = {
                "{'terminal_id':'UZ1','current_time':'2026-11-24 14:00:00'} | UZ1 | 2026-11-24T09:00:00Z",
                "{'terminal_id':' UZ1 ','current_time':null}                | UZ1 | null",
                "{'terminal_id':'UZ1'}                                      | UZ1 | null",
                "{'terminal_id':'UZ1','current_time':'24.11.2026'}          | UZ1 | null",
                "{'terminal_id':'UZ1','current_time':['x']}                 | UZ1 | null",
                "{'terminal_id':'U\\u202eZ\\n1'}                             | UZ 1 | null",
                "{'terminal_id':170703100597}                               | 170703100597 | null"
            })
    void infoToleratesInvalidFields(String data, String terminal, Instant clock) throws Exception {
        assertThat(infoFrom("{\"data\":" + data.replace('\'', '"') + ",\"error\":null,\"is_success\":true}"))
                .isEqualTo(new TillInfo.Up(terminal, clock));
    }

    @Test
    void infoWithATerminalIdThatIsNoneIsTrouble() throws Exception {
        String long65 = "U".repeat(65);
        assertThat(infoFrom("{\"data\":{\"terminal_id\":\"" + long65 + "\"},\"error\":null,\"is_success\":true}"))
                .isInstanceOf(TillInfo.Trouble.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'receipt_count':12,'receipt_max_count':858,'zreport_count':38,'zreport_max_count':832",
                "'receipt_count':'12','receipt_max_count':' 858 ','zreport_count':'38','zreport_max_count':'832'"
            })
    void infoReturnsTheStatusOfTheModule(String numbers) throws Exception {
        String data = "{'terminal_id':'UZ1'," + numbers + ",'available_persistent_memory':6100,"
                + "'first_unacknowledged_receipt_time':'2026-11-24 10:00:00','version_code':'1.12.1',"
                + "'last_operation_time':'2026-11-24 14:00:00','cash_accomulator':{'Sale':1000,'Refund':0}}";
        assertThat(infoFrom("{\"data\":" + data.replace('\'', '"') + ",\"error\":null,\"is_success\":true}"))
                .isEqualTo(new TillInfo.Up(
                        "UZ1",
                        null,
                        new TillStatus(
                                12L,
                                858L,
                                Instant.parse("2026-11-24T05:00:00Z"),
                                38L,
                                832L,
                                Instant.parse("2026-11-24T09:00:00Z"),
                                6100L,
                                "1.12.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "1.5", "'many'", "''", "'1e9'", "{}", "[12]", "true", "12345678901234567890"})
    void infoIgnoresStatusThatItCannotRead(String value) throws Exception {
        String data = "{'terminal_id':'UZ1','receipt_count':V,'receipt_max_count':V,'zreport_count':V,"
                + "'zreport_max_count':V,'available_persistent_memory':V,'first_unacknowledged_receipt_time':V,"
                + "'last_operation_time':V,'version_code':null}";
        String json = data.replace("V", value).replace('\'', '"');
        assertThat(infoFrom("{\"data\":" + json + ",\"error\":null,\"is_success\":true}"))
                .isEqualTo(new TillInfo.Up("UZ1", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':{'order':@order,'result':{'QRCodeURL':'@link'},'isRefund':false},'error':null,'is_success':true}",
                "{'data':{'order':@order,'QRCodeURL':'@link'},'error':null,'is_success':true}",
                "{'data':{'order':@order,'result':null,'QRCodeURL':' @link '},'is_success':true}",
                "{'result':{'data':{'order':@order,'result':{'QRCodeURL':'@link'}},'error':null,'is_success':true}}",
                "{'result':{'data':{'order':@order,'result':{'QRCodeURL':'@link'}}},'error':null,'is_success':true}"
            })
    void theLastReceiptIsReadFromEveryDocumentedShape(String body) throws Exception {
        String order = "{'received_card':'12500000','received_cash':100,'extra_info':{'qr_payment_id':658}}";
        assertThat(lastReceipt(body.replace("@order", order).replace("@link", "https://x")))
                .isEqualTo(new LastReceipt.Printed(
                        "https://x",
                        new Amount(12_500_000),
                        new Amount(12_500_100),
                        false,
                        new LastReceipt.PaymentName(Provider.ANOR, "658")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "'true'", "1", "'1'"})
    void aRefundIsRecognised(String refund) throws Exception {
        assertThat(lastReceipt("{'data':{'QRCodeURL':'x','isRefund':" + refund + "},'is_success':true}"))
                .isEqualTo(new LastReceipt.Printed("x", null, null, true, null));
    }

    @Test
    void aPaymentIsNamedWithItsProvider() throws Exception {
        String body = "{'data':{'QRCodeURL':'x','order':{'extra_info':{'qr_payment_id':658,'qr_payment_provider':N}}},"
                + "'is_success':true}";
        assertThat(lastReceipt(body.replace("N}", "'141'}")))
                .isEqualTo(new LastReceipt.Printed(
                        "x", null, null, false, new LastReceipt.PaymentName(Provider.PAYME, "658")));
        assertThat(lastReceipt(body.replace("N}", "999}")))
                .isEqualTo(new LastReceipt.Printed("x", null, null, false, null));
    }

    @Test
    void anAnswerWithoutALastReceiptIsNone() throws Exception {
        assertThat(lastReceipt("{'data':{},'error':null,'is_success':true}")).isEqualTo(new LastReceipt.None());
        assertThat(lastReceipt("{'data':null,'error':null,'is_success':true}")).isEqualTo(new LastReceipt.None());
        assertThat(lastReceipt("{'data':{'QRCodeURL':''},'error':null,'is_success':true}"))
                .isEqualTo(new LastReceipt.None());
        assertThat(lastReceipt("{'data':null,'error':{'code':103},'is_success':false}"))
                .isInstanceOf(LastReceipt.Trouble.class);
        assertThat(lastReceipt("{'result':{'data':null,'error':{'code':103},'is_success':false}}"))
                .isInstanceOf(LastReceipt.Trouble.class);
        assertThat(lastReceipt("[]")).isInstanceOf(LastReceipt.Down.class);
    }

    private static LastReceipt lastReceipt(String singleQuoted) throws Exception {
        String json = singleQuoted.replace('\'', '"');
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
        })) {
            return client(server.address(), LONG_TIMEOUT).lastReceipt();
        }
    }

    @Test
    void infoTakesTheClockFromTheDateHeader() throws Exception {
        String json = "{\"data\":{\"terminal_id\":\"UZ1\"},\"error\":null,\"is_success\":true}";
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n";
        assertThat(infoAfter(head + "Date: Tue, 24 Nov 2026 09:07:00 GMT\r\n\r\n" + json))
                .isEqualTo(new TillInfo.Up("UZ1", NOW.plusSeconds(7 * 60)));
        assertThat(infoAfter(head + "Date: today\r\n\r\n" + json)).isEqualTo(new TillInfo.Up("UZ1", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{},\"error\":null,\"is_success\":true}",
                "{\"data\":null,\"error\":null,\"is_success\":true}",
                "{\"data\":{\"terminal_id\":null},\"error\":null,\"is_success\":true}",
                "{\"data\":{\"terminal_id\":{}},\"error\":null,\"is_success\":true}",
                "{\"data\":{\"terminal_id\":\"UZ1\"},\"error\":{\"code\":102},\"is_success\":false}"
            })
    void infoReportsTroubleWithoutATerminal(String body) throws Exception {
        assertThat(infoFrom(body)).isInstanceOf(TillInfo.Trouble.class);
    }

    @Test
    void infoReportsDownIfSomethingElseAnswers() throws Exception {
        assertThat(infoFrom("<html>")).isEqualTo(down(new Outcome.Unknown(UnknownReason.NOT_AN_ANSWER, status(200))));
        assertThat(infoAfter("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(down(new Outcome.NotSent(NotSentReason.WRONG_ADDRESS, status(404), null)));
        assertThat(infoAfter("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(down(new Outcome.Unknown(UnknownReason.REDIRECTED, status(302))));
        assertThat(infoAfter("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(down(new Outcome.Unknown(UnknownReason.SERVER_ERROR, status(502))));
        assertThat(infoAfter("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"))
                .isEqualTo(down(new Outcome.Unknown(UnknownReason.CONNECTION_LOST, status(200))));
        assertThat(infoAfter(""))
                .isInstanceOfSatisfying(
                        TillInfo.Down.class, down -> assertUnknown(down.why(), UnknownReason.CONNECTION_LOST));
    }

    @Test
    void infoReportsATimeout() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Connection::hang)) {
            assertThat(client(server.address(), SHORT_TIMEOUT).info())
                    .isInstanceOfSatisfying(
                            TillInfo.Down.class, down -> assertUnknown(down.why(), UnknownReason.NO_ANSWER_IN_TIME));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", quoteCharacter = '`', textBlock = """
                    200 | {"data":{"message":"3 sent"},"error":null,"is_success":true}                | DONE    | null  | 3 sent
                    200 | {"data":null,"error":null,"is_success":true}                                | DONE    | null  | null
                    200 | {"data":null,"error":{"code":36889,"message":"no net"},"is_success":false} | REFUSED | 36889 | no net
                    200 | {"data":{"error_code":5},"error":null,"is_success":true}                    | REFUSED | 5     | null
                    500 | {"data":null,"error":null,"is_success":true}                                | REFUSED | null  | null
                    404 | Not Found                                                                   | DOWN    | null  | null
                    200 | <html>                                                                      | DOWN    | null  | null
                    """)
    void sendReceiptsReturnsTheAnswer(
            int status, String body, String kind, @Nullable String code, @Nullable String message) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        })) {
            Submission came = client(server.address(), LONG_TIMEOUT).sendReceipts();
            assertThat(server.requests()).singleElement().asString().startsWith("GET /order/sendreceipt HTTP/1.1\r\n");
            Answer answer = switch (came) {
                case Submission.Done done -> done.answer();
                case Submission.Refused refused -> refused.answer();
                case Submission.Down down -> down.why().answer();
            };
            assertThat(came.getClass().getSimpleName()).isEqualToIgnoringCase(kind);
            assertThat(answer).isEqualTo(new Answer(status, code, message));
        }
    }

    @Test
    void sendReceiptsReportsDown() throws Exception {
        FiscalBoxAddress nobody = FiscalBoxAddress.parse("http://127.0.0.1:1").orElseThrow();
        assertThat(client(nobody, LONG_TIMEOUT).sendReceipts()).isInstanceOf(Submission.Down.class);
    }

    private static TillInfo down(Outcome why) {
        return new TillInfo.Down(why);
    }

    private static Answer status(int status) {
        return new Answer(status, null, null);
    }

    private static TillInfo infoFrom(String json) throws Exception {
        return infoAfter("HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    private static TillInfo infoAfter(String response) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send(response);
        })) {
            TillInfo info = client(server.address(), LONG_TIMEOUT).info();
            assertThat(server.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).startsWith("GET /info/ HTTP/1.1\r\n"));
            return info;
        }
    }

    private static TillInfo info(UnaryOperator<Scenario> change) throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (FiscalBoxSimulator simulator =
                FiscalBoxSimulator.start(change.apply(Scenario.confirming()), 0, clock, _ -> {})) {
            return client(simulator, LONG_TIMEOUT).info();
        }
    }

    private static void assertUnknown(Outcome outcome, UnknownReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }

    private static Outcome after(Behaviour behaviour) throws Exception {
        return after(behaviour, LONG_TIMEOUT);
    }

    private static Outcome after(Behaviour behaviour, Timeouts timeouts) throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.of(behaviour))) {
            Outcome outcome = client(simulator, timeouts).confirm(ID, RECEIPT, () -> true);
            assertThat(simulator.requests()).singleElement().satisfies(seen -> {
                assertThat(seen.isConfirmation()).isTrue();
                assertThat(seen.transactionId()).isEqualTo(ID.text());
                assertThat(seen.qrCode()).isEqualTo(RECEIPT);
            });
            return outcome;
        }
    }

    private static FiscalBoxClient client(FiscalBoxSimulator simulator, Timeouts timeouts)
            throws GeneralSecurityException {
        return client(FiscalBoxAddress.parse(simulator.address().toString()).orElseThrow(), timeouts);
    }

    private static FiscalBoxClient client(FiscalBoxAddress address, Timeouts timeouts) throws GeneralSecurityException {
        return new FiscalBoxClient(address, timeouts, ProxySetting.none(), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}

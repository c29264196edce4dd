package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/** An incomplete answer with any status is an unknown outcome and is never retried automatically. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "network failures differ between operating systems")
class IncompleteAnswerTest {
    private static final TransactionId ID = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String NO = "{\"data\":null,\"error\":{\"code\":7,\"message\":\"no\"},\"is_success\":false}";
    private static final String HALF = "{\"data\":null,\"error\":{\"code\":2,\"message\":\"Read timed";
    private static final Timeouts LONG_TIMEOUT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Timeouts SHORT_TIMEOUT = new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(500));

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 405, 407, 409, 413, 422, 429})
    void isUnknownForATruncatedBody(int status) throws Exception {
        assertConnectionLost(status, "Content-Length: 500\r\n\r\n" + HALF);
        assertConnectionLost(status, "Content-Length: 500\r\n\r\n" + NO);
        assertConnectionLost(status, "Content-Length: 500\r\n\r\n");
        assertConnectionLost(status, "Transfer-Encoding: chunked\r\n\r\n" + chunk(HALF));
        assertConnectionLost(status, "Transfer-Encoding: chunked\r\n\r\n" + chunk(NO));
        assertConnectionLost(status, "Transfer-Encoding: chunked\r\n\r\n" + "ff\r\n" + HALF);
        assertConnectionLost(status, "Transfer-Encoding: chunked\r\n\r\n");
        assertNotAnAnswer(status, "Content-Length: " + HALF.length() + "\r\n\r\n" + HALF);
        assertNotAnAnswer(status, "Content-Length: 10\r\n\r\n" + NO);
        assertNotAnAnswer(status, "Content-Length: 0\r\nContent-Length: 12\r\n\r\n");
        assertNotAnAnswer(status, "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n");
        // No header gives the length, so the body may be truncated.
        assertNotAnAnswer(status, "\r\n" + HALF);
        assertNotAnAnswer(status, "\r\n<html>");
        assertNotAnAnswer(status, "\r\n");
        assertNotAnAnswer(status, "Connection: close\r\nContent-Type: text/html\r\n\r\nNot Found");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404, 429})
    void isUnknownIfTheBodyDoesNotEndInTime(int status) throws Exception {
        for (String head : new String[] {"Content-Length: 500\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n", "\r\n"}) {
            Outcome outcome = confirm(SHORT_TIMEOUT, connection -> {
                connection.request();
                connection.send("HTTP/1.1 " + status + " X\r\n" + head);
                connection.hang();
            });
            assertUnknown(outcome, UnknownReason.NO_ANSWER_IN_TIME);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 429})
    void isUnknownIfTheBodyIsTooLarge(int status) throws Exception {
        String page = "<html>" + " ".repeat(Exchange.BODY_LIMIT);
        Outcome outcome = confirmWithAnswer(status, "Content-Length: " + page.length() + "\r\n\r\n" + page);
        assertUnknown(outcome, UnknownReason.ANSWER_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 429})
    void isUnknownIfTheBodyIsCompressed(int status) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(NO.getBytes(StandardCharsets.UTF_8));
        }
        Outcome outcome = confirm(LONG_TIMEOUT, connection -> {
            assertThat(connection.request()).containsIgnoringCase("\r\nAccept-Encoding: identity\r\n");
            connection.send("HTTP/1.1 " + status + " X\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                    + "\r\n\r\n");
            connection.socket().getOutputStream().write(packed.toByteArray());
        });
        assertUnknown(outcome, UnknownReason.NOT_AN_ANSWER);
    }

    @Test
    void acceptsACompleteEnvelopeWithoutALength() throws Exception {
        assertThat(confirmWithAnswer(200, "\r\n{\"data\":{},\"error\":null,\"is_success\":true}"))
                .isInstanceOf(Outcome.Confirmed.class);
        assertThat(confirmWithAnswer(404, "\r\n" + NO)).isInstanceOf(Outcome.Rejected.class);
        assertThat(confirmWithAnswer(404, "Transfer-Encoding: chunked\r\n\r\n" + chunk("Not Found") + "0\r\n\r\n"))
                .isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void isNotSentIfNoClientCanBeCreated() throws Exception {
        for (Throwable trouble : new Throwable[] {
            new OutOfMemoryError("unable to create native thread"),
            new UncheckedIOException(new IOException("Too many open files")),
            new GeneralSecurityException("no TLS")
        }) {
            Exchange.Clients none = (connect, proxies, trust) -> {
                switch (trouble) {
                    case Error e -> throw e;
                    case RuntimeException e -> throw e;
                    case GeneralSecurityException e -> throw e;
                    default -> throw new IllegalStateException(trouble);
                }
            };
            Exchange exchange =
                    new Exchange(Clock.systemUTC(), LONG_TIMEOUT, ProxySelector.of(null), new SystemTrust(), none);
            FiscalBoxClient client = new FiscalBoxClient(FiscalBoxAddress.DEFAULT, ProxySetting.none(), exchange);
            assertThat(client.confirm(ID, RECEIPT, () -> true))
                    .isInstanceOfSatisfying(
                            Outcome.NotSent.class,
                            notSent -> assertThat(notSent.reason()).isEqualTo(Outcome.NotSentReason.COULD_NOT_SEND));
        }
    }

    private static void assertConnectionLost(int status, String rest) throws Exception {
        assertUnknown(confirmWithAnswer(status, rest), UnknownReason.CONNECTION_LOST);
    }

    private static void assertNotAnAnswer(int status, String rest) throws Exception {
        assertUnknown(confirmWithAnswer(status, rest), UnknownReason.NOT_AN_ANSWER);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static Outcome confirmWithAnswer(int status, String rest) throws Exception {
        return confirm(LONG_TIMEOUT, connection -> {
            connection.request();
            connection.send("HTTP/1.1 " + status + " X\r\n" + rest);
        });
    }

    private static Outcome confirm(Timeouts timeouts, RawServer.Talk talk) throws Exception {
        try (RawServer server = RawServer.start(talk)) {
            return new FiscalBoxClient(server.address(), timeouts, ProxySetting.none(), Clock.systemUTC())
                    .confirm(ID, RECEIPT, () -> true);
        }
    }

    private static void assertUnknown(Outcome outcome, UnknownReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }
}

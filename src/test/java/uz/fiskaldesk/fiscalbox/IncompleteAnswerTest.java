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
import java.util.List;
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

/** An answer that is not all there proves nothing, whatever its status: it is unknown and never sent again by itself. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "each system breaks connections in its own way")
class IncompleteAnswerTest {
    private static final TransactionId ID = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String NO = "{\"data\":null,\"error\":{\"code\":7,\"message\":\"no\"},\"is_success\":false}";
    private static final String HALF = "{\"data\":null,\"error\":{\"code\":2,\"message\":\"Read timed";
    private static final Timeouts PATIENT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Timeouts HASTY = new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(500));

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 405, 407, 409, 413, 422, 429})
    void proveNothing(int status) throws Exception {
        lost(status, "Content-Length: 500\r\n\r\n" + HALF);
        lost(status, "Content-Length: 500\r\n\r\n" + NO);
        lost(status, "Content-Length: 500\r\n\r\n");
        lost(status, "Transfer-Encoding: chunked\r\n\r\n" + chunk(HALF));
        lost(status, "Transfer-Encoding: chunked\r\n\r\n" + chunk(NO));
        lost(status, "Transfer-Encoding: chunked\r\n\r\n" + "ff\r\n" + HALF);
        lost(status, "Transfer-Encoding: chunked\r\n\r\n");
        notUnderstood(status, "Content-Length: " + HALF.length() + "\r\n\r\n" + HALF);
        notUnderstood(status, "Content-Length: 10\r\n\r\n" + NO);
        notUnderstood(status, "Content-Length: 0\r\nContent-Length: 12\r\n\r\n");
        notUnderstood(status, "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n");
        // Nothing says how long it is: it may have been longer.
        notUnderstood(status, "\r\n" + HALF);
        notUnderstood(status, "\r\n<html>");
        notUnderstood(status, "\r\n");
        notUnderstood(status, "Connection: close\r\nContent-Type: text/html\r\n\r\nNot Found");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404, 429})
    void whatDoesNotComeToItsEndInTimeProvesNothing(int status) throws Exception {
        for (String head : new String[] {"Content-Length: 500\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n", "\r\n"}) {
            Outcome outcome = confirm(HASTY, connection -> {
                connection.request();
                connection.send("HTTP/1.1 " + status + " X\r\n" + head);
                connection.hang();
            });
            assertUnknown(outcome, UnknownReason.NO_ANSWER_IN_TIME);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 429})
    void whatIsTooLargeProvesNothing(int status) throws Exception {
        String page = "<html>" + " ".repeat(Exchange.BODY_LIMIT);
        Outcome outcome = answered(status, "Content-Length: " + page.length() + "\r\n\r\n" + page);
        assertUnknown(outcome, UnknownReason.ANSWER_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 429})
    void whatIsCompressedAlthoughNobodyAskedForItProvesNothing(int status) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(NO.getBytes(StandardCharsets.UTF_8));
        }
        Outcome outcome = confirm(PATIENT, connection -> {
            assertThat(connection.request()).containsIgnoringCase("\r\nAccept-Encoding: identity\r\n");
            connection.send("HTTP/1.1 " + status + " X\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                    + "\r\n\r\n");
            connection.socket().getOutputStream().write(packed.toByteArray());
        });
        assertUnknown(outcome, UnknownReason.NOT_AN_ANSWER);
    }

    @Test
    void aWholeEnvelopeNeedsNoLength() throws Exception {
        assertThat(answered(200, "\r\n{\"data\":{},\"error\":null,\"is_success\":true}"))
                .isInstanceOf(Outcome.Confirmed.class);
        assertThat(answered(404, "\r\n" + NO)).isInstanceOf(Outcome.Rejected.class);
        assertThat(answered(404, "Transfer-Encoding: chunked\r\n\r\n" + chunk("Not Found") + "0\r\n\r\n"))
                .isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void nothingIsSentWhereThereIsNoClientToSendIt() throws Exception {
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
            Exchange exchange = new Exchange(
                    Clock.systemUTC(), PATIENT, ProxySelector.of(null), ServerTrust.inThese(List.of()), none);
            FiscalBoxClient client = new FiscalBoxClient(FiscalBoxAddress.DEFAULT, ProxySetting.none(), exchange);
            assertThat(client.confirm(ID, RECEIPT))
                    .isInstanceOfSatisfying(
                            Outcome.NotSent.class,
                            notSent -> assertThat(notSent.reason()).isEqualTo(Outcome.NotSentReason.COULD_NOT_SEND));
        }
    }

    private static void lost(int status, String rest) throws Exception {
        assertUnknown(answered(status, rest), UnknownReason.CONNECTION_LOST);
    }

    private static void notUnderstood(int status, String rest) throws Exception {
        assertUnknown(answered(status, rest), UnknownReason.NOT_AN_ANSWER);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static Outcome answered(int status, String rest) throws Exception {
        return confirm(PATIENT, connection -> {
            connection.request();
            connection.send("HTTP/1.1 " + status + " X\r\n" + rest);
        });
    }

    private static Outcome confirm(Timeouts timeouts, RawServer.Talk talk) throws Exception {
        try (RawServer server = RawServer.start(talk)) {
            return new FiscalBoxClient(server.address(), timeouts, ProxySetting.none(), Clock.systemUTC())
                    .confirm(ID, RECEIPT);
        }
    }

    private static void assertUnknown(Outcome outcome, UnknownReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }
}

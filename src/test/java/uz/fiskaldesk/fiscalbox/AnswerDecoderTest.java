package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/** Decoding by byte order mark, declared charset and content. */
class AnswerDecoderTest {
    private static final String TEXT = "{\"message\":\"Оплата ʻ\"}";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void decodesByByteOrderMarkOrContent(String name) {
        Charset charset = Charset.forName(name);
        assertThat(text(TEXT.getBytes(charset), "application/json")).isEqualTo(TEXT);
        assertThat(text(("\ufeff" + TEXT).getBytes(charset), "application/json"))
                .isEqualTo(TEXT);
        // The byte order mark takes precedence over the header, which a proxy may have written.
        assertThat(text(("\ufeff" + TEXT).getBytes(charset), "text/html; charset=windows-1251"))
                .isEqualTo(TEXT);
        assertThat(text(("\ufeff\ufeff" + TEXT).getBytes(charset), "application/json"))
                .isEqualTo("\ufeff" + TEXT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application/json;charset=windows-1251     | windows-1251
                    application/json; Charset = "KOI8-R"      | KOI8-R
                    text/html; a=b; charset=ISO-8859-5; c=d   | ISO-8859-5
                    application/json; charset=utf8            | UTF-8
                    application/json; charset=UTF-16          | UTF-16BE
                    application/json; charset=UTF-16          | UTF-16LE
                    application/json; charset=utf-32le        | UTF-32LE
                    """)
    void decodesByTheDeclaredCharset(String type, String charset) {
        String text = "{\"message\":\"Оплата\"}";
        assertThat(text(text.getBytes(Charset.forName(charset)), type)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application/json; charset=x-nonesuch       | 7b7d
                    application/json; charset=!                | 7b7d
                    a/b; charset=utf-8; charset=windows-1251   | 7b7d
                    application/json; charset=us-ascii         | 7bff7d
                    application/json; charset=utf-16le         | 7b007d
                    application/json                           | 7b007d
                    """)
    void returnsNullIfTheBytesDoNotMatchTheCharset(String type, String bytes) {
        assertThat(text(HexFormat.of().parseHex(bytes), type)).isNull();
    }

    @Test
    void replacesMalformedUtf8() {
        assertThat(text(HexFormat.of().parseHex("7b22ff227d"), "application/json"))
                .isEqualTo("{\"\ufffd\"}");
        assertThat(text(new byte[0], "application/json")).isEmpty();
    }

    @Test
    void returnsNullForAContentCoding() {
        HttpHeaders gzip = HttpHeaders.of(Map.of("Content-Encoding", List.of("gzip")), (_, _) -> true);
        HttpHeaders identity = HttpHeaders.of(Map.of("Content-Encoding", List.of("identity")), (_, _) -> true);
        assertThat(AnswerDecoder.of(new byte[] {'{', '}'}, gzip)).isNull();
        assertThat(AnswerDecoder.of(new byte[] {'{', '}'}, identity)).isEqualTo("{}");
    }

    @Test
    void confirmsASuccessWithAByteOrderMark() throws Exception {
        byte[] body = "\ufeff{\"data\":{},\"error\":null,\"is_success\":true}".getBytes(StandardCharsets.UTF_8);
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            connection.socket().getOutputStream().write(body);
        })) {
            Timeouts patient = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
            FiscalBoxClient client =
                    new FiscalBoxClient(server.address(), patient, ProxySetting.none(), Clock.systemUTC());
            assertThat(client.confirm(TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee"), "x", () -> true))
                    .isInstanceOf(Outcome.Confirmed.class);
        }
    }

    private static @Nullable String text(byte[] body, String type) {
        return AnswerDecoder.of(body, HttpHeaders.of(Map.of("Content-Type", List.of(type)), (_, _) -> true));
    }
}

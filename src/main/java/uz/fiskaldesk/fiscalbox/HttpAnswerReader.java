package uz.fiskaldesk.fiscalbox;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Interprets the headers of a response and decodes its body. */
final class HttpAnswerReader {
    private final Clock clock;

    HttpAnswerReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * The response with its body, if that is complete and can be decoded.
     *
     * @param received the content of the body
     * @param end how the body ended
     */
    HttpAnswer of(int status, HttpHeaders headers, byte[] received, HttpAnswer.End end) {
        if (end != HttpAnswer.End.COMPLETE) {
            return withoutBody(status, headers, end);
        }
        String text = AnswerDecoder.of(received, headers);
        if (text == null) {
            return withoutBody(status, headers, HttpAnswer.End.UNREADABLE);
        }
        HttpAnswer.End proof = isFramed(headers, received.length) ? end : HttpAnswer.End.UNPROVEN;
        return answer(status, headers, proof, text);
    }

    HttpAnswer withoutBody(int status, HttpHeaders headers, HttpAnswer.End end) {
        return answer(status, headers, end, "");
    }

    private HttpAnswer answer(int status, HttpHeaders headers, HttpAnswer.End end, String text) {
        Duration retryAfter =
                headers.firstValue("Retry-After").map(this::retryAfter).orElse(null);
        Instant date = headers.firstValue("Date").map(HttpAnswerReader::date).orElse(null);
        boolean practice = headers.firstValue(SimulatorPolicy.HEADER).isPresent();
        return new HttpAnswer(status, text, end, retryAfter, date, practice);
    }

    /** Parses seconds or a date (RFC 9110, section 10.2.3); null for anything else. */
    private @Nullable Duration retryAfter(String value) {
        String text = value.strip();
        if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = date(text);
        if (until == null) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Whether the headers define the end of the body consistently (RFC 9112, section 6.3). */
    private static boolean isFramed(HttpHeaders headers, int received) {
        List<String> codings = headers.allValues("Transfer-Encoding");
        List<String> lengths = headers.allValues("Content-Length");
        return codings.isEmpty()
                ? !lengths.isEmpty() && lengths.stream().allMatch(Integer.toString(received)::equals)
                : lengths.isEmpty() && codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }

    private static @Nullable Instant date(String value) {
        try {
            return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

package uz.fiskaldesk.fiscalbox;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it. Each has a client and a connection of its own: a kept-alive connection that the
 * other side has closed in the meantime would turn a request that never arrived into one whose fate nobody knows.
 */
final class Exchange {
    /** What became of the request. */
    sealed interface Result {
        record Answered(HttpAnswer answer) implements Result {}

        /**
         * No status line came.
         *
         * @param mayHaveArrived whether anything of the request may have left this machine
         */
        record Failed(Throwable cause, boolean mayHaveArrived) implements Result {}
    }

    /** Far more than any envelope; a page of a captive portal or a broken proxy is cut off here. */
    static final int BODY_LIMIT = 1 << 20;

    private final Clock clock;
    private final Timeouts timeouts;
    private final X509ExtendedTrustManager systemTrust;

    Exchange(Clock clock, Timeouts timeouts, X509ExtendedTrustManager systemTrust) {
        this.clock = clock;
        this.timeouts = timeouts;
        this.systemTrust = systemTrust;
    }

    /**
     * Sends the request and waits for its answer.
     *
     * @param body what the request carries; null for one that changes nothing
     */
    Result run(HttpRequest request, @Nullable OneRequest body) {
        ServerTrust trust = ServerTrust.watching(systemTrust);
        boolean https = "https".equalsIgnoreCase(request.uri().getScheme());
        Status status = new Status();
        HttpClient client;
        try {
            client = client(trust);
        } catch (GeneralSecurityException e) {
            return new Result.Failed(e, false);
        }
        // Not try-with-resources: close() would wait for an exchange that we have given up.
        try {
            CompletableFuture<HttpResponse<HttpAnswer.End>> response = client.sendAsync(request, status::arrived);
            HttpAnswer.End end = response.get(timeouts.answer().toMillis(), TimeUnit.MILLISECONDS)
                    .body();
            return new Result.Answered(status.answer(end));
        } catch (TimeoutException e) {
            return status.known()
                    ? new Result.Answered(status.answer(HttpAnswer.End.TIMED_OUT))
                    : failed(e, body, https, trust);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return status.known()
                    ? new Result.Answered(status.answer(HttpAnswer.End.BROKEN_OFF))
                    : failed(cause, body, https, trust);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e, body, https, trust);
        } finally {
            client.shutdownNow();
        }
    }

    private HttpClient client(ServerTrust trust) throws GeneralSecurityException {
        Duration connect = timeouts.connect().compareTo(timeouts.answer()) < 0 ? timeouts.connect() : timeouts.answer();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .sslContext(trust.context())
                .build();
    }

    private static Result failed(Throwable cause, @Nullable OneRequest body, boolean https, ServerTrust trust) {
        // Withdrawn, and not looked at: the connection may still be coming up on another thread at this very moment.
        boolean nothingLeft = body == null || body.withdraw() || (https && trust.withdraw());
        return new Result.Failed(cause, !nothingLeft);
    }

    /** The status line and headers, kept from the moment they arrive, and the body as it comes. */
    private final class Status {
        private final BoundedBody body = new BoundedBody(BODY_LIMIT);
        private volatile HttpResponse.@Nullable ResponseInfo info;

        HttpResponse.BodySubscriber<HttpAnswer.End> arrived(HttpResponse.ResponseInfo head) {
            info = head;
            return body;
        }

        boolean known() {
            return info != null;
        }

        HttpAnswer answer(HttpAnswer.End end) {
            HttpResponse.ResponseInfo head = info;
            if (head == null) {
                throw new IllegalStateException("no status line has arrived");
            }
            Duration retryAfter = head.headers()
                    .firstValue("Retry-After")
                    .map(this::retryAfter)
                    .orElse(null);
            return new HttpAnswer(head.statusCode(), body.received(), end, retryAfter);
        }

        /** Seconds or a date (RFC 9110, 10.2.3); null for anything else. */
        private @Nullable Duration retryAfter(String value) {
            String text = value.strip();
            if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            try {
                Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(clock.instant(), until);
                return wait.isNegative() ? Duration.ZERO : wait;
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }
}

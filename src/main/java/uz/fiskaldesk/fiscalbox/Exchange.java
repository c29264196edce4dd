package uz.fiskaldesk.fiscalbox;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /** Makes the client of one request. */
    interface Clients {
        HttpClient make(Duration connect, ProxySelector proxies, ServerTrust trust) throws GeneralSecurityException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** Far more than any envelope; a page of a captive portal or a broken proxy is cut off here. */
    static final int BODY_LIMIT = 1 << 20;

    private final Clock clock;
    private final Timeouts timeouts;
    private final ProxySelector proxies;
    private final X509ExtendedTrustManager systemTrust;
    private final Clients clients;

    Exchange(Clock clock, Timeouts timeouts, ProxySelector proxies, X509ExtendedTrustManager systemTrust) {
        this(clock, timeouts, proxies, systemTrust, Exchange::client);
    }

    /** @param clients makes a client that nothing was sent with */
    Exchange(
            Clock clock,
            Timeouts timeouts,
            ProxySelector proxies,
            X509ExtendedTrustManager systemTrust,
            Clients clients) {
        this.clients = clients;
        this.clock = clock;
        this.proxies = proxies;
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
            client = clients.make(connectTimeout(), proxies, trust);
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            // No file descriptor, no thread, no memory: whatever it is, there is no connection yet.
            LOG.error("no HTTP client can be made", e);
            return new Result.Failed(e, false);
        }
        // Not try-with-resources: close() would wait for an exchange that we have given up.
        try {
            CompletableFuture<HttpResponse<HttpAnswer.End>> response = client.sendAsync(request, status::arrived);
            return new Result.Answered(
                    status.answer(response.get(timeouts.answer().toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException e) {
            return status.known()
                    ? new Result.Answered(status.answer(HttpAnswer.End.TIMED_OUT))
                    : failed(e, body, https, trust);
        } catch (ExecutionException | RuntimeException | Error e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
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

    private Duration connectTimeout() {
        return timeouts.connect().compareTo(timeouts.answer()) < 0 ? timeouts.connect() : timeouts.answer();
    }

    private static HttpClient client(Duration connect, ProxySelector proxies, ServerTrust trust)
            throws GeneralSecurityException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .proxy(proxies)
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

        /** A whole response. That of a proxy which makes no tunnel comes past {@link #arrived}, and without a body. */
        HttpAnswer answer(HttpResponse<HttpAnswer.End> response) {
            return info == null
                    ? answer(response.statusCode(), response.headers(), HttpAnswer.End.COMPLETE, "")
                    : answer(response.body());
        }

        /** A response that came to a bad end after its headers. */
        HttpAnswer answer(HttpAnswer.End end) {
            HttpResponse.ResponseInfo head = info;
            if (head == null) {
                throw new IllegalStateException("no status line has arrived");
            }
            if (end != HttpAnswer.End.COMPLETE) {
                return answer(head.statusCode(), head.headers(), end, "");
            }
            byte[] bytes = body.received();
            String text = AnswerText.of(bytes, head.headers());
            if (text == null) {
                return answer(head.statusCode(), head.headers(), HttpAnswer.End.UNREADABLE, "");
            }
            HttpAnswer.End proof = isFramed(head.headers(), bytes.length) ? end : HttpAnswer.End.UNPROVEN;
            return answer(head.statusCode(), head.headers(), proof, text);
        }

        private HttpAnswer answer(int code, HttpHeaders headers, HttpAnswer.End end, String text) {
            Duration retryAfter =
                    headers.firstValue("Retry-After").map(this::retryAfter).orElse(null);
            Instant date = headers.firstValue("Date").map(Exchange::date).orElse(null);
            boolean practice = headers.firstValue(Practice.HEADER).isPresent();
            return new HttpAnswer(code, text, end, retryAfter, date, practice);
        }

        /** Seconds or a date (RFC 9110, 10.2.3); null for anything else. */
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
    }

    /** Whether the headers, and they without contradiction, say where the body ends (RFC 9112, 6.3). */
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

package uz.fiskaldesk.fiscalbox;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs one HTTP request. Each request has its own client and connection: on a kept-alive connection that the server
 * has closed in the meantime, a request fails without a proof that it did not arrive.
 */
final class Exchange {
    /** The result of a request. */
    sealed interface Result {
        record Answered(HttpAnswer answer) implements Result {}

        /**
         * No status line was received.
         *
         * @param mayHaveArrived whether any part of the request may have left this computer
         */
        record Failed(Throwable cause, boolean mayHaveArrived) implements Result {}
    }

    /** Creates the client for one request. */
    interface Clients {
        HttpClient make(Duration connect, ProxySelector proxies, ServerTrust trust) throws GeneralSecurityException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** The maximum size of a body in bytes, far more than any envelope of FiscalBox. */
    static final int BODY_LIMIT = 1 << 20;

    private final HttpAnswerReader answers;
    private final Timeouts timeouts;
    private final ProxySelector proxies;
    private final TrustedAuthorities systemTrust;
    private final Clients clients;

    Exchange(Clock clock, Timeouts timeouts, ProxySelector proxies, TrustedAuthorities systemTrust) {
        this(clock, timeouts, proxies, systemTrust, Exchange::client);
    }

    /** @param clients creates a new client for each request */
    Exchange(Clock clock, Timeouts timeouts, ProxySelector proxies, TrustedAuthorities systemTrust, Clients clients) {
        this.clients = clients;
        this.answers = new HttpAnswerReader(clock);
        this.proxies = proxies;
        this.timeouts = timeouts;
        this.systemTrust = systemTrust;
    }

    /**
     * Sends the request and waits for the answer, at most for the timeout.
     *
     * @param body the body of the request; null for a request without side effects
     */
    Result run(HttpRequest request, @Nullable SingleUseBody body) {
        ServerTrust trust = ServerTrust.recording(systemTrust);
        boolean https = "https".equalsIgnoreCase(request.uri().getScheme());
        Status status = new Status();
        HttpClient client;
        try {
            client = clients.make(connectTimeout(), proxies, trust);
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            // Out of file descriptors, threads or memory. There is no connection yet in any case.
            LOG.error("could not create an HTTP client", e);
            return new Result.Failed(e, false);
        }
        // Not try-with-resources: close() would wait for an abandoned request.
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

    private static Result failed(Throwable cause, @Nullable SingleUseBody body, boolean https, ServerTrust trust) {
        // Withdrawn rather than queried: another thread may be about to establish the connection.
        boolean nothingSent = body == null || body.withdraw() || (https && trust.withdraw());
        return new Result.Failed(cause, !nothingSent);
    }

    /** Keeps the status line and headers as soon as they arrive, and collects the body. */
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

        /** A complete response. If a proxy refuses a tunnel, the JDK bypasses {@link #arrived} and there is no body. */
        HttpAnswer answer(HttpResponse<HttpAnswer.End> response) {
            return info == null
                    ? answers.withoutBody(response.statusCode(), response.headers(), HttpAnswer.End.COMPLETE)
                    : answer(response.body());
        }

        /** A response whose headers have been received. */
        HttpAnswer answer(HttpAnswer.End end) {
            HttpResponse.ResponseInfo head = info;
            if (head == null) {
                throw new IllegalStateException("no status line was received");
            }
            return answers.of(head.statusCode(), head.headers(), body.received(), end);
        }
    }
}

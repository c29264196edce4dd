package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Downloads from other servers than FiscalBox, such as that of the updates: through the same proxy and with the same
 * trusted certificates. Follows redirects, but not from https to http. Thread-safe.
 */
public final class WebClient {
    /** The result of a download. */
    public sealed interface Download {
        record Complete() implements Download {}

        /** The server answered with another status than 200; a redirect is one that is not followed. */
        record Refused(int status) implements Download {}

        /** The body has more bytes than the limit. */
        record TooLarge() implements Download {}

        /** The body could not be written. */
        record NotWritten(IOException cause) implements Download {}

        /** No answer, an incomplete one, or one that does not progress. */
        record Failed(IOException cause) implements Download {}
    }

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final long STEP_MILLIS = 200;

    private final ProxySetting proxy;
    private final Duration stall;
    private final TrustedAuthorities trust;

    /** @param stall how long no byte may arrive before a download is given up */
    public WebClient(ProxySetting proxy, Duration stall) {
        this(proxy, stall, new SystemTrust());
    }

    WebClient(ProxySetting proxy, Duration stall, TrustedAuthorities trust) {
        this.proxy = proxy;
        this.stall = stall;
        this.trust = trust;
    }

    /**
     * Writes the body at an address to a stream. Blocks until it is complete.
     *
     * @param limit the largest size in bytes
     * @param busy while true, the download pauses, because something more urgent needs the network; a pause is no stall
     * @param progress receives the number of bytes so far, on any thread
     */
    public Download get(URI address, OutputStream out, long limit, BooleanSupplier busy, LongConsumer progress)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "FiskalDesk");
        String authorization = proxy.authorization();
        if (authorization != null) {
            request.header("Proxy-Authorization", authorization);
        }
        Body body = new Body(out, limit, busy, progress);
        HttpClient client;
        try {
            client = client();
        } catch (GeneralSecurityException e) {
            return new Download.Failed(new IOException("TLS is not available", e));
        }
        // Not try-with-resources: close() would wait for an abandoned request.
        try {
            return await(
                    client.sendAsync(
                            request.build(),
                            head -> head.statusCode() == OK
                                    ? body
                                    : HttpResponse.BodySubscribers.replacing(new Download.Refused(head.statusCode()))),
                    body);
        } finally {
            client.shutdownNow();
        }
    }

    private Download await(CompletableFuture<HttpResponse<Download>> response, Body body) throws InterruptedException {
        long last = System.nanoTime();
        long before = 0;
        while (true) {
            try {
                return response.get(STEP_MILLIS, TimeUnit.MILLISECONDS).body();
            } catch (ExecutionException e) {
                return new Download.Failed(e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
            } catch (TimeoutException e) {
                long now = System.nanoTime();
                if (body.resumeIfPaused() || body.received != before) {
                    before = body.received;
                    last = now;
                } else if (now - last > stall.toNanos()) {
                    return new Download.Failed(new IOException("nothing arrived for " + stall, e));
                }
            }
        }
    }

    private HttpClient client() throws GeneralSecurityException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .proxy(proxy.selector())
                .sslContext(ServerTrust.recording(trust).context())
                .build();
    }

    /** Writes a body up to a limit, and asks for the next part of it only while nothing more urgent needs the network. */
    private static final class Body implements HttpResponse.BodySubscriber<Download> {
        private final OutputStream out;
        private final long limit;
        private final BooleanSupplier busy;
        private final LongConsumer progress;
        private final CompletableFuture<Download> end = new CompletableFuture<>();
        private volatile Flow.@Nullable Subscription source;
        private volatile boolean paused;
        private volatile long received;

        Body(OutputStream out, long limit, BooleanSupplier busy, LongConsumer progress) {
            this.out = out;
            this.limit = limit;
            this.busy = busy;
            this.progress = progress;
        }

        @Override
        public CompletionStage<Download> getBody() {
            return end;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            try {
                for (ByteBuffer buffer : buffers) {
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    long size = received + bytes.length;
                    if (size > limit) {
                        cancel(new Download.TooLarge());
                        return;
                    }
                    out.write(bytes);
                    received = size;
                }
            } catch (IOException e) {
                cancel(new Download.NotWritten(e));
                return;
            }
            progress.accept(received);
            if (busy.getAsBoolean()) {
                paused = true;
            } else {
                next();
            }
        }

        /** Whether the download is paused, or was until now. */
        boolean resumeIfPaused() {
            if (!paused) {
                return false;
            }
            if (!busy.getAsBoolean()) {
                paused = false;
                next();
            }
            return true;
        }

        private void next() {
            Flow.Subscription subscription = source;
            if (subscription != null) {
                subscription.request(1);
            }
        }

        private void cancel(Download why) {
            Flow.Subscription subscription = source;
            if (subscription != null) {
                subscription.cancel();
            }
            end.complete(why);
        }

        @Override
        public void onError(Throwable cause) {
            end.complete(new Download.Failed(cause instanceof IOException io ? io : new IOException(cause)));
        }

        @Override
        public void onComplete() {
            end.complete(new Download.Complete());
        }
    }
}

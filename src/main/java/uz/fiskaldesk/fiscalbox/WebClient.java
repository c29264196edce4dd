package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Downloads from other servers than FiscalBox, such as that of the updates: through the same proxy and with the same
 * trusted certificates. Follows redirects, but not from https to http. Thread-safe.
 */
public final class WebClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ProxySetting proxy;
    private final Duration stall;
    private @Nullable X509ExtendedTrustManager trust;

    /** @param stall how long no byte may arrive before a download is given up */
    public WebClient(ProxySetting proxy, Duration stall) {
        this(proxy, stall, null);
    }

    /** @param trust null for the authorities of the JDK and of the operating system */
    WebClient(ProxySetting proxy, Duration stall, @Nullable X509ExtendedTrustManager trust) {
        this.proxy = proxy;
        this.stall = stall;
        this.trust = trust;
    }

    /**
     * Gets an address. Blocks until the body is complete, and gives up when its progress stops.
     *
     * @param body receives the body; not called for a redirect
     * @param progress a number that grows while the body arrives
     * @throws IOException if there is no answer or no progress
     */
    public <T extends @Nullable Object> HttpResponse<T> get(
            URI address, HttpResponse.BodyHandler<T> body, LongSupplier progress)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "FiskalDesk");
        String authorization = proxy.authorization();
        if (authorization != null) {
            request.header("Proxy-Authorization", authorization);
        }
        HttpClient client = client();
        // Not try-with-resources: close() would wait for an abandoned request.
        try {
            return await(client.sendAsync(request.build(), body), progress);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            client.shutdownNow();
        }
    }

    private <T extends @Nullable Object> HttpResponse<T> await(
            CompletableFuture<HttpResponse<T>> response, LongSupplier progress)
            throws IOException, InterruptedException, ExecutionException {
        while (true) {
            long before = progress.getAsLong();
            try {
                return response.get(stall.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (progress.getAsLong() == before) {
                    throw new IOException("nothing arrived for " + stall.toSeconds() + " s", e);
                }
            }
        }
    }

    /** Reads files, so once. */
    private synchronized X509ExtendedTrustManager trust() throws GeneralSecurityException {
        if (trust == null) {
            trust = ServerTrust.ofSystem();
        }
        return trust;
    }

    private HttpClient client() throws IOException {
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(CONNECT)
                    .proxy(proxy.selector())
                    .sslContext(ServerTrust.recording(trust()).context())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException("the system's certificates cannot be read", e);
        }
    }
}

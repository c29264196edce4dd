package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.fiscalbox.WebClient.Download;

/** Tests what {@code UpdatesTest} does not: TLS and its redirects. */
class WebClientTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private static Path keys;

    @Test
    void followsNoRedirectFromHttpsToHttp() throws Exception {
        Certificates certificate = Certificates.of(keys, "dns:localhost");
        HttpServer plain = HttpServer.create(ANY, 0);
        HttpsServer secure = HttpsServer.create(ANY, 0);
        try {
            AtomicInteger asked = new AtomicInteger();
            plain.createContext("/", exchange -> {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            plain.start();
            secure.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
            secure.createContext("/", exchange -> {
                boolean first = exchange.getRequestURI().getPath().equals("/first");
                String target = first
                        ? "https://localhost:" + secure.getAddress().getPort() + "/second"
                        : "http://localhost:" + plain.getAddress().getPort() + "/";
                exchange.getResponseHeaders().add("Location", target);
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            secure.start();
            URI address = URI.create("https://localhost:" + secure.getAddress().getPort() + "/first");
            assertThat(client(certificate).get(address, new ByteArrayOutputStream(), 9, () -> false, _ -> {}))
                    .isEqualTo(new Download.Refused(302));
            assertThat(asked).hasValue(0);
            WebClient stranger = new WebClient(ProxySetting.none(), Duration.ofSeconds(10));
            assertThat(stranger.get(address, new ByteArrayOutputStream(), 9, () -> false, _ -> {}))
                    .as("an authority that nobody trusts")
                    .isInstanceOf(Download.Failed.class);
        } finally {
            plain.stop(0);
            secure.stop(0);
        }
    }

    private static WebClient client(Certificates certificate) throws Exception {
        return new WebClient(ProxySetting.none(), Duration.ofSeconds(10), certificate.trust());
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.fiscalbox.Certificates;

/** TLS connections to a shared list are used if the server is verified, and refused otherwise. */
@NullUnmarked
class PostgresTlsTest {
    private static final String NAME = "localhost";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        // Skips the tests if there is no server for this system.
        PostgresServer.get();
        Certificates shop = Certificates.of(Files.createDirectories(folder.resolve("shop")), "dns:" + NAME);
        Certificates stranger = Certificates.of(Files.createDirectories(folder.resolve("stranger")), "dns:" + NAME);
        Files.writeString(folder.resolve("shop.pem"), shop.authorityAsPem());
        Files.writeString(folder.resolve("stranger.pem"), stranger.authorityAsPem());
        Path certificate = Files.writeString(folder.resolve("server.crt"), shop.asPem());
        Path key = Files.writeString(folder.resolve("server.key"), shop.keyAsPem());
        if (Files.getFileStore(key).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.toString())
                .setServerConfig("ssl_key_file", key.toString())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static String url(String host, String authority) {
        return "jdbc:postgresql://" + host + ":" + server.getPort()
                + "/postgres?user=postgres&sslmode=verify-full&sslrootcert=" + folder.resolve(authority);
    }

    private static void assertNotSecure(String url) {
        assertThatThrownBy(
                        () -> PostgresLedger.open(url, null, Clock.systemUTC()).close())
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason())
                                .as(thrown + " because of " + thrown.getCause())
                                .isEqualTo(Reason.NOT_SECURE));
    }

    private static void assertNoneIsSecure(List<String> urls) throws Exception {
        try (ExecutorService atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> refusals = urls.stream()
                    .<Future<?>>map(url -> atOnce.submit(() -> assertNotSecure(url)))
                    .toList();
            for (Future<?> refusal : refusals) {
                refusal.get();
            }
        }
    }

    @Test
    void validCertificateIsAccepted() {
        String url = url(NAME, "shop.pem");

        try (Ledger ledger = PostgresLedger.open(url, null, Clock.systemUTC())) {
            assertThat(ledger.counts(LedgerQuery.ALL)).isEmpty();
            assertThat(PostgresServer.queryFirst(
                            url,
                            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                    + " WHERE application_name = 'FiskalDesk' AND NOT ssl"))
                    .isEqualTo("0");
        }
    }

    @Test
    void certificateOfAnotherHostIsRefused() {
        assertNotSecure(url("127.0.0.1", "shop.pem"));
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() {
        assertNotSecure(url(NAME, "stranger.pem"));
    }

    @Test
    void missingAuthorityFileIsReported() {
        assertNotSecure(url(NAME, "nowhere.pem"));
    }

    @Test
    void serverWithoutTlsIsRefused() {
        assertNotSecure(withoutEncryption());
    }

    private static String withoutEncryption() {
        return PostgresServer.get().newLedger() + "&sslmode=verify-full&sslrootcert=" + folder.resolve("shop.pem");
    }

    /** The driver's messages are localized. Each refusal waits for a second in the connection pool, so all come at once. */
    @Test
    void tlsErrorsAreRecognizedInEveryLanguage() throws Exception {
        Locale before = Locale.getDefault();
        try {
            for (String language : new String[] {"ru", "de", "ja", "zh", "pt", "tr"}) {
                Locale.setDefault(Locale.of(language));
                assertNoneIsSecure(List.of(
                        withoutEncryption(),
                        url("127.0.0.1", "shop.pem"),
                        url(NAME, "stranger.pem"),
                        url(NAME, "nowhere.pem")));
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}

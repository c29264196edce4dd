package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/**
 * Every row of the table in {@code packaging/docs/faults.md}. The fault is produced on real sockets, a payment in a real
 * ledger is sent, and the displayed message and the recorded state are compared with the row.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "network failures differ between operating systems")
class NetworkFaultsTest {
    private static final Path PAGE = Path.of("packaging/docs/faults.md");
    private static final String YES = "{\"data\":{},\"error\":null,\"is_success\":true}";
    private static final String EMPTY = "Content-Length: 0\r\n\r\n";
    private static final int PIECE = 1 << 16;
    private static final long THREE_HUNDRED_MEGABYTES = 300L << 20;

    private final Clock clock = Clock.fixed(Samples.NOON, ZoneOffset.UTC);
    private final Messages messages = new Messages(Translations.in(Language.ENGLISH), clock);
    private Timeouts timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Generating certificates takes seconds, so all tests share one folder. */
    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    /** The rows in the order of the table. */
    enum Fault {
        REFUSED("FiscalBox is not running: connection refused"),
        UNKNOWN_HOST("the address names no computer"),
        NO_ROUTE("no network, no route"),
        CONNECT_TIMEOUT("nobody accepts the connection in time (cable, firewall, computer off)"),
        HANDSHAKE("the TLS handshake is broken off"),
        HANDSHAKE_HANGS("the TLS handshake never ends"),
        STRANGER("the certificate is of an authority that nobody here trusts, or a captive portal's"),
        OTHER_NAME("the certificate is another host's"),
        EXPIRED("the certificate has expired"),
        COMPANY("the certificate is of the company's authority, which the system trusts"),
        PROXY_WANTS_PASSWORD("the proxy wants a password and has none, or a wrong one: 407"),
        PROXY_GETS_PASSWORD("the proxy wants a password and has it"),
        PROXY_MISSING("the proxy is not there"),
        PROXY_NO_TUNNEL("the proxy makes no tunnel to FiscalBox"),
        ACCESS("401 or 403, complete and without FiscalBox's envelope"),
        ADDRESS("404 or 405, complete and without FiscalBox's envelope"),
        BUSY("429, complete and without FiscalBox's envelope"),
        RESET_WITHIN("reset while the request is on its way"),
        RESET_AFTER("reset after the request"),
        CLOSED_AFTER("closed after the request"),
        NO_ANSWER("no answer in time"),
        DRIP("the answer drips so slowly that its time is over"),
        HALF("half an answer, then closed"),
        HALF_REFUSAL("half a refusal (400, 404, 429), then closed"),
        NO_LENGTH("a refusal of which nothing says how long it is"),
        OTHER_REFUSAL("another 4xx without FiscalBox's envelope, such as 400 or 413"),
        HUGE("an answer of 300 MB"),
        EMPTY_ANSWER("an empty answer"),
        PORTAL("a captive portal's page"),
        REDIRECT("a redirect"),
        SERVER("5xx"),
        UPSTREAM("error code 2: FiscalBox itself waited in vain"),
        OTHER_TRANSACTION("the answer names another transaction"),
        CLOCK("FiscalBox refuses because the clock is more than 5 minutes off");

        private final String title;

        Fault(String title) {
            this.title = title;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isReportedAndRecordedAsDocumented(Fault fault) throws Exception {
        assertThat(Files.readAllLines(PAGE)).contains(row(fault, after(fault)));
    }

    @Test
    void thereAreNoOtherRows() throws Exception {
        List<String> told = Files.readAllLines(PAGE).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.indexOf(" |", 2)))
                .skip(1)
                .toList();
        assertThat(told)
                .isEqualTo(Arrays.stream(Fault.values()).map(f -> f.title).toList());
    }

    private String row(Fault fault, LedgerEntry entry) {
        Outcome outcome = Objects.requireNonNull(entry.lastOutcome());
        String raw = outcome instanceof Outcome.Rejected ? " (" + messages.rawAnswer(outcome.answer()) + ")" : "";
        return "| " + fault.title + " | " + messages.outcome(outcome) + raw + ". " + messages.advice(outcome) + " | "
                + recorded(entry) + " |";
    }

    private static String recorded(LedgerEntry entry) {
        String next = entry.nextTryAt() == null ? "" : ", sent again by itself";
        String doubt = entry.inDoubt() ? ", in doubt: no other receipt without a person's word" : "";
        return entry.state() + next + doubt;
    }

    private LedgerEntry after(Fault fault) throws Exception {
        return switch (fault) {
            case REFUSED -> sent("http://localhost:" + freePort());
            case UNKNOWN_HOST -> sent("http://" + "a".repeat(64) + ".localhost");
            case NO_ROUTE -> sent("http://224.0.0.1");
            case CONNECT_TIMEOUT -> sentToAServerThatIsFull();
            case HANDSHAKE ->
                overTls(RawServer.start(
                        connection -> connection.socket().getInputStream().readNBytes(5)));
            case HANDSHAKE_HANGS -> impatiently(() -> overTls(RawServer.start(RawServer.Connection::hang)));
            case STRANGER ->
                overTls(RawServer.start(certificate("dns:localhost").listen(), RawServer.Connection::request));
            case OTHER_NAME -> trusted(certificate("dns:fiscalbox.example"));
            case EXPIRED -> trusted(certificate("dns:localhost", "-startdate", "-10d"));
            case COMPANY -> trusted(certificate("dns:localhost"));
            case PROXY_WANTS_PASSWORD -> through("http", status("407 Who are you"), null);
            case PROXY_GETS_PASSWORD -> through("http", NetworkFaultsTest::confirmIfThePasswordIsRight, "secret");
            case PROXY_MISSING -> sent("https://fiscalbox.invalid", proxy(freePort()), new SystemTrust());
            case PROXY_NO_TUNNEL -> through("https", status("503 Busy"), null);
            case ACCESS -> answered(status("403 Forbidden"));
            case ADDRESS -> answered(status("404 Not Found"));
            case BUSY -> answered(status("429 Too Many Requests"));
            case RESET_WITHIN ->
                sentTo(RawServer.start(connection -> {
                    connection.socket().getInputStream().readNBytes(10);
                    connection.reset();
                }));
            case RESET_AFTER -> answered(RawServer.Connection::reset);
            case CLOSED_AFTER -> answered(_ -> {});
            case NO_ANSWER -> impatiently(() -> answered(RawServer.Connection::hang));
            case DRIP -> impatiently(() -> answered(NetworkFaultsTest::drip));
            case HALF -> answered(connection -> connection.send("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n" + YES));
            case HALF_REFUSAL ->
                answered(connection ->
                        connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 500\r\n\r\n{\"data\":null,\"err"));
            case NO_LENGTH -> answered(connection -> connection.send("HTTP/1.1 404 Not Found\r\n\r\n"));
            case OTHER_REFUSAL -> answered(status("400 Bad Request"));
            case HUGE -> answeredWithThreeHundredMegabytes();
            case EMPTY_ANSWER -> answered(status("200 OK"));
            case PORTAL -> answered(connection -> connection.answer("<!DOCTYPE html><title>Wi-Fi</title>"));
            case REDIRECT -> answered(status("302 Found\r\nLocation: http://portal.invalid/login"));
            case SERVER -> answered(status("502 Bad Gateway"));
            case UPSTREAM ->
                answered(connection -> connection.answer(
                        "{\"error\":{\"code\":2,\"message\":\"Read timed out\"},\"is_success\":false}"));
            case OTHER_TRANSACTION ->
                answered(connection -> connection.answer(
                        "{\"data\":{\"transaction_id\":\"another\"},\"error\":null,\"is_success\":true}"));
            case CLOCK ->
                answered(connection -> connection.answer(
                        "{\"error\":{\"code\":104,\"message\":\"current_time: 5 minut\"},\"is_success\":false}"));
        };
    }

    // ---- server behaviours

    private static RawServer.Talk status(String status) {
        return connection -> connection.send("HTTP/1.1 " + status + "\r\n" + EMPTY);
    }

    private static void confirmIfThePasswordIsRight(RawServer.Connection connection) throws IOException {
        boolean right = connection.lastRequest().contains("\r\nProxy-Authorization: Basic a2Fzc2E6c2VjcmV0\r\n");
        connection.answer(right ? YES : "");
    }

    private static void drip(RawServer.Connection connection) throws IOException {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + Integer.MAX_VALUE + "\r\n\r\n");
        while (true) {
            connection.send(" ");
        }
    }

    private LedgerEntry answeredWithThreeHundredMegabytes() throws Exception {
        AtomicLong taken = new AtomicLong();
        LedgerEntry entry = answered(connection -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + THREE_HUNDRED_MEGABYTES + "\r\n\r\n");
            String piece = " ".repeat(PIECE);
            for (long sent = 0; sent < THREE_HUNDRED_MEGABYTES; sent += PIECE) {
                connection.send(piece);
                taken.addAndGet(PIECE);
            }
        });
        // Socket buffers on both sides hold data in addition to the megabyte that is read.
        assertThat(taken).hasValueLessThan(THREE_HUNDRED_MEGABYTES / 10);
        return entry;
    }

    private LedgerEntry sentToAServerThatIsFull() throws Exception {
        timeouts = new Timeouts(Duration.ofMillis(300), Duration.ofSeconds(60));
        try (FullServer server = new FullServer()) {
            return sent(server.address());
        }
    }

    // ---- connections

    private interface Way {
        LedgerEntry go() throws Exception;
    }

    private LedgerEntry impatiently(Way way) throws Exception {
        timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(500));
        return way.go();
    }

    private LedgerEntry answered(RawServer.Talk answer) throws Exception {
        return sentTo(RawServer.start(connection -> {
            connection.request();
            answer.with(connection);
        }));
    }

    private LedgerEntry sentTo(RawServer server) throws Exception {
        try (server) {
            LedgerEntry entry = sent("http://localhost:" + server.port());
            assertThat(server.connections()).isEqualTo(1);
            return entry;
        }
    }

    private LedgerEntry overTls(RawServer server) throws Exception {
        try (server) {
            LedgerEntry entry = sent("https://localhost:" + server.port());
            assertThat(server.requests()).isEmpty();
            return entry;
        }
    }

    /** Sends to a server whose authority is in the system's bundle. */
    private LedgerEntry trusted(Certificates certificate) throws Exception {
        Path bundle = Files.writeString(folder.resolve("ca-certificates.crt"), certificate.authorityAsPem());
        X509ExtendedTrustManager trust = SystemTrust.withAuthorities(SystemCertificates.inBundle(bundle));
        try (RawServer server = RawServer.start(certificate.listen(), connection -> {
            connection.request();
            connection.answer(YES);
        })) {
            return sent("https://localhost:" + server.port(), ProxySetting.none(), () -> trust);
        }
    }

    private LedgerEntry through(String scheme, RawServer.Talk answer, @Nullable String password) throws Exception {
        try (RawServer proxy = RawServer.start(connection -> {
            connection.request();
            answer.with(connection);
        })) {
            ProxySetting setting = proxy(proxy.port());
            LedgerEntry entry = sent(
                    scheme + "://fiscalbox.invalid",
                    password == null ? setting : setting.withPassword("kassa", password),
                    new SystemTrust());
            assertThat(proxy.requests()).hasSize(1);
            return entry;
        }
    }

    private LedgerEntry sent(String address) throws Exception {
        return sent(address, ProxySetting.none(), new SystemTrust());
    }

    private LedgerEntry sent(String address, ProxySetting proxy, TrustedAuthorities trust) throws Exception {
        FiscalBoxClient fiscalBox =
                new FiscalBoxClient(FiscalBoxAddress.parse(address).orElseThrow(), timeouts, proxy, clock, trust);
        String url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            ledger.add(Samples.payment(1), Samples.receipt(1), Samples.act(Act.Kind.ADDED));
            ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                    ledger, fiscalBox, new RetryBackoff(new Random(1)), new Operator("Kassa 1", "Nodira", clock));
            confirmation.send(ledger.find(Samples.id(1)).orElseThrow());
        }
        // Reopened: what is on disk counts.
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();
            assertThat(ledger.attempts(entry)).hasSize(1);
            assertThat(entry.state()).isNotEqualTo(PaymentState.SENDING);
            return entry;
        }
    }

    private static ProxySetting proxy(int port) {
        return ProxySetting.at("localhost:" + port).orElseThrow();
    }

    private static Certificates certificate(String name, String... options) throws Exception {
        return Certificates.of(keys, name, options);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

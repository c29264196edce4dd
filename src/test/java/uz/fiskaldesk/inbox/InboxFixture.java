package uz.fiskaldesk.inbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.UnwritableLedger;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** An inbox on a real ledger, with the simulator as FiscalBox. */
final class InboxFixture implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");
    static final String ID = id(1);
    static final String RECEIPT = receipt(6013);

    final ManualClock clock = new ManualClock(NOON);
    final FiscalBoxSimulator box;
    final SqliteLedger ledger;
    final UnwritableLedger disk;
    final Inbox.Services services;
    final Inbox inbox;
    final String token;
    /** Filled after the response has been completed, so that a test waits for what it expects. */
    final BlockingQueue<RowReport> heard = new LinkedBlockingQueue<>();

    final List<String> results = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    InboxFixture(Path folder) throws IOException, GeneralSecurityException {
        this(folder, Inbox.MOST_WAITING, false, _ -> {});
    }

    /** @param mostWaiting the number of payments that may wait */
    InboxFixture(Path folder, int mostWaiting, boolean sendsAgain, Consumer<RowReport> listener)
            throws IOException, GeneralSecurityException {
        box = FiscalBoxSimulator.start(Scenario.confirming(), 0, clock, _ -> {});
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOON);
        disk = new UnwritableLedger(ledger);
        InboxToken secret = InboxToken.in(folder);
        token = Files.readString(secret.file()).strip();
        Inbox.Listener heardHere = new Inbox.Listener() {
            @Override
            public void payment(RowReport report) {
                heard.add(report);
                listener.accept(report);
            }

            @Override
            public void receipt(LedgerEntry entry, String result) {
                results.add(result);
            }
        };
        services = services(fiscalBox(), secret, sendsAgain, heardHere);
        inbox = Inbox.start(services, 0, mostWaiting);
    }

    private FiscalApi fiscalBox() throws GeneralSecurityException {
        return new FiscalBoxClient(
                FiscalBoxAddress.parse(box.address().toString()).orElseThrow(),
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                ProxySetting.none(),
                clock);
    }

    private Inbox.Services services(
            FiscalApi fiscalBox, InboxToken secret, boolean sendsAgain, Inbox.Listener listener) {
        Operator pos = new Operator("Kassa 1", Inbox.WHO, clock);
        ReceiptReader receipts = new ReceiptReader(clock);
        Providers providers = new Providers(List.of(Provider.ANOR, Provider.CLICK));
        return new Inbox.Services(
                disk.asLedger(),
                new ConfirmationWorkflow(disk.asLedger(), fiscalBox, new RetryBackoff(new Random(1)), pos),
                fiscalBox,
                new Import(disk.asLedger(), receipts, pos, providers),
                receipts,
                providers,
                pos,
                secret,
                new Messages(Translations.in(Language.ENGLISH), Clock.systemUTC()),
                Duration.ofSeconds(20),
                sendsAgain,
                listener);
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "a12f0000-0000-4000-8000-%012d", number);
    }

    /** A receipt of the simulator's till, issued a minute ago. */
    static String receipt(int number) {
        return String.format(
                Locale.ROOT,
                "https://ofd.soliq.uz/check?t=UZ170703100597&r=%d&c=20261124115900&s=%012d",
                number,
                number);
    }

    URI address() {
        return inbox.address().resolve("/");
    }

    int port() {
        return inbox.address().getPort();
    }

    LedgerEntry entry(String id) {
        return ledger.find(TransactionId.of(id)).orElseThrow();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    /** Adds a payment that was made a few minutes ago. */
    HttpResponse<String> pay(String id) throws IOException, InterruptedException {
        return post("/payments", "{\"transaction_id\":\"" + id + "\",\"paid_at\":\"2026-11-24T11:50:00\"}");
    }

    HttpResponse<String> bind(String id, String receipt, boolean send) throws IOException, InterruptedException {
        return post("/payments/" + id + "/receipt" + (send ? "?send=true" : ""), "{\"receipt\":\"" + receipt + "\"}");
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Nullable
    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    @Override
    public void close() throws IOException {
        client.close();
        inbox.close();
        box.close();
        ledger.close();
    }
}

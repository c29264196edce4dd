package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.UnwritableLedger;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.fiscalbox.ForwardedConfirmation;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.SimulatorPolicy;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.GatewaySettings.AmountUnit;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;

/** A gateway on a real ledger between a POS of the test and a FiscalBox at any address. */
final class GatewayFixture implements AutoCloseable {
    static final String ID = "a12f0000-0000-4000-8000-000000000001";
    static final String OTHER_ID = "a12f0000-0000-4000-8000-000000000002";
    static final String RECEIPT = receipt(6013);
    static final String OTHER_RECEIPT = receipt(6014);
    static final Clock CLOCK = Clock.systemUTC();

    private static final GatewaySettings ASKING = settings(GatewaySettings.Finish.ASK, 10, null);

    final SqliteLedger ledger;
    final UnwritableLedger disk;
    final Gateway gateway;
    final ConfirmationWorkflow confirmation;
    private final PosApi api;
    private final BlockingQueue<Note> notes = new LinkedBlockingQueue<>();

    GatewayFixture(Path folder, FiscalBoxAddress fiscalBox) throws IOException {
        this(folder, fiscalBox, Duration.ofSeconds(20), null);
    }

    GatewayFixture(Path folder, FiscalBoxAddress fiscalBox, Duration answerTimeout, @Nullable AmountUnit unit)
            throws IOException {
        this(folder, fiscalBox, answerTimeout, settings(GatewaySettings.Finish.ASK, 10, unit), CLOCK);
    }

    /** The settings of a gateway for this computer. */
    static GatewaySettings settings(GatewaySettings.Finish finish, int finishAfterMinutes, @Nullable AmountUnit unit) {
        return new GatewaySettings(true, 8792, null, List.of(), List.of(), finish, finishAfterMinutes, unit);
    }

    /** @param clock of the gateway and the ledger */
    GatewayFixture(
            Path folder, FiscalBoxAddress fiscalBox, Duration answerTimeout, GatewaySettings settings, Clock clock)
            throws IOException {
        this(folder, fiscalBox, answerTimeout, settings, clock, 0, Providers.DEFAULT);
    }

    /** For a shop that takes payments of these providers. */
    GatewayFixture(Path folder, FiscalBoxAddress fiscalBox, Providers providers) throws IOException {
        this(folder, fiscalBox, Duration.ofSeconds(20), ASKING, CLOCK, 0, providers);
    }

    /** @param port 0 for any free one */
    GatewayFixture(
            Path folder,
            FiscalBoxAddress fiscalBox,
            Duration answerTimeout,
            GatewaySettings settings,
            Clock clock,
            int port,
            Providers providers)
            throws IOException {
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(5), answerTimeout);
        ProxySetting proxy = ProxySetting.none();
        api = new PosApi(new FiscalBoxClient(fiscalBox, timeouts, proxy, clock));
        Operator pos = new Operator("Kassa 1", Gateway.WHO, clock);
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant());
        disk = new UnwritableLedger(ledger);
        confirmation = new ConfirmationWorkflow(disk.asLedger(), api, new RetryBackoff(new Random(1)), pos);
        gateway = Gateway.start(
                new Gateway.Services(
                        disk.asLedger(),
                        new ReceiptReader(clock),
                        providers,
                        new FiscalBoxConnector(fiscalBox, timeouts, proxy),
                        new ForwardedConfirmation(fiscalBox, proxy, clock, () -> SimulatorPolicy.EXPECTED),
                        api,
                        confirmation,
                        pos,
                        timeouts,
                        Translations.in(Language.ENGLISH),
                        settings,
                        true),
                port,
                notes::add);
    }

    static String receipt(int number) {
        return "https://ofd.soliq.uz/check?t=UZ170703100597&r=" + number + "&c=20231201160732&s=02556153" + number;
    }

    /** Confirmations of a person at the desk with the same ledger. */
    ConfirmationWorkflow confirmationOf(Operator person) {
        return new ConfirmationWorkflow(ledger, api, new RetryBackoff(new Random(1)), person);
    }

    URI address() {
        return gateway.address();
    }

    LedgerEntry entry() {
        return entry(ID);
    }

    LedgerEntry entry(String id) {
        return ledger.find(TransactionId.of(id)).orElseThrow();
    }

    /** Waits for the next note with this result and returns it. */
    Note awaitNote(String result) throws InterruptedException {
        while (true) {
            Note note = notes.poll(30, TimeUnit.SECONDS);
            if (note == null) {
                throw new AssertionError("no note " + result);
            }
            if (note.result().equals(result)) {
                return note;
            }
        }
    }

    static String json(String transactionId, String receipt) {
        return "{\"transaction_id\": \"" + transactionId + "\", \"qr_code\": \"" + receipt + "\"}";
    }

    /** A request of a POS that closes its connection afterwards. */
    static String post(String path, String json) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + json.getBytes(ISO_8859_1).length + "\r\nConnection: close\r\n\r\n" + json;
    }

    String confirm(String transactionId, String receipt) throws IOException {
        return RawPos.ask(address(), post("/payment/anor_confirm", json(transactionId, receipt)));
    }

    /** Confirms the first payment with the first receipt. */
    String confirm() throws IOException {
        return confirm(ID, RECEIPT);
    }

    @Override
    public void close() {
        gateway.close();
        ledger.close();
    }
}

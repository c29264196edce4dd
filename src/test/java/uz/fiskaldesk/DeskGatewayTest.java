package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.ServerException;

/** The gateway as part of a session of the desk. */
@Timeout(60)
class DeskGatewayTest extends DeskSessionFixture {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";
    private static final String PAIR = "{\"transaction_id\": \"" + ID
            + "\", \"qr_code\": \"https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561536013\"}";

    private FiscalBoxSimulator fiscalBox;

    @BeforeEach
    void startFiscalBox() throws IOException {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming());
    }

    @AfterEach
    void stopFiscalBox() {
        fiscalBox.close();
    }

    private DeskServices session(String gateway) throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"gateway\": " + gateway + "}");
        return sessions(fiscalBox.address().toString(), new PermittedOptions(List::of))
                .open();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static BackgroundServer.Running open(DeskServices desk, Runnable changed) throws IOException {
        assertThat(desk.servers()).extracting(SessionServer::kind).containsExactly(SessionServer.Kind.GATEWAY);
        return desk.servers()
                .getFirst()
                .opener()
                .apply(new SessionServer.Events(changed, _ -> {}))
                .open();
    }

    private static int confirm(URI gateway) throws IOException, InterruptedException {
        try (HttpClient pos = HttpClient.newHttpClient()) {
            return pos.send(
                            HttpRequest.newBuilder(gateway.resolve("/payment/anor_confirm"))
                                    .POST(HttpRequest.BodyPublishers.ofString(PAIR))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void isOffUntilItIsSwitchedOn() throws Exception {
        try (DeskServices desk = session("{}")) {
            assertThat(desk.servers()).isEmpty();
        }
    }

    @Test
    void confirmsThroughTheListOfTheDeskAndSaysThatItChanged() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        int port = freePort();
        try (DeskServices desk = session("{\"on\": true, \"port\": " + port + "}");
                BackgroundServer.Running gateway = open(desk, changed::countDown)) {
            assertThat(gateway.address()).isEqualTo(URI.create("http://127.0.0.1:" + port));
            assertThat(confirm(gateway.address())).isEqualTo(200);
            assertThat(changed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(desk.ledger().find(TransactionId.of(ID)))
                    .map(LedgerEntry::state)
                    .contains(PaymentState.CONFIRMED);
        }
    }

    @Test
    void whatCouldNotBeSentIsLeftToTheSenderOfTheDesk() throws Exception {
        try (DeskServices desk = session("{\"on\": true, \"port\": " + freePort() + "}");
                BackgroundServer.Running gateway = open(desk, () -> {})) {
            fiscalBox.close();
            assertThat(confirm(gateway.address())).isEqualTo(502);
            assertThat(desk.ledger().nextDue()).isPresent();
        }
    }

    @Test
    void aPortInUseIsAReasonThatThePersonCanRead() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DeskServices desk = session("{\"on\": true, \"port\": " + other.getLocalPort() + "}")) {
            assertThatThrownBy(() -> open(desk, () -> {}))
                    .isInstanceOf(ServerException.class)
                    .hasMessage("server.port-in-use");
        }
    }

    @Test
    void aFiscalBoxThatIsTheGatewayItselfIsRefused() throws Exception {
        int port = fiscalBox.address().getPort();
        try (DeskServices desk = session("{\"on\": true, \"port\": " + port + "}")) {
            assertThatThrownBy(() -> open(desk, () -> {}))
                    .isInstanceOf(ServerException.class)
                    .hasMessage("server.loop");
        }
    }
}

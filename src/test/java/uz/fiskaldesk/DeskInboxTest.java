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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.ServerException;

/** The inbox as part of a session of the desk. */
@Timeout(60)
class DeskInboxTest extends DeskSessionFixture {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";

    private DeskServices session(int port) throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"inbox\": {\"on\": true, \"port\": " + port + "}}");
        return sessions("http://127.0.0.1:9", new PermittedOptions(List::of)).open();
    }

    private static BackgroundServer.Running open(DeskServices desk, Runnable changed) throws IOException {
        assertThat(desk.servers()).extracting(SessionServer::kind).containsExactly(SessionServer.Kind.INBOX);
        return desk.servers()
                .getFirst()
                .opener()
                .apply(new SessionServer.Events(changed, _ -> {}))
                .open();
    }

    @Test
    void putsPaymentsOnTheListOfTheDeskAndSaysThatItChanged() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (DeskServices desk = session(port);
                BackgroundServer.Running inbox = open(desk, changed::countDown);
                HttpClient pos = HttpClient.newHttpClient()) {
            assertThat(inbox.address()).isEqualTo(URI.create("http://127.0.0.1:" + port + "/payments"));
            String token = Files.readString(new DataFolder(folder).inboxToken()).strip();
            HttpRequest request = HttpRequest.newBuilder(inbox.address())
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"transaction_id\":\"" + ID + "\"}"))
                    .build();
            assertThat(pos.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
            assertThat(changed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(desk.ledger().find(TransactionId.of(ID))).isPresent();
        }
    }

    @Test
    void aPortInUseIsAReasonThatThePersonCanRead() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DeskServices desk = session(other.getLocalPort())) {
            assertThatThrownBy(() -> open(desk, () -> {}))
                    .isInstanceOf(ServerException.class)
                    .hasMessage("server.port-in-use");
        }
    }
}

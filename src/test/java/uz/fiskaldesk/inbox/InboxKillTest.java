package uz.fiskaldesk.inbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Kills the inbox at random moments while clients send single pipelined payments and arrays: every payment that was answered
 * is in the ledger. {@code soak.kills} says how often, a tenth of it here; {@code soak.seed} repeats the moments.
 */
class InboxKillTest {
    private static final int KILLS = Math.max(2, Integer.getInteger("soak.kills", 30) / 10);
    private static final int CLIENTS = 3;
    private static final int PIPELINED = 50;

    @TempDir
    private Path folder;

    private final AtomicLong lastId = new AtomicLong();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    @Test
    @Timeout(3600)
    void everyAnsweredPaymentIsInTheLedgerAfterAKill() throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            killOnce(random.nextInt(1, 400), random.nextInt(3, 200));
            checkLedger("soak.seed=" + seed);
        }
        System.out.printf("killed the inbox %d times; %d payments answered, lost 0%n", KILLS, answered.size());
    }

    /** @param first the kill comes after as many responses, and then after as many milliseconds at most */
    private void killOnce(int first, int millis) throws Exception {
        CountDownLatch responses = new CountDownLatch(first);
        try (ChildJvm child = ChildJvm.start(InboxChild.class, List.of(), folder.toString())) {
            int port = Integer.parseInt(child.await("port "));
            String token = Files.readString(folder.resolve("inbox-token")).strip();
            Thread[] clients = new Thread[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                int perRequest = i == 0 ? 1 : 20 * i;
                clients[i] = Thread.ofPlatform().start(() -> send(port, token, perRequest, responses));
            }
            responses.await();
            child.endsWithin(Duration.ofMillis(millis));
            child.kill();
            for (Thread client : clients) {
                client.join();
            }
        }
    }

    private void checkLedger(String seed) {
        try (SqliteLedger ledger =
                SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), InboxFixture.NOON)) {
            assertThat(answered.stream()
                            .filter(id -> ledger.find(TransactionId.of(id)).isEmpty()))
                    .as(seed)
                    .isEmpty();
            assertThat(ledger.audit().findings()).as(seed).isEmpty();
        }
    }

    /** Sends until the connection breaks, and notes the payments of each response. */
    private void send(int port, String token, int perRequest, CountDownLatch responses) {
        BlockingQueue<Set<String>> sent = new LinkedBlockingQueue<>();
        Semaphore places = new Semaphore(PIPELINED);
        String head = "POST /payments HTTP/1.1\r\nHost: localhost:" + port + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread reader = Thread.ofPlatform().start(() -> read(socket, sent, places, responses));
            while (reader.isAlive()) {
                places.acquire();
                Set<String> ids = Stream.generate(this::id).limit(perRequest).collect(Collectors.toSet());
                String body = ids.stream()
                        .map(id -> "{\"transaction_id\":\"" + id + "\"}")
                        .collect(Collectors.joining(",", "[", "]"));
                sent.add(ids);
                socket.getOutputStream().write((head + body.length() + "\r\n\r\n" + body).getBytes(US_ASCII));
            }
        } catch (IOException killed) {
            // The child is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String id() {
        return String.format(Locale.ROOT, "a12f0000-0000-4000-8000-%012d", lastId.incrementAndGet());
    }

    private void read(Socket socket, BlockingQueue<Set<String>> sent, Semaphore places, CountDownLatch responses) {
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            while (true) {
                String answer = PaymentRequestsTest.answer(in);
                assertThat(answer).startsWith("HTTP/1.1 201 ");
                answered.addAll(sent.remove());
                responses.countDown();
                places.release();
            }
        } catch (IOException killed) {
            // Also a response that was cut off.
        } finally {
            // The sender must not wait for ever.
            places.release(Integer.MAX_VALUE / 2);
        }
    }
}

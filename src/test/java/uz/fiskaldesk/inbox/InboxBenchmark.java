package uz.fiskaldesk.inbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import uz.fiskaldesk.confirm.LedgerQuery;

/**
 * Measures the inbox over one connection, on a real disk: payments a second in arrays of 100 and as pipelined single
 * requests, and the response time of single requests at 200 a second. All payments are new and in the ledger when they are
 * answered. The argument is the number of payments of each measurement.
 */
final class InboxBenchmark {
    private static final int ARRAY = 100;
    private static final int RATE = 200;

    /** Payments whose response is awaited at the same time. */
    private static final int PIPELINED = 1_000;

    private InboxBenchmark() {}

    /** {@code args}: the number of payments. */
    public static void main(String[] args) throws Exception {
        int payments = args.length == 0 ? 20_000 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory(Path.of("target"), "inbox-benchmark");
        try (InboxFixture shop = new InboxFixture(folder)) {
            measure(shop, payments / 4, 1);
            System.out.printf(Locale.ROOT, "arrays of %d: %.0f payments/s%n", ARRAY, measure(shop, payments, ARRAY));
            System.out.printf(
                    Locale.ROOT,
                    "single requests, %d pipelined: %.0f payments/s%n",
                    PIPELINED,
                    measure(shop, payments, 1));
            long[] nanos = responseTimes(shop, RATE * 30);
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "single requests at %d/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                    RATE,
                    percentile(nanos, 50),
                    percentile(nanos, 95),
                    percentile(nanos, 99),
                    percentile(nanos, 100));
            System.out.println("in the ledger: "
                    + shop.ledger.counts(LedgerQuery.ALL).values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    /** Returns the payments a second. */
    private static double measure(InboxFixture shop, int payments, int perRequest) throws Exception {
        try (Pos pos = new Pos(shop)) {
            Semaphore places = new Semaphore(PIPELINED / perRequest);
            int requests = payments / perRequest;
            long start = System.nanoTime();
            Thread reader = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < requests; i++) {
                    pos.response();
                    places.release();
                }
            });
            for (int i = 0; i < requests; i++) {
                if (!places.tryAcquire()) {
                    pos.flush();
                    places.acquire();
                }
                pos.write(body(perRequest));
            }
            pos.flush();
            reader.join();
            return payments / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static String body(int payments) {
        if (payments == 1) {
            return payment();
        }
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < payments; i++) {
            body.append(i == 0 ? "" : ",").append(payment());
        }
        return body.append(']').toString();
    }

    private static String payment() {
        return "{\"transaction_id\":\"" + UUID.randomUUID()
                + "\",\"amount\":125000,\"phone\":\"998946532140\",\"payment_id\":658}";
    }

    /** Sends at a fixed rate whether or not responses are there, so that a pause counts for every request in it. */
    private static long[] responseTimes(InboxFixture shop, int requests) throws Exception {
        Map<Integer, Long> due = new ConcurrentHashMap<>();
        long[] nanos = new long[requests];
        try (Pos pos = new Pos(shop)) {
            Thread reader = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < requests; i++) {
                    pos.response();
                    nanos[i] = System.nanoTime() - Objects.requireNonNull(due.get(i));
                }
            });
            long start = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                long at = start + i * 1_000_000_000L / RATE;
                while (System.nanoTime() < at) {
                    Thread.sleep(0, 200_000);
                }
                due.put(i, at);
                pos.write(payment());
                pos.flush();
            }
            reader.join();
        }
        return nanos;
    }

    /** A client with one kept connection. */
    private static final class Pos implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final String head;

        Pos(InboxFixture shop) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), shop.port());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
            head = "POST /payments HTTP/1.1\r\nHost: localhost:" + shop.port() + "\r\nAuthorization: Bearer "
                    + shop.token + "\r\nContent-Type: application/json\r\nContent-Length: ";
        }

        void write(String body) throws IOException {
            out.write((head + body.length() + "\r\n\r\n" + body).getBytes(US_ASCII));
        }

        void flush() throws IOException {
            out.flush();
        }

        /** Reads a response, which has to be 201. */
        void response() {
            try {
                String status = line();
                int length = 0;
                for (String line = line(); !line.isEmpty(); line = line()) {
                    if (line.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(line.substring(16));
                    }
                }
                in.skipNBytes(length);
                if (!status.contains(" 201 ")) {
                    throw new IllegalStateException(status);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the inbox closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

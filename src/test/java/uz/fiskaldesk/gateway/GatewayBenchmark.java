package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.http.Access;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.BodyFraming;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.RequestHead;

/**
 * Measures the delay that the gateway adds: requests with a body and a response of 1 kB and of 1 MB, directly and through
 * the gateway in turn, each on one kept connection, everything in one process. Also counts the requests that arrived. The
 * argument is the number of requests of 1 kB; a tenth as many have 1 MB.
 */
final class GatewayBenchmark {
    private static final int WARM_UP = 2000;

    private final AtomicLong arrived = new AtomicLong();

    private GatewayBenchmark() {}

    /** {@code args}: the number of requests. */
    public static void main(String[] args) throws Exception {
        int requests = args.length == 0 ? 20_000 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("gateway-benchmark");
        GatewayBenchmark benchmark = new GatewayBenchmark();
        try (ServerSocket box = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> benchmark.accept(box));
            String address = "http://127.0.0.1:" + box.getLocalPort();
            try (GatewayFixture shop = new GatewayFixture(
                            folder, FiscalBoxAddress.parse(address).orElseThrow());
                    Pos direct = new Pos(URI.create(address));
                    Pos through = new Pos(shop.address())) {
                System.out.printf(Locale.ROOT, "%8s %10s %10s %10s %10s%n", "body", "", "p50 ms", "p95 ms", "p99 ms");
                benchmark.measure("1 kB", 1000, requests, direct, through);
                benchmark.measure("1 MB", 1_000_000, requests / 10, direct, through);
            }
        }
    }

    private void measure(String name, int size, int requests, Pos direct, Pos through) throws IOException {
        for (int i = 0; i < Math.min(WARM_UP, requests); i++) {
            direct.exchange(size);
            through.exchange(size);
        }
        long before = arrived.get();
        long[] directly = new long[requests];
        long[] forwarded = new long[requests];
        for (int i = 0; i < requests; i++) {
            directly[i] = direct.exchange(size);
            forwarded[i] = through.exchange(size);
        }
        print(name, "direct", directly);
        print(name, "gateway", forwarded);
        System.out.printf(
                Locale.ROOT,
                "%8s %10s %10.3f %10.3f %10.3f%n",
                name,
                "added",
                percentile(forwarded, 50) - percentile(directly, 50),
                percentile(forwarded, 95) - percentile(directly, 95),
                percentile(forwarded, 99) - percentile(directly, 99));
        System.out.println(name + ": " + 2L * requests + " requests sent, " + (arrived.get() - before) + " arrived");
    }

    private static void print(String name, String way, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%8s %10s %10.3f %10.3f %10.3f%n",
                name,
                way,
                percentile(nanos, 50),
                percentile(nanos, 95),
                percentile(nanos, 99));
    }

    /** In milliseconds, of sorted nanoseconds. */
    private static double percentile(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    private void accept(ServerSocket box) {
        while (!box.isClosed()) {
            try {
                Socket socket = box.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Answers each request with as many bytes as it had. */
    private void serve(Socket socket) {
        byte[] content = new byte[1_000_000];
        try (socket) {
            socket.setTcpNoDelay(true);
            ByteInput in = new ByteInput(socket.getInputStream(), () -> {});
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
            RequestHead head = RequestHead.read(in, Access.LOOPBACK);
            while (head != null) {
                new Body(head.framing(), in, BodyCopy.none()).copyTo(OutputStream.nullOutputStream());
                arrived.incrementAndGet();
                int size = head.framing() instanceof BodyFraming.Length(long bytes) ? (int) bytes : 0;
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + size + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
                out.write(content, 0, size);
                out.flush();
                head = head.isLast() ? null : RequestHead.read(in, Access.LOOPBACK);
            }
        } catch (IOException e) {
            System.err.println("a connection failed: " + e);
        }
    }

    /** A client with one kept connection. */
    private static final class Pos implements AutoCloseable {
        private final Socket socket;
        private final ByteInput in;
        private final OutputStream out;
        private final byte[] content = new byte[1_000_000];

        Pos(URI address) throws IOException {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setTcpNoDelay(true);
            in = new ByteInput(socket.getInputStream(), () -> {});
            out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
        }

        /** Sends a request and reads its response; the time in nanoseconds. */
        long exchange(int size) throws IOException {
            long start = System.nanoTime();
            out.write(("POST /order/last/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(content, 0, size);
            out.flush();
            ResponseHead head = ResponseHead.read(in, false);
            Body body = new Body(head.framing(), in, BodyCopy.none());
            body.copyTo(OutputStream.nullOutputStream());
            if (head.status() != 200 || !body.isComplete()) {
                throw new EOFException("status " + head.status());
            }
            return System.nanoTime() - start;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

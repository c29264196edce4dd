package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.http.Access;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.BodyFraming;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.RequestHead;

/**
 * Sends numbered requests through a gateway on several kept connections, with bodies of up to 4 kB, some of them chunked, and
 * counts how often each number arrived and whether its own answer came back. The argument is the number of requests.
 */
final class GatewaySoak {
    private static final int CONNECTIONS = 16;
    private static final int LARGEST = 4096;

    private final AtomicIntegerArray arrived;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger wrongAnswers = new AtomicInteger();

    private GatewaySoak(int requests) {
        this.arrived = new AtomicIntegerArray(requests);
    }

    /** {@code args}: the number of requests. */
    public static void main(String[] args) throws Exception {
        GatewaySoak soak = new GatewaySoak(args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]));
        Path folder = Files.createTempDirectory("gateway-soak");
        long start = System.nanoTime();
        try (ServerSocket box = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> soak.accept(box));
            try (GatewayFixture shop = new GatewayFixture(
                            folder,
                            FiscalBoxAddress.parse("http://127.0.0.1:" + box.getLocalPort())
                                    .orElseThrow());
                    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    Random random = new Random(i);
                    clients.execute(() -> soak.send(shop.address(), random));
                }
            }
        }
        soak.print((System.nanoTime() - start) / 1_000_000_000L);
    }

    private void print(long seconds) {
        int lost = 0;
        int doubled = 0;
        for (int i = 0; i < arrived.length(); i++) {
            lost += arrived.get(i) == 0 ? 1 : 0;
            doubled += arrived.get(i) > 1 ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "%d requests in %d s: %d lost, %d doubled, %d without their own answer%n",
                arrived.length(),
                seconds,
                lost,
                doubled,
                wrongAnswers.get());
    }

    private void send(URI gateway, Random random) {
        try {
            while (next.get() < arrived.length()) {
                sendOnOneConnection(gateway, random);
            }
        } catch (IOException e) {
            System.err.println("a connection of the POS failed: " + e);
            wrongAnswers.incrementAndGet();
        }
    }

    /** Sends until nothing is left, or the gateway says that it closes the connection. */
    private void sendOnOneConnection(URI gateway, Random random) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setTcpNoDelay(true);
            ByteInput in = new ByteInput(socket.getInputStream(), () -> {});
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), LARGEST * 2);
            boolean last = false;
            for (int n = next.getAndIncrement();
                    n < arrived.length();
                    n = last ? arrived.length() : next.getAndIncrement()) {
                out.write(request(n, new byte[random.nextInt(LARGEST)], random.nextInt(4) == 0));
                out.flush();
                BodyCopy answer = BodyCopy.upTo(LARGEST);
                ResponseHead head = ResponseHead.read(in, false);
                new Body(head.framing(), in, answer).copyTo(OutputStream.nullOutputStream());
                if (!new String(answer.content(), ISO_8859_1).equals(Integer.toString(n))) {
                    wrongAnswers.incrementAndGet();
                }
                last = head.isLast();
            }
        }
    }

    private static byte[] request(int number, byte[] body, boolean chunked) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(("POST /soak/" + number + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        if (!chunked) {
            request.write(body);
            return request.toByteArray();
        }
        if (body.length > 0) {
            request.write((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
            request.write(body);
            request.write("\r\n".getBytes(ISO_8859_1));
        }
        request.write("0\r\n\r\n".getBytes(ISO_8859_1));
        return request.toByteArray();
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

    /** Answers each request with its number. */
    private void serve(Socket socket) {
        try (socket) {
            ByteInput in = new ByteInput(socket.getInputStream(), () -> {});
            RequestHead head = RequestHead.read(in, Access.LOOPBACK);
            while (head != null) {
                if (!(head.framing() instanceof BodyFraming.None)) {
                    new Body(head.framing(), in, BodyCopy.none()).copyTo(OutputStream.nullOutputStream());
                }
                String path = head.path();
                if (path.startsWith("/soak/")) {
                    arrived.incrementAndGet(Integer.parseInt(path.substring("/soak/".length())));
                }
                String number = path.substring(path.lastIndexOf('/') + 1);
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + number.length() + "\r\n\r\n" + number)
                                .getBytes(ISO_8859_1));
                head = head.isLast() ? null : RequestHead.read(in, Access.LOOPBACK);
            }
        } catch (IOException e) {
            System.err.println("a connection to FiscalBox failed: " + e);
        }
    }
}

package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.crash.ChildJvm;

/** The process with the gateways of all tills, which is killed and started again. Thread-safe. */
final class MonthGateways implements AutoCloseable {
    private final Path folder;
    private final Instant start;
    private final int speed;
    private final List<MonthFiscalBox> boxes;
    private final List<Integer> ports = new ArrayList<>();
    private ChildJvm child;
    private int control;
    private int generation;
    private boolean up;

    MonthGateways(Path folder, Instant start, int speed, List<MonthFiscalBox> boxes) throws Exception {
        this.folder = folder;
        this.start = start;
        this.speed = speed;
        this.boxes = boxes;
        boxes.forEach(_ -> ports.add(0));
        child = launch();
        ready(child);
    }

    private synchronized ChildJvm launch() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), start.toString(), Integer.toString(speed)));
        for (int i = 0; i < boxes.size(); i++) {
            arguments.add(boxes.get(i).address().toString());
            arguments.add(Integer.toString(ports.get(i)));
        }
        return ChildJvm.start(MonthChild.class, List.of("-Xmx2g"), arguments.toArray(String[]::new));
    }

    private void ready(ChildJvm started) throws InterruptedException {
        String[] line = started.await("ready ").split(" ", -1);
        synchronized (this) {
            control = Integer.parseInt(line[0]);
            for (int i = 0; i < ports.size(); i++) {
                ports.set(i, Integer.parseInt(line[i + 1]));
            }
            generation++;
            up = true;
            notifyAll();
        }
    }

    /** Kills the process like {@code kill -9} and starts it again. */
    void restart() throws Exception {
        synchronized (this) {
            up = false;
        }
        child.kill();
        child = launch();
        ready(child);
    }

    synchronized int generation() {
        return generation;
    }

    /** Waits until the process that runs now, or the next one, is ready. */
    synchronized void awaitUp() throws InterruptedException {
        while (!up) {
            wait();
        }
    }

    synchronized URI address(int till) {
        return URI.create("http://127.0.0.1:" + ports.get(till));
    }

    /** Lets the cashier of a till work; returns the number of payments that are still open. */
    int round(int till) throws IOException {
        int port;
        synchronized (this) {
            port = control;
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((till + "\n").getBytes(UTF_8));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            if (answer == null) {
                throw new EOFException("killed");
            }
            return Integer.parseInt(answer);
        }
    }

    @Override
    public void close() {
        try {
            child.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package uz.fiskaldesk.scan.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses a pair of pseudo terminals connected by socat: one is the scanner, the other its port. */
class SerialScannerTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    @TempDir
    Path folder;

    private final BlockingQueue<SerialState> states = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> scans = new LinkedBlockingQueue<>();
    private final SerialScanner scanner = new SerialScanner(new SerialScanner.Listener() {
        @Override
        public void state(SerialState state) {
            states.add(state);
        }

        @Override
        public void scanned(String text) {
            scans.add(text);
            if (fails) {
                throw new IllegalStateException("the window is gone");
            }
        }
    });
    private volatile boolean fails;
    private Process socat;
    private String port;

    @BeforeEach
    void plugIn() throws IOException {
        port = folder.resolve("port").toString();
        try {
            socat = new ProcessBuilder(
                            "socat",
                            "-d",
                            "-d",
                            "pty,raw,echo=0,link=" + folder.resolve("device"),
                            "pty,raw,echo=0,link=" + port)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "socat is not installed");
            throw e;
        }
        BufferedReader output = socat.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("starting data transfer loop")) {
                return;
            }
        }
        throw new AssertionError("socat has ended");
    }

    @AfterEach
    void end() throws InterruptedException {
        scanner.close();
        unplug();
    }

    private void unplug() throws InterruptedException {
        if (socat != null) {
            socat.destroy();
            socat.waitFor();
        }
    }

    private void send(String text) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("device"))) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void await(SerialState state) throws InterruptedException {
        for (SerialState next = state(); !next.equals(state); next = state()) {
            assertThat(next).isNotNull();
        }
    }

    private SerialState state() throws InterruptedException {
        SerialState next = states.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a state within half a minute").isNotNull();
        return next;
    }

    private String scan() throws InterruptedException {
        return scans.poll(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", ""})
    void readsAScanWithAnyTerminator(String end) throws Exception {
        scanner.select(port, 9600);
        await(new SerialState.Ready(port));

        send(RECEIPT + end);

        assertThat(scan()).isEqualTo(RECEIPT);
        assertThat(scans).isEmpty();
    }

    @Test
    void reconnectsWhenTheScannerIsPluggedInAgain() throws Exception {
        scanner.select(port, 9600);
        await(new SerialState.Ready(port));

        unplug();
        await(new SerialState.Missing(port));

        plugIn();
        await(new SerialState.Ready(port));
        send(RECEIPT + "\r");
        assertThat(scan()).isEqualTo(RECEIPT);
    }

    @Test
    void continuesAfterAFailureOfTheListener() throws Exception {
        scanner.select(port, 9600);
        await(new SerialState.Ready(port));
        fails = true;

        send(RECEIPT + "\r");
        assertThat(scan()).isEqualTo(RECEIPT);
        send("another\r");

        assertThat(scan()).isEqualTo("another");
    }

    @Test
    void connectsWhenThePortAppears() throws Exception {
        unplug();
        scanner.select(port, 9600);
        await(new SerialState.Missing(port));

        plugIn();

        await(new SerialState.Ready(port));
    }

    @Test
    void closesThePortWhenNotUsed() throws Exception {
        scanner.select(port, 9600);
        await(new SerialState.Ready(port));

        scanner.select(null, 9600);

        await(new SerialState.Off());
    }
}

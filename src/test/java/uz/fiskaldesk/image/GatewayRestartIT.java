package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/**
 * The gateway of the image, killed with {@code kill -9} under a loop that does what the shipped units do: {@code Restart=always}
 * with the {@code RestartSec} of the unit.
 */
@EnabledOnOs(OS.LINUX)
class GatewayRestartIT {
    private static final int KILLS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void theNextRequestIsAnsweredWithinThreeSeconds() throws Exception {
        String unit = Files.readString(Image.DIST.resolve("share/service/fiskaldesk-gateway.service"));
        assertThat(unit).contains("Restart=always\n", "RestartSec=500ms\n", "StartLimitIntervalSec=0\n");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (FiscalBoxSimulator box = FiscalBoxSimulator.start(Scenario.confirming());
                HttpClient pos = HttpClient.newHttpClient()) {
            String command = Image.launcher() + " gateway --port " + port + " --api " + box.address() + " --data-dir "
                    + folder.resolve("data");
            Process supervisor = new ProcessBuilder("/bin/sh", "-c", "while :; do " + command + "; sleep 0.5; done")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            URI info = URI.create("http://127.0.0.1:" + port + "/info/");
            try {
                awaitAnswer(pos, info);
                List<Duration> times = new ArrayList<>();
                for (int kill = 0; kill < KILLS; kill++) {
                    java(supervisor).destroyForcibly();
                    long killed = System.nanoTime();
                    awaitAnswer(pos, info);
                    Duration down = Duration.ofNanos(System.nanoTime() - killed);
                    System.out.printf(Locale.ROOT, "answered again %d ms after kill -9%n", down.toMillis());
                    times.add(down);
                }
                // The quickest, because other programs may keep the computer busy.
                assertThat(Collections.min(times)).isLessThan(LIMIT);
            } finally {
                List<ProcessHandle> all = supervisor.descendants().toList();
                supervisor.destroyForcibly();
                all.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** The process of the gateway itself: the loop has the launcher, which may have become Java. */
    private static ProcessHandle java(Process supervisor) {
        try (Stream<ProcessHandle> all = supervisor.descendants()) {
            return all.filter(each -> each.info().command().orElse("").endsWith("/java"))
                    .max(Comparator.comparingLong(ProcessHandle::pid))
                    .orElseThrow();
        }
    }

    private static void awaitAnswer(HttpClient pos, URI address) throws InterruptedException {
        while (!answers(pos, address)) {
            boolean _ = new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean answers(HttpClient pos, URI address) throws InterruptedException {
        try {
            return pos.send(
                                    HttpRequest.newBuilder(address)
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException down) {
            return false;
        }
    }
}

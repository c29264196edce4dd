package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.scan.camera.FakeCamera;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Runs every command of the image once. Classes that only one command uses could be missing from the image's runtime,
 * which no other test would detect.
 */
class CommandsIT {
    private static final String ID = "a12f0000-0000-4000-8000-00000000000";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.of("Asia/Tashkent"));
    private static final Pattern COMMAND = Pattern.compile("^  ([a-z][a-z-]*)(, [a-z-]+)* {2,}\\S.*");

    @TempDir
    private Path folder;

    private final Set<String> called = new ConcurrentSkipListSet<>();

    /** An independent part of the test. */
    private interface Part extends Callable<Void> {
        void work() throws Exception;

        @Override
        default Void call() throws Exception {
            work();
            return null;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyCommandWorks() throws Exception {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("payments", this::payments);
        parts.put("moving to PostgreSQL", this::move);
        parts.put("pictures", this::pictures);
        parts.put("inbox", this::inbox);
        parts.put("gateway", this::gateway);
        parts.put("watched folder", this::watch);
        parts.put("simulator", this::simulator);
        parts.put("supervisor", this::supervisor);
        parts.put("desk", this::desk);
        List<String> failures = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            Map<String, Future<Void>> running = new LinkedHashMap<>();
            parts.forEach((name, part) -> running.put(name, workers.submit(part)));
            for (Map.Entry<String, Future<Void>> each : running.entrySet()) {
                try {
                    each.getValue().get();
                } catch (java.util.concurrent.ExecutionException e) {
                    failures.add(each.getKey() + ": " + e.getCause());
                }
            }
        }
        assertThat(failures).isEmpty();
        String help =
                Image.run(folder, Map.of(), "--help", "--lang", "en").done().out();
        Set<String> commands = help.lines()
                .map(COMMAND::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(commands).hasSizeGreaterThan(10).containsExactlyElementsOf(called);
    }

    private Image.Run run(Path data, String... words) throws IOException, InterruptedException {
        return run(Map.of(), data, words);
    }

    private Image.Run run(Map<String, String> environment, Path data, String... words)
            throws IOException, InterruptedException {
        called.add(words[0]);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--lang", "en", "--data-dir", data.toString()));
        return Image.run(Files.createDirectories(data), environment, all.toArray(String[]::new));
    }

    private static String receipt(int number) {
        return "https://ofd.soliq.uz/check?t=UZ170703100597&r=" + number + "&c="
                + STAMP.format(Instant.now().minusSeconds(60)) + "&s=51434319016" + number % 10;
    }

    private void payments() throws Exception {
        Path data = folder.resolve("payments");
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.confirming())) {
            String api = fiscalBox.address().toString();
            run(data, "add", ID + 1, "--amount", "125000", "--note", "Қабул").done();
            run(data, "import", write("p.csv", "transaction_id,amount\n" + ID + "2,5\n"))
                    .done();
            run(data, "import", write("p.json", "[{\"transaction_id\":\"" + ID + "3\"}]"))
                    .done();
            run(
                            data,
                            "import",
                            write(
                                    "p.jsonl",
                                    "{\"transaction_id\":\"" + ID + "4\",\"receipt\":\"" + receipt(4) + "\"}\n"))
                    .done();
            assertThat(run(data, "list", "--json").done().out().lines()).hasSize(4);
            assertThat(run(data, "show", ID + 1).done().out()).contains("Қабул");
            run(data, "confirm", ID + 1, "--receipt", receipt(1), "--api", api, "--yes")
                    .done();
            run(data, "retry", "--all", "--api", api).done();
            assertThat(fiscalBox.confirmations()).hasSize(2);
            run(data, "check", "--api", api).done();
            run(data, "send-receipts", "--api", api).done();
            Path bundle = folder.resolve("support.zip");
            run(data, "support", bundle.toString()).done();
            assertThat(bundle).isNotEmptyFile();
            // This build knows no address of releases.
            assertThat(run(data, "update", "--check").exitCode()).isEqualTo(2);
            run(data, "answers", "--add", "--code", "24", "--message", "already sent")
                    .done();
            assertThat(run(data, "answers").done().out()).contains("24", "already sent");
            // A conflict would need two tills and a late response; this payment has none.
            assertThat(run(data, "resolve", ID + 1, "--receipt", receipt(1), "--reason", "looked")
                            .exitCode())
                    .isEqualTo(2);
            for (String format : List.of("csv", "xlsx", "json")) {
                Path file = folder.resolve("export." + format);
                run(data, "export", "--format", format, file.toString()).done();
                assertThat(file).isNotEmptyFile();
            }
            assertThat(run(data, "statement", write("s.csv", "transaction_id,amount\n" + ID + "1,125000\n"), "--json")
                            .out())
                    .contains("\"matched\":1");
            for (String format : List.of("pdf", "xlsx", "csv")) {
                Path file = folder.resolve("shift." + format);
                run(data, "shift", "--close", "--note", "Қабул", "--save", file.toString(), "--api", api);
                assertThat(file).isNotEmptyFile();
            }
            assertThat(run(data, "shift").done().out()).contains("Қабул");
        }
        Path other = folder.resolve("other");
        run(other, "import", folder.resolve("export.xlsx").toString());
        assertThat(run(other, "list", "--json").done().out().lines()).hasSize(4);
        backUpByInbox(data);
        assertThat(run(data, "restore").done().out()).isNotBlank();
        assertThat(run(data, "list", "--json").done().out().lines()).hasSize(4);
    }

    /** Starts a server command, which makes the daily backup. */
    private void backUpByInbox(Path data) throws Exception {
        Process inbox = Image.start(data, Map.of(), "inbox", "--port", "0", "--data-dir", data.toString());
        await(() -> Files.isDirectory(data.resolve("backups")) && holdsFiles(data.resolve("backups"), ".db"));
        inbox.destroy();
        assertThat(inbox.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private void move() throws Exception {
        Path data = folder.resolve("move");
        run(data, "add", ID + 1).done();
        String url = PostgresServer.get().newDatabase();
        run(data, "move-ledger", url).done();
        assertThat(run(data, "list", "--json", "--ledger", url).done().out().lines())
                .hasSize(1);
    }

    private void pictures() throws Exception {
        Path data = folder.resolve("pictures");
        String text = receipt(7);
        assertThat(run(data, "receipt", text).done().out()).contains(text);
        BitMatrix code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 400, 400);
        BufferedImage rgb = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 400; x++) {
            for (int y = 0; y < 400; y++) {
                rgb.setRGB(x, y, code.get(x, y) ? 0x101010 : 0xffffff);
            }
        }
        Path png = folder.resolve("receipt.png");
        Path jpeg = folder.resolve("receipt.jpg");
        Path pdf = folder.resolve("receipt.pdf");
        ImageIO.write(rgb, "png", png.toFile());
        ImageIO.write(rgb, "jpg", jpeg.toFile());
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(LosslessFactory.createFromImage(document, rgb), 100, 300, 300, 300);
            }
            document.save(pdf.toFile());
        }
        for (Path file : List.of(png, jpeg, pdf)) {
            assertThat(run(data, "read", file.toString()).done().out()).contains(text);
        }
    }

    private void inbox() throws Exception {
        Path data = Files.createDirectories(folder.resolve("inbox"));
        called.add("inbox");
        Process inbox = Image.start(data, Map.of(), "inbox", "--port", "0", "--data-dir", data.toString());
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(Image.firstLine(inbox));
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + Files.readString(data.resolve("inbox-token"))
                                                    .strip())
                            .POST(HttpRequest.BodyPublishers.ofString("{\"transaction_id\":\"" + ID + "1\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        } finally {
            inbox.destroy();
            assertThat(inbox.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(run(data, "list", "--json").done().out()).contains(ID + 1);
    }

    private void watch() throws Exception {
        Path data = Files.createDirectories(folder.resolve("watch"));
        Path watched = Files.createDirectories(folder.resolve("bank"));
        called.add("watch");
        Process watch = Image.start(data, Map.of(), "watch", watched.toString(), "--data-dir", data.toString());
        try {
            Path file = Files.writeString(watched.resolve("p.csv"), "transaction_id,amount\n" + ID + "1,5\n");
            await(() -> !Files.exists(file) && Files.isDirectory(watched.resolve("done")));
            await(() -> holdsFiles(watched.resolve("done"), ".csv"));
        } finally {
            watch.destroy();
            assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(run(data, "list", "--json").done().out()).contains(ID + 1);
    }

    private void gateway() throws Exception {
        Path data = Files.createDirectories(folder.resolve("gateway"));
        called.add("gateway");
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.confirming())) {
            Process gateway = Image.start(
                    data,
                    Map.of(),
                    "gateway",
                    "--port",
                    "0",
                    "--api",
                    fiscalBox.address().toString(),
                    "--data-dir",
                    data.toString());
            try (HttpClient client = HttpClient.newHttpClient()) {
                URI address = URI.create(Image.firstLine(gateway));
                HttpRequest confirmation = HttpRequest.newBuilder(address.resolve("/payment/anor_confirm"))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"transaction_id\":\"" + ID + "1\",\"qr_code\":\"" + receipt(1) + "\"}"))
                        .build();
                for (int i = 0; i < 2; i++) {
                    assertThat(client.send(confirmation, HttpResponse.BodyHandlers.ofString())
                                    .body())
                            .contains("\"is_success\":true");
                }
                assertThat(fiscalBox.confirmations()).hasSize(1);
            } finally {
                gateway.destroy();
                assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(run(data, "list", "--json").done().out()).contains("\"CONFIRMED\"");
    }

    private void simulator() throws Exception {
        Path data = Files.createDirectories(folder.resolve("simulator"));
        called.add("simulator");
        Process simulator = Image.start(data, Map.of(), "simulator", "--port", "0");
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(Image.firstLine(simulator));
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address.resolve("/info/")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("is_success");
        } finally {
            simulator.destroy();
            assertThat(simulator.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void supervisor() throws Exception {
        Path data = folder.resolve("supervisor");
        assertThat(run(data, "supervisor").done().out()).isNotBlank();
        run(data, "supervisor", "--set", "--name", "Aziza", "--new-pin-file", write("pin", "4711\n"))
                .done();
        run(data, "supervisor", "--remove", "--pin-file", write("wrong-pin", "1147\n"));
        assertThat(run(data, "supervisor").done().out()).contains("change the settings");
    }

    /** Runs the desk headless with a simulated camera. */
    private void desk() throws Exception {
        Path data = Files.createDirectories(folder.resolve("desk"));
        // The camera is off while no payment needs a receipt.
        run(data, "add", ID + 1).done();
        FakeCamera camera = FakeCamera.in(Files.createDirectories(folder.resolve("camera")));
        camera.reset();
        camera.shows(FakeCamera.jpeg(FakeCamera.plain(640, 480, java.awt.Color.GRAY)));
        Map<String, String> environment = new LinkedHashMap<>(camera.environment());
        environment.put("FISKALDESK_JVM_OPTIONS", "-Dglass.platform=Headless -Dprism.order=sw");
        Process desk = Image.start(data, environment, "--data-dir", data.toString());
        try {
            await(() -> camera.hasDelivered() && Files.exists(data.resolve("ledger.db")));
        } finally {
            desk.destroy();
            assertThat(desk.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        try (var logs = Files.list(data.resolve("logs"))) {
            for (Path log : logs.toList()) {
                assertThat(Files.readString(log)).doesNotContain(" ERROR ");
            }
        }
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static boolean holdsFiles(Path where, String ending) throws IOException {
        try (var files = Files.list(where)) {
            return files.anyMatch(file -> file.toString().endsWith(ending));
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long latest = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(latest);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}

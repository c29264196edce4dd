package uz.fiskaldesk.desk;

import java.awt.AWTException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Ledger.NewPayment;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.Formats;

/**
 * Measures the desk of the image from outside, as a person sees it: another process presses keys through the X server and
 * reads pixels until they have stopped changing. A time ends when the last changed pixel was seen, so it includes the
 * toolkit, its rendering and the X server, and up to the few milliseconds between two looks.
 *
 * <p>Needs Linux, an X server of 1366×768 without a window manager, and {@code target/dist}. Arguments: seconds of the idle
 * measurement (300), and repetitions (40).
 */
public final class DeskBenchmark {
    private static final String TILL = "UZ170703100597";

    /** Parts of the window at 1366×768: the rows without the waiting time, the state of the first row, the pane. */
    private static final Rectangle ROWS = new Rectangle(60, 130, 280, 500);

    private static final Rectangle FIRST_STATE = new Rectangle(350, 122, 260, 40);
    /** The height of a row with a second line, which says that only the simulator has confirmed. */
    private static final int CONFIRMED_ROW = 75;

    private static final Rectangle PANE_HEAD = new Rectangle(758, 64, 300, 70);
    private static final Rectangle PANE = new Rectangle(758, 150, 560, 420);

    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration QUIET = Duration.ofMillis(350);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NO_CHANGE = Duration.ofSeconds(2);

    private final Path work;
    private final Robot robot;
    private final FiscalBoxSimulator fiscalBox;
    private final int repetitions;
    private @Nullable Process desk;

    private DeskBenchmark(int repetitions) throws IOException, AWTException {
        this.repetitions = repetitions;
        work = Files.createTempDirectory("desk-benchmark");
        robot = new Robot();
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming().withTerminal(TILL));
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "false");
        int idle = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        int repetitions = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        DeskBenchmark benchmark = new DeskBenchmark(repetitions);
        try {
            benchmark.measureStart();
            benchmark.measureSearch();
            benchmark.measureHands();
            benchmark.measureIdle(idle);
        } finally {
            benchmark.end();
        }
        System.exit(0);
    }

    private void measureStart() throws Exception {
        Path data = filled(20_000);
        List<Double> times = new ArrayList<>();
        for (int run = 0; run < Math.max(3, repetitions / 8) + 1; run++) {
            double millis = changeOf(Duration.ofSeconds(3), () -> start(data), ROWS);
            stop();
            // The first start warms the file cache.
            if (run > 0) {
                times.add(millis);
            }
        }
        report("process start -> rows painted, 20,000 payments", times);
    }

    private void measureSearch() throws Exception {
        open(filled(100_000));
        press(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
        Random random = new Random(9001);
        List<Double> times = new ArrayList<>();
        while (times.size() < 2 * repetitions) {
            String digits = String.format(Locale.ROOT, "%04d", random.nextInt(10_000));
            for (int i = 0; i < digits.length(); i++) {
                char digit = digits.charAt(i);
                add(times, changeOf(QUIET, () -> press(digit), ROWS));
            }
            // Not measured: the way back to all payments.
            changeOf(QUIET, () -> press(KeyEvent.VK_ESCAPE), ROWS);
            press(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
        }
        report("search: key -> rows, 100,000 payments", times);
        stop();
    }

    private void measureHands() throws Exception {
        open(filled(10_000));
        List<Double> arrows = new ArrayList<>();
        for (int i = 0; i < 2 * repetitions; i++) {
            int key = i / 8 % 2 == 0 ? KeyEvent.VK_DOWN : KeyEvent.VK_UP;
            add(arrows, changeOf(QUIET, () -> press(key), ROWS, PANE_HEAD));
        }
        report("arrow key -> selection and pane painted", arrows);
        press(KeyEvent.VK_HOME);
        robot.delay(1_000);
        List<Double> offers = new ArrayList<>();
        List<Double> states = new ArrayList<>();
        for (int i = 0; i < Math.max(3, repetitions / 4); i++) {
            type(receipt(i));
            add(offers, changeOf(QUIET, () -> press(KeyEvent.VK_ENTER), PANE));
            // The minimum time to compare both.
            robot.delay(900);
            Rectangle state = new Rectangle(FIRST_STATE);
            state.y += CONFIRMED_ROW * i;
            add(states, changeOf(Duration.ofMillis(800), () -> press(KeyEvent.VK_ENTER), state));
        }
        report("last key of a scan -> offer painted", offers);
        report("Enter -> state on the row, FiscalBox on this computer", states);
        System.out.printf(Locale.ROOT, "confirmed: %d%n", fiscalBox.booked().size());
        stop();
    }

    private void measureIdle(int seconds) throws Exception {
        open(filled(10_000));
        TimeUnit.SECONDS.sleep(20);
        long before = cpuTicks();
        TimeUnit.SECONDS.sleep(seconds);
        double percent = (cpuTicks() - before) / 100.0 / seconds * 100;
        System.out.printf(Locale.ROOT, "CPU idle, camera off, %d s: %.2f %% of a core%n", seconds, percent);
        System.out.printf(Locale.ROOT, "RSS idle, 10,000 payments: %d MB%n", residentKilobytes() / 1024);
        stop();
    }

    // ---- the desk

    private void open(Path data) {
        changeOf(Duration.ofSeconds(3), () -> start(data), ROWS);
    }

    private void start(Path data) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of("target/dist/bin/fiskaldesk").toAbsolutePath().toString(), "--data-dir", data.toString());
            // Not FISKALDESK_JVM_OPTIONS: the launcher tries those by starting Java once more.
            builder.environment().put("JDK_JAVA_OPTIONS", "-Dprism.order=sw");
            desk = builder.redirectErrorStream(true)
                    .redirectOutput(work.resolve("desk.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stop() throws InterruptedException {
        Process running = desk;
        if (running != null) {
            running.destroy();
            running.waitFor();
            desk = null;
            robot.delay(500);
        }
    }

    /** A data folder with this many pending payments, the newest a few minutes old. */
    private Path filled(int payments) throws IOException {
        Path data = Files.createDirectories(work.resolve("data-" + payments + "-" + System.nanoTime()));
        Files.writeString(
                data.resolve("settings.json"),
                "{\"api\": {\"url\": \"" + fiscalBox.address()
                        + "\"}, \"language\": \"en\", \"camera\": {\"on\": false}}");
        Instant now = Instant.now();
        Act act = new Act(Act.Kind.IMPORTED, "benchmark", now, null);
        try (Ledger ledger = SqliteLedger.open(SqliteLedger.urlOf(data.resolve("ledger.db")), now)) {
            for (int first = 0; first < payments; first += 2_000) {
                ledger.addAll(IntStream.range(first, Math.min(payments, first + 2_000))
                        .mapToObj(i -> new NewPayment(payment(i, now), null, List.of(), act))
                        .toList());
            }
        }
        return data;
    }

    private static Payment payment(int i, Instant now) {
        return new Payment(
                TransactionId.parse(String.format(Locale.ROOT, "a12f0000-0000-4000-8000-%012d", i))
                        .orElseThrow(),
                Integer.toString(7_000_000 + i),
                new Amount(100_00L * (1 + i * 37 % 9_000)),
                String.format(Locale.ROOT, "99890%07d", i * 7_919L % 10_000_000),
                "860014******3145",
                now.minusSeconds(300 + i),
                null);
    }

    private static String receipt(int i) {
        String time = Formats.fileDay(Instant.now()).replace("-", "");
        String clock = Formats.timeWithSeconds(Clock.systemUTC().instant().minusSeconds(120))
                .replace(":", "");
        return String.format(
                Locale.ROOT,
                "https://ofd.soliq.uz/check?t=%s&r=%d&c=%s%s&s=%012d",
                TILL,
                3_000 + i,
                time,
                clock,
                77_000 + i);
    }

    private long cpuTicks() throws IOException {
        // After the name of the command, which may contain blanks, the 12th and 13th fields.
        Matcher fields = Pattern.compile(".*\\) (?:\\S+ ){11}(\\d+) (\\d+) .*", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("/proc/" + pid() + "/stat")));
        if (!fields.matches()) {
            throw new IOException("unexpected /proc");
        }
        return Long.parseLong(fields.group(1)) + Long.parseLong(fields.group(2));
    }

    private long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private long pid() {
        Process running = desk;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException("the desk has ended; look at " + work.resolve("desk.log"));
        }
        return running.pid();
    }

    // ---- keys and pixels

    private void press(int... keys) {
        for (int key : keys) {
            robot.keyPress(key);
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            robot.keyRelease(keys[i]);
        }
    }

    private void press(char letter) {
        int key = KeyEvent.getExtendedKeyCodeForChar(Character.toLowerCase(letter));
        switch (letter) {
            case ':' -> press(KeyEvent.VK_SHIFT, KeyEvent.VK_SEMICOLON);
            case '?' -> press(KeyEvent.VK_SHIFT, KeyEvent.VK_SLASH);
            case '&' -> press(KeyEvent.VK_SHIFT, KeyEvent.VK_7);
            default -> {
                if (Character.isUpperCase(letter)) {
                    press(KeyEvent.VK_SHIFT, key);
                } else {
                    press(key);
                }
            }
        }
    }

    /** As a scanner types: one key every few milliseconds. */
    private void type(String text) {
        for (int i = 0; i < text.length(); i++) {
            press(text.charAt(i));
            robot.delay(5);
        }
    }

    /**
     * Milliseconds from the act to the last change of these parts of the screen, after which nothing changes for
     * {@code quiet}; negative if nothing changes at all.
     */
    private double changeOf(Duration quiet, Runnable act, Rectangle... parts) {
        int shown = look(parts);
        long begin = System.nanoTime();
        act.run();
        long changed = -1;
        while (true) {
            // Leaves the processors to the desk; the looks are a few milliseconds apart.
            LockSupport.parkNanos(PAUSE.toNanos());
            int now = look(parts);
            long time = System.nanoTime();
            if (now != shown) {
                shown = now;
                changed = time;
            }
            boolean settled = changed >= 0 && time - changed > quiet.toNanos();
            boolean isStart = quiet.compareTo(Duration.ofSeconds(2)) > 0;
            boolean nothing = changed < 0 && time - begin > (isStart ? PATIENCE : NO_CHANGE).toNanos();
            if (settled || nothing) {
                return changed < 0 ? -1 : (changed - begin) / 1e6;
            }
        }
    }

    private int look(Rectangle... parts) {
        int hash = 1;
        for (Rectangle part : parts) {
            BufferedImage picture = robot.createScreenCapture(part);
            hash = 31 * hash + Arrays.hashCode(picture.getRGB(0, 0, part.width, part.height, null, 0, part.width));
        }
        return hash;
    }

    private static void add(List<Double> times, double millis) {
        // A key that changes nothing, such as another digit that all rows have, says nothing.
        if (millis >= 0) {
            times.add(millis);
        }
    }

    private static void report(String name, List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.0f ms, p95 %.0f ms, best %.0f ms (%d times)%n",
                name,
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1),
                sorted.getFirst(),
                sorted.size());
    }

    private void end() throws InterruptedException {
        stop();
        fiscalBox.close();
    }
}

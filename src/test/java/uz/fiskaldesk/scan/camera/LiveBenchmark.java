package uz.fiskaldesk.scan.camera;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;

/**
 * Measures the time from the first frame with a receipt in the driver until its text is known, and the CPU time while the
 * scene does not change: with the real capture library and the fake device, at 1280×720 and 30 frames a second. Arguments:
 * receipts of each level, and a seed.
 */
final class LiveBenchmark {
    private static final int WARM_UP = 10;
    /** Milliseconds. */
    private static final int TIMEOUT = 3_000;
    /** Milliseconds over which the CPU time of the idle camera is measured. */
    private static final int IDLE = 20_000;

    private final FakeCamera fake;
    private final ChildJvm child;
    private final SplittableRandom random;
    private int number = 6_000;

    private LiveBenchmark(FakeCamera fake, ChildJvm child, long seed) {
        this.fake = fake;
        this.child = child;
        this.random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int receipts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Path folder = Files.createTempDirectory("live-benchmark");
        try {
            FakeCamera fake = FakeCamera.in(folder);
            fake.reset();
            fake.shows(table());
            List<String> options = List.of("-Xmx256m", "-XX:TieredStopAtLevel=4");
            try (ChildJvm child = ChildJvm.start(CameraChild.class, options, fake.environment())) {
                new LiveBenchmark(fake, child, seed).run(receipts);
            }
        } finally {
            delete(folder);
        }
    }

    private void run(int receipts) throws IOException, InterruptedException {
        child.writeLine("want");
        child.await("state Live");
        measure(Level.EASY, WARM_UP);
        System.out.println("| receipts at 1280×720 | shown | read | median | p95 | worst |");
        System.out.println("|---|---|---|---|---|---|");
        for (Level level : new Level[] {Level.EASY, Level.MEDIUM}) {
            long[] millis = measure(level, receipts);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %d ms | %d ms | %d ms |%n",
                    level.name().toLowerCase(Locale.ROOT),
                    receipts,
                    millis.length,
                    at(millis, 0.5),
                    at(millis, 0.95),
                    at(millis, 1));
        }
        System.out.printf(
                Locale.ROOT,
                "%nWhile nothing is shown: %.0f %% of one core, of which the fake camera is a part.%n",
                idle());
        child.writeLine("close");
        child.await("closed");
    }

    /** Milliseconds for each receipt that was read, in ascending order. */
    private long[] measure(Level level, int receipts) throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < receipts; i++) {
            String text = "https://ofd.soliq.uz/check?t=UZ170703100597&r=" + number++
                    + "&c=20261125123000&s=%012d".formatted(random.nextLong(1_000_000_000_000L));
            byte[] picture = DrawnReceipt.jpeg(
                    Scene.of(level, random.nextLong()).withText(text).withSize(1280, 720));
            fake.shows(table());
            LockSupport.parkNanos(random.nextLong(300, 900) * 1_000_000);
            fake.shows(picture);
            child.writeLine("wait " + TIMEOUT);
            long readAt = untilRead(text);
            if (readAt > 0) {
                millis.add((readAt - fake.lastTime(fake.shown() + ".jpg")) / 1_000_000);
            }
        }
        return millis.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** The time when the text was read first; 0 where it was not read in time. */
    private long untilRead(String text) throws InterruptedException {
        long first = 0;
        String line = child.await("");
        while (!line.equals("waited")) {
            if (first == 0 && line.startsWith("read " + text)) {
                first = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
            }
            line = child.await("");
        }
        return first;
    }

    private static long at(long[] ascending, double share) {
        return ascending.length == 0 ? -1 : ascending[(int) Math.ceil(share * ascending.length) - 1];
    }

    private double idle() throws IOException, InterruptedException {
        fake.shows(table());
        child.writeLine("wait 6000");
        child.await("waited");
        long before = cpu();
        long start = System.nanoTime();
        child.writeLine("wait " + IDLE);
        child.await("waited");
        return 100.0 * (cpu() - before) / ((System.nanoTime() - start) / 1_000_000.0);
    }

    private long cpu() throws InterruptedException {
        child.writeLine("cpu");
        return Long.parseLong(child.await("cpu").strip());
    }

    /** A table with camera noise. */
    private static byte[] table() {
        BufferedImage picture = FakeCamera.plain(1280, 720, new Color(120, 125, 130));
        SplittableRandom noise = new SplittableRandom(7);
        int[] row = new int[1280];
        for (int y = 0; y < 720; y++) {
            Arrays.setAll(row, _ -> 0x010101 * (122 + noise.nextInt(7)));
            picture.setRGB(0, y, 1280, 1, row, 0, 1280);
        }
        return FakeCamera.jpeg(picture);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

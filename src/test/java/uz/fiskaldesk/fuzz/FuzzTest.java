package uz.fiskaldesk.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.fiscalbox.EnvelopeFuzz;
import uz.fiskaldesk.intake.ImportFuzz;
import uz.fiskaldesk.intake.SheetFuzz;
import uz.fiskaldesk.receipt.ReceiptFuzz;
import uz.fiskaldesk.scan.CodeFuzz;
import uz.fiskaldesk.scan.PdfFuzz;
import uz.fiskaldesk.scan.PictureFuzz;
import uz.fiskaldesk.scan.wedge.WedgeFuzz;

/**
 * Fuzzes each reader with Jazzer in a separate process with 256 MB of memory. An input must cause no exception and use
 * at most one second, or two for pictures, PDF files and payment files. The system properties {@code soak.fuzzInputs} and
 * {@code soak.fuzzSeconds} limit the run. A failing input is stored in {@code target/fuzz}; the corpus is kept there
 * for the next run. Two readers are fuzzed at a time.
 */
@NullUnmarked
class FuzzTest {
    private static final long INPUTS = Long.getLong("soak.fuzzInputs", 20_000);
    private static final int SECONDS = Integer.getInteger("soak.fuzzSeconds", 6);
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");

    /** Additional time for the start of the process and for a busy machine. */
    private static final int PATIENCE_SECONDS = 180;

    /** Jazzer's exit code for a finding. */
    private static final int FOUND = 77;

    interface Seeds {
        List<byte[]> of() throws IOException;
    }

    /**
     * A fuzz target.
     *
     * @param longest bytes of an input
     * @param watched whose ways through the code guide the search
     */
    record Target(Class<?> driver, Seeds seeds, int longest, String watched) {
        @Override
        public String toString() {
            return driver.getSimpleName();
        }
    }

    private static List<Target> targets() {
        String ours = "uz.fiskaldesk.**";
        return List.of(
                new Target(ReceiptFuzz.class, ReceiptFuzz::seeds, 512, ours),
                new Target(EnvelopeFuzz.class, EnvelopeFuzz::seeds, 2_048, ours),
                new Target(ImportFuzz.class, ImportFuzz::seeds, 8_192, ours + ":org.apache.commons.csv.**"),
                new Target(SheetFuzz.class, SheetFuzz::seeds, 4_096, ours),
                new Target(WedgeFuzz.class, WedgeFuzz::seeds, 512, ours),
                new Target(PictureFuzz.class, PictureFuzz::seeds, 8_192, ours),
                new Target(PdfFuzz.class, PdfFuzz::seeds, 512, ours + ":org.apache.pdfbox.rendering.**"),
                new Target(CodeFuzz.class, CodeFuzz::seeds, 110 * 110, ours + ":com.google.zxing.**"));
    }

    private static final List<Target> TARGETS = targets();
    private static final ExecutorService TWO_AT_A_TIME = Executors.newFixedThreadPool(2);
    private static final Map<Target, Future<Ended>> RUNS = new HashMap<>();

    @TempDir
    static Path folder;

    /** The exit code and output of a process. */
    private record Ended(boolean byItself, int code, String said) {}

    @BeforeAll
    static void tryThem() {
        for (Target target : TARGETS) {
            RUNS.put(target, TWO_AT_A_TIME.submit(() -> tried(target)));
        }
    }

    @AfterAll
    static void tearDown() {
        TWO_AT_A_TIME.shutdownNow();
        RUNS.clear();
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void acceptsAnyInput(Target target) throws Exception {
        Ended ended = RUNS.get(target).get();
        assertThat(ended.byItself()).as("it ends: %s", ended.said()).isTrue();
        assertThat(ended.code()).as(ended.said()).isZero();
        Matcher done = DONE.matcher(ended.said());
        assertThat(done.find()).as(ended.said()).isTrue();
        assertThat(Long.parseLong(done.group(1))).as("inputs tried").isPositive();
        System.out.println("fuzzed " + target + ": " + done.group(1) + " inputs in " + done.group(2) + " s");
    }

    /** Tests that a reader that exceeds a limit is detected. */
    @ParameterizedTest
    @ValueSource(classes = {TooSlow.class, TooGreedy.class})
    void detectsExceededLimits(Class<?> driver) throws Exception {
        Ended ended = tried(new Target(driver, () -> List.of(new byte[] {1}), 8, "uz.fiskaldesk.fuzz.**"));
        assertThat(ended.byItself()).isTrue();
        assertThat(ended.code()).as(ended.said()).isEqualTo(FOUND);
        assertThat(ended.said()).contains(driver == TooSlow.class ? "one input took" : "OutOfMemoryError");
    }

    /** Exceeds the time limit. */
    public static final class TooSlow {
        private static final Bounded BOUNDED = new Bounded(Duration.ofMillis(20), 0);

        private TooSlow() {}

        public static void fuzzerTestOneInput(byte[] input) {
            BOUNDED.run(() -> {
                long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    /** Exceeds the memory limit. */
    public static final class TooGreedy {
        private TooGreedy() {}

        public static void fuzzerTestOneInput(byte[] input) {
            if (new byte[256 << 20].length == input.length) {
                throw new AssertionError();
            }
        }
    }

    private static Ended tried(Target target) throws IOException, InterruptedException {
        Path kept = Files.createDirectories(
                Path.of("target", "fuzz", target.toString()).toAbsolutePath());
        Path corpus = Files.createDirectories(kept.resolve("corpus"));
        int number = 0;
        for (byte[] seed : target.seeds().of()) {
            Files.write(corpus.resolve("seed-" + number++), seed);
        }
        Path said = folder.resolve(target + ".txt");
        Process process = new ProcessBuilder(command(target, kept, corpus))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            boolean byItself = process.waitFor(SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Ended(byItself, byItself ? process.exitValue() : -1, Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Target target, Path kept, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName(),
                "--target_class=" + target.driver().getName(),
                "--instrumentation_includes=" + target.watched(),
                "--custom_hook_includes=uz.fiskaldesk.**",
                "--reproducer_path=" + kept,
                "-artifact_prefix=" + kept + "/",
                "-runs=" + INPUTS,
                "-max_total_time=" + SECONDS,
                "-max_len=" + target.longest(),
                "-timeout=30",
                "-print_final_stats=0",
                corpus.toString());
    }
}

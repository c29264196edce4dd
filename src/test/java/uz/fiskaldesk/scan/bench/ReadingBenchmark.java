package uz.fiskaldesk.scan.bench;

import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.drawn.Level;

/**
 * Reads the same pictures with several readers, one after another on one thread, and prints read rates and times:
 * {@code mvn -Pbench test-compile exec:exec -Dbench.args="--count 100"}.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Reads receipts with several readers.")
public final class ReadingBenchmark implements Callable<Integer> {
    @Option(names = "--count", defaultValue = "50", description = "pictures a level (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--seed", description = "of the drawn pictures (default: by the clock)")
    private @Nullable Long seed;

    @Option(names = "--levels", split = ",", description = "of ${COMPLETION-CANDIDATES} (default: all)")
    private List<Level> levels = List.of(Level.values());

    @Option(names = "--list", description = "a list of pictures and their texts with tabs, instead of drawing")
    private @Nullable Path list;

    @Option(names = "--save", description = "a folder where the drawn pictures and their list are kept")
    private @Nullable Path save;

    @Option(names = "--any", description = "codes of all kinds are read, not only receipts")
    private boolean any;

    @Option(names = "--near-misses", description = "the codes say what is nearly the link of a receipt")
    private boolean nearMisses;

    @Option(names = "--shapes", description = "receipts whose codes are unusual, one group for each kind")
    private boolean shapes;

    @Option(names = "--situations", description = "codes of any text in situations that are hard to photograph")
    private boolean situations;

    @Option(names = "--ours", description = "only our reader")
    private boolean onlyOurs;

    @Option(names = "--without", split = ",", description = "our reader also without each of these looks")
    private List<String> without = List.of();

    @Option(names = "--deadline", defaultValue = "250", description = "ms a picture (default: ${DEFAULT-VALUE})")
    private int deadline;

    @Option(
            names = "--cpu",
            description = "times and deadline are of the processor, not of the clock: on a busy computer")
    private boolean cpu;

    @Option(names = "--warm-up", defaultValue = "60", description = "pictures first (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--misses", description = "names what was not read")
    private boolean misses;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private ReadingBenchmark() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ReadingBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Contender> contenders = contenders();
        warmUp(contenders);
        Map<String, Score> scores = new LinkedHashMap<>();
        contenders.forEach(contender -> scores.put(contender.name(), new Score()));
        samples()
                .forEach(sample -> contenders.forEach(contender ->
                        scores.getOrDefault(contender.name(), new Score()).add(measured(contender, sample))));
        new Tables(scores, out).print();
        boolean wrong = scores.entrySet().stream()
                .anyMatch(
                        e -> e.getKey().startsWith("FiskalDesk") && e.getValue().count(Result.Verdict.WRONG) > 0);
        return wrong ? 1 : 0;
    }

    private List<Contender> contenders() {
        ReceiptReader receipts = new ReceiptReader(Clock.systemUTC());
        Predicate<String> wanted =
                any || situations ? _ -> true : text -> receipts.read(text) instanceof ReceiptReading.Accepted;
        QrReader reader = QrReader.forReceipts(wanted, Clock.systemUTC());
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new OurContender("FiskalDesk", reader, Duration.ofMillis(deadline), this::now));
        for (String look : without) {
            contenders.add(new OurContender(
                    "FiskalDesk without " + look, reader.without(look), Duration.ofMillis(deadline), this::now));
        }
        if (!onlyOurs) {
            contenders.add(new BoofContender());
            contenders.add(new ZxingContender("ZXing hybrid", HybridBinarizer::new));
            contenders.add(new ZxingContender("ZXing global", GlobalHistogramBinarizer::new));
        }
        return contenders;
    }

    private Samples samples() throws IOException {
        if (list != null) {
            return new FolderSamples(list);
        }
        long chosen = seed == null ? System.currentTimeMillis() / 1000 : seed;
        out.println("seed " + chosen + ", " + count + " pictures a level, Java " + Runtime.version());
        if (shapes || situations) {
            Samples other = shapes ? OtherSamples.shapes(chosen, count) : OtherSamples.situations(chosen, count);
            return save == null ? other : new SavedSamples(other, save);
        }
        DrawnSamples drawn = new DrawnSamples(levels, chosen, count, nearMisses);
        return save == null ? drawn : new SavedSamples(drawn, save);
    }

    /** Reads pictures of all levels that are not measured, until the JIT compiler has finished. */
    private void warmUp(List<Contender> contenders) {
        int each = Math.ceilDiv(warmUp, Level.values().length);
        new DrawnSamples(List.of(Level.values()), -7, each, false).forEach(sample -> {
            for (Contender contender : contenders) {
                for (int i = 0; i < 4; i++) {
                    contender.read(sample.picture());
                }
            }
        });
    }

    private Result measured(Contender contender, Sample sample) {
        long start = now();
        Contender.Answer answer = contender.read(sample.picture());
        Result result = Result.of(sample, answer, now() - start);
        if (misses && result.verdict() == Result.Verdict.NOT_READ) {
            out.println("not read: " + contender.name() + " " + result.name() + " " + result.degradations() + " "
                    + Math.round(result.millis()) + " ms");
        }
        return result;
    }

    private long now() {
        return cpu ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }
}

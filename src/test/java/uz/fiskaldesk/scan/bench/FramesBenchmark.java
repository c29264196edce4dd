package uz.fiskaldesk.scan.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.drawn.Degradation;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.QrText;

/** What summing over the frames of a camera brings: receipts beyond the extreme level, some frames of each, all looks on every frame. */
@Command(name = "frames", mixinStandardHelpOptions = true, description = "Reads receipts from several frames.")
public final class FramesBenchmark implements Callable<Integer> {
    private static final Duration FRAME = Duration.ofMillis(250);

    @Option(names = "--count", defaultValue = "60", description = "receipts (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--frames", defaultValue = "5", description = "of each (default: ${DEFAULT-VALUE})")
    private int frames;

    @Option(names = "--seed", defaultValue = "1", description = "of the receipts (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--factor", defaultValue = "1.3", description = "on the strengths of the extreme level")
    private double factor;

    private final ReceiptReader receipts = new ReceiptReader(Clock.systemUTC());
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private long now;

    private FramesBenchmark() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new FramesBenchmark()).execute(args));
    }

    @Override
    public Integer call() {
        int[] single = new int[frames];
        int[] anyOf = new int[frames];
        int[] summed = new int[frames];
        int wrong = 0;
        QrReader alone = QrReader.forReceipts(this::isReceipt, Clock.systemUTC());
        QrReader together = QrReader.forFrames(this::isReceipt, Clock.systemUTC(), () -> now);
        for (int i = 0; i < count; i++) {
            Scene scene = harder(Scene.of(Level.EXTREME, seed * DrawnSamples.STRIDE + i));
            boolean any = false;
            boolean sum = false;
            for (int f = 0; f < frames; f++) {
                DrawnReceipt frame = DrawnReceipt.of(scene.frame(f));
                List<String> one = texts(alone.read(frame.picture(), Deadline.never()));
                List<String> all = texts(together.read(frame.picture(), Deadline.never()));
                now += FRAME.toNanos();
                wrong += isWrong(one, scene) || isWrong(all, scene) ? 1 : 0;
                any |= !one.isEmpty();
                sum |= !all.isEmpty();
                single[f] += one.isEmpty() ? 0 : 1;
                anyOf[f] += any ? 1 : 0;
                summed[f] += sum ? 1 : 0;
            }
        }
        out.println("seed " + seed + ", " + count + " receipts, extreme × " + factor);
        out.println("| frames | this frame alone | any frame until now | with sums |");
        out.println("|---|---|---|---|");
        for (int f = 0; f < frames; f++) {
            out.println("| " + (f + 1) + " | " + single[f] + " | " + anyOf[f] + " | " + summed[f] + " |");
        }
        out.println("wrong: " + wrong);
        return wrong == 0 ? 0 : 1;
    }

    private Scene harder(Scene scene) {
        Map<Degradation, Double> strengths = new EnumMap<>(Degradation.class);
        scene.strengths().forEach((kind, strength) -> strengths.put(kind, Math.min(1, strength * factor)));
        return scene.withStrengths(strengths);
    }

    private boolean isReceipt(String text) {
        return receipts.read(text) instanceof ReceiptReading.Accepted;
    }

    private static boolean isWrong(List<String> texts, Scene scene) {
        return !texts.isEmpty() && !texts.equals(List.of(scene.text()));
    }

    private static List<String> texts(Reading reading) {
        return reading.wanted().stream().map(QrText::text).toList();
    }
}

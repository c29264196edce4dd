package uz.fiskaldesk.scan.bench;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;

/**
 * Receipts drawn for this run: picture {@code i} of a level has the seed {@code seed * 1,000,000 + i}.
 *
 * @param nearMisses whether the texts only resemble the URL of a receipt, and must not be changed into one
 */
record DrawnSamples(List<Level> levels, long seed, int count, boolean nearMisses) implements Samples {
    static final long STRIDE = 1_000_000;

    DrawnSamples {
        levels = List.copyOf(levels);
    }

    /** Alternates the levels, so that temporary load on the computer affects all of them. */
    @Override
    public void forEach(Consumer<Sample> taker) {
        for (int i = 0; i < count; i++) {
            for (Level level : levels) {
                Scene scene = Scene.of(level, seed * STRIDE + i);
                DrawnReceipt receipt = DrawnReceipt.of(
                        nearMisses
                                ? scene.withText(NearMiss.of(scene.text(), new SplittableRandom(scene.seed())))
                                : scene);
                String group = level.name().toLowerCase(Locale.ROOT);
                List<String> degradations = receipt.scene().strongest(level).stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList();
                taker.accept(new Sample(
                        group + "-" + receipt.scene().seed(),
                        group,
                        receipt.scene().text(),
                        degradations,
                        receipt.picture()));
            }
        }
    }
}

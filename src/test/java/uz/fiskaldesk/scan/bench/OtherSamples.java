package uz.fiskaldesk.scan.bench;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import uz.fiskaldesk.scan.drawn.DrawnCode;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.ReceiptShape;
import uz.fiskaldesk.scan.drawn.ReceiptText;
import uz.fiskaldesk.scan.drawn.Scene;
import uz.fiskaldesk.scan.drawn.Situation;
import uz.fiskaldesk.scan.picture.Luminance;

/** Pictures grouped by what is unusual about them, drawn for this run. */
final class OtherSamples {
    private OtherSamples() {}

    /** Receipts in other shapes, of medium difficulty, and receipts on the screen of a phone. */
    static Samples shapes(long seed, int count) {
        return taker -> {
            for (long i = seed * DrawnSamples.STRIDE; i < seed * DrawnSamples.STRIDE + count; i++) {
                for (ReceiptShape shape : ReceiptShape.values()) {
                    Scene scene = Scene.of(Level.MEDIUM, i).withShape(shape);
                    take(shape, i, scene.text(), DrawnReceipt.of(scene).picture(), taker);
                }
                String text = ReceiptText.random(new SplittableRandom(i));
                Luminance screen =
                        DrawnCode.of(Situation.SCREEN, text, i, 1280, 720).luminance();
                take(Situation.SCREEN, i, text, screen, taker);
            }
        };
    }

    /** Codes of any text in situations that are hard for general readers. */
    static Samples situations(long seed, int count) {
        return taker -> {
            for (long i = seed * DrawnSamples.STRIDE; i < seed * DrawnSamples.STRIDE + count; i++) {
                for (Situation situation : Situation.values()) {
                    DrawnCode.Picture picture = DrawnCode.of(situation, i);
                    take(situation, i, picture.text(), picture.luminance(), taker);
                }
            }
        };
    }

    private static void take(Enum<?> kind, long number, String text, Luminance picture, Consumer<Sample> taker) {
        String group = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        taker.accept(new Sample(group.replace(' ', '-') + "-" + number, group, text, List.of(), picture));
    }
}

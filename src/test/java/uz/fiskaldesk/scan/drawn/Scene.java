package uz.fiskaldesk.scan.drawn;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The parameters of a drawn picture.
 *
 * @param seed determines everything else
 * @param rotation of the code in the picture, radians
 * @param strengths of all degradations, 0 to 1
 */
public record Scene(
        long seed,
        String text,
        ErrorCorrectionLevel correction,
        int width,
        int height,
        double rotation,
        Map<Degradation, Double> strengths,
        ReceiptShape shape) {
    private static final int[][] SIZES = {{640, 480}, {640, 480}, {1280, 720}, {1280, 720}, {1920, 1080}};

    public Scene {
        strengths = Map.copyOf(strengths);
    }

    /** A random scene of a level. */
    public static Scene of(Level level, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + level.name().hashCode());
        Map<Degradation, Double> strengths = new EnumMap<>(Degradation.class);
        for (Degradation kind : Degradation.values()) {
            strengths.put(kind, random.nextDouble() * level.everywhere);
        }
        strengths.put(Degradation.FINE_MODULES, between(random, level.fineFrom, level.fineTo));
        for (Degradation kind : strong(level, random)) {
            strengths.put(kind, between(random, level.strongFrom, level.strongTo));
        }
        int[] size = SIZES[random.nextInt(SIZES.length)];
        boolean upright = level == Level.EASY || random.nextInt(10) < 6;
        double rotation = upright ? between(random, -0.43, 0.43) : between(random, -Math.PI, Math.PI);
        return new Scene(
                seed,
                ReceiptText.random(random),
                correction(random),
                size[0],
                size[1],
                rotation,
                strengths,
                ReceiptShape.USUAL);
    }

    public Scene withText(String other) {
        return new Scene(seed, other, correction, width, height, rotation, strengths, shape);
    }

    public Scene withSize(int w, int h) {
        return new Scene(seed, text, correction, w, h, rotation, strengths, shape);
    }

    public Scene withShape(ReceiptShape other) {
        return new Scene(seed, text, correction, width, height, rotation, strengths, other);
    }

    public double strength(Degradation kind) {
        return strengths.getOrDefault(kind, 0.0);
    }

    /** The strong degradations of a level. */
    public List<Degradation> strongest(Level level) {
        return strengths.entrySet().stream()
                .filter(s -> s.getKey() != Degradation.FINE_MODULES && s.getValue() >= level.strongFrom)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static List<Degradation> strong(Level level, RandomGenerator random) {
        List<Degradation> kinds = new ArrayList<>(List.of(Degradation.values()));
        kinds.remove(Degradation.FINE_MODULES);
        Collections.shuffle(kinds, java.util.Random.from(random));
        return kinds.subList(0, level.strong);
    }

    private static ErrorCorrectionLevel correction(RandomGenerator random) {
        double kind = random.nextDouble();
        return kind < 0.5 ? ErrorCorrectionLevel.L : kind < 0.9 ? ErrorCorrectionLevel.M : ErrorCorrectionLevel.Q;
    }

    private static double between(RandomGenerator random, double from, double to) {
        return from + random.nextDouble() * (to - from);
    }
}

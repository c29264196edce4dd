package uz.fiskaldesk.scan.drawn;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A printed receipt: the reflectance of the paper at 8 dots per millimetre (203 dpi), with a code in its centre and lines of
 * text around it. Models defective dots, cold bands, dot gain and fading.
 */
final class ThermalPrint {
    static final double DOTS_PER_MM = 8;
    private static final int EDGE = 24;

    final Plane reflectance;
    /** Modules along a side of the code. */
    final int modules;

    final int dotsPerModule;
    /** The code's upper left corner, dots. */
    final int left;

    final int top;

    private final SplittableRandom random;
    private final Plane heat;

    ThermalPrint(Scene scene) {
        random = new SplittableRandom(scene.seed());
        ByteMatrix code = encode(scene);
        modules = code.getWidth();
        int paper = random.nextBoolean() ? 576 : 384;
        int wanted = 3 + random.nextInt(modules <= 37 ? 4 : 3);
        int dots = modules * wanted > paper - 40 ? Math.max(3, (paper - 40) / modules) : wanted;
        dotsPerModule = scene.shape() == ReceiptShape.EIGHT_DOTS ? Math.min(8, paper / modules) : dots;
        int side = modules * dotsPerModule;
        heat = new Plane(paper + 2 * EDGE, Math.max(900, side + 500));
        left = EDGE + (paper - side) / 2 + (random.nextInt(4) == 0 ? random.nextInt(17) - 8 : 0);
        top = (heat.height - side) / 2;
        printCode(code, left, top, dotsPerModule);
        int quiet = dotsPerModule * (1 + random.nextInt(5));
        printText(scene.shape() == ReceiptShape.NO_QUIET_ZONE ? dotsPerModule / 2 : quiet);
        if (scene.shape() == ReceiptShape.TWO_CODES) {
            printAnother();
        }
        if (scene.shape() == ReceiptShape.TORN) {
            tear();
        }
        killDots(scene.strength(Degradation.DEAD_LINES));
        coolBands(scene.strength(Degradation.HEAT_BANDS));
        reflectance = develop(scene.strength(Degradation.FAINT_PRINT));
    }

    private ByteMatrix encode(Scene scene) {
        Map<EncodeHintType, Object> hints = new EnumMap<>(EncodeHintType.class);
        if (scene.shape() == ReceiptShape.COMPACT) {
            hints.put(EncodeHintType.QR_COMPACT, true);
        }
        if (scene.shape() == ReceiptShape.LARGE) {
            hints.put(EncodeHintType.QR_VERSION, 8 + random.nextInt(3));
        }
        ErrorCorrectionLevel level = switch (scene.shape()) {
            case LEVEL_M -> ErrorCorrectionLevel.M;
            case LEVEL_Q -> ErrorCorrectionLevel.Q;
            default -> scene.correction();
        };
        return encode(scene.text(), level, hints);
    }

    private static ByteMatrix encode(String text, ErrorCorrectionLevel level, Map<EncodeHintType, Object> hints) {
        try {
            return Encoder.encode(text, level, hints).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void printCode(ByteMatrix code, int x0, int y0, int dots) {
        for (int y = 0; y < code.getHeight() * dots; y++) {
            for (int x = 0; x < code.getWidth() * dots; x++) {
                if (code.get(x / dots, y / dots) == 1) {
                    heat.values[(y0 + y) * heat.width + x0 + x] = 1;
                }
            }
        }
    }

    /** An advertisement above the code, with smaller modules. */
    private void printAnother() {
        ByteMatrix another =
                encode("https://shop.example/card/" + random.nextInt(1_000_000), ErrorCorrectionLevel.M, Map.of());
        int dots = Math.max(3, dotsPerModule - 1);
        int side = another.getWidth() * dots;
        fill(left, top - side - 12 * dots, side + 8 * dots, side + 10 * dots, 0);
        printCode(another, left + 2 * dots, top - side - 6 * dots, dots);
    }

    /** White beyond a ragged line over one of the finders. */
    private void tear() {
        int side = modules * dotsPerModule;
        int x0 = left + (random.nextBoolean() ? 0 : side);
        int y0 = top + (random.nextBoolean() || x0 > left ? 0 : side);
        SmoothNoise edge = new SmoothNoise(random);
        for (int y = 0; y < heat.height; y++) {
            for (int x = 0; x < heat.width; x++) {
                double reach = (11 + 1.5 * edge.at(x / 9.0, y / 9.0)) * dotsPerModule;
                double dx = x0 == left ? x - x0 : x0 - x;
                double dy = y0 == top ? y - y0 : y0 - y;
                if (dx + dy < reach) {
                    heat.values[y * heat.width + x] = 0;
                }
            }
        }
    }

    /** Lines of stroke letters above and below the quiet zone. */
    private void printText(int quiet) {
        int letter = 14 + random.nextInt(8);
        int line = letter + 6;
        for (int y = top - quiet - letter; y > 20; y -= line) {
            printLine(y, letter);
        }
        for (int y = top + modules * dotsPerModule + quiet; y < heat.height - line; y += line) {
            printLine(y, letter);
        }
    }

    private void printLine(int y, int letter) {
        if (random.nextInt(6) == 0) {
            return;
        }
        int width = letter * 3 / 5;
        int stroke = random.nextInt(3) == 0 ? 3 : 2;
        for (int x = EDGE + 6; x < heat.width - EDGE - width; x += width + 3) {
            if (random.nextInt(6) > 0) {
                printLetter(x, y, width, letter, stroke);
            }
        }
    }

    /** Random segments of a seven-segment digit. */
    private void printLetter(int x, int y, int width, int height, int stroke) {
        int strokes = random.nextInt(128);
        int half = height / 2;
        for (int i = 0; i < 3; i++) {
            if ((strokes >> i & 1) == 1) {
                fill(x, y + i * (half - stroke / 2), width, stroke, 1);
            }
        }
        for (int i = 0; i < 4; i++) {
            if ((strokes >> (3 + i) & 1) == 1) {
                fill(x + (i & 1) * (width - stroke), y + (i >> 1) * half, stroke, half, 1);
            }
        }
    }

    private void fill(int x0, int y0, int w, int h, float value) {
        for (int y = y0; y < y0 + h; y++) {
            for (int x = x0; x < x0 + w; x++) {
                heat.values[y * heat.width + x] = value;
            }
        }
    }

    private void killDots(double strength) {
        int lines = (int) Math.round(strength * 7);
        for (int i = 0; i < lines; i++) {
            int x = left + random.nextInt(modules * dotsPerModule);
            int dots = 1 + (random.nextInt(3) == 0 ? 1 : 0) + (strength > 0.7 && random.nextInt(3) == 0 ? 1 : 0);
            float rest = random.nextInt(3) == 0 ? 0.45f : 0.03f;
            for (int y = 0; y < heat.height; y++) {
                for (int k = 0; k < dots && x + k < heat.width; k++) {
                    heat.values[y * heat.width + x + k] *= rest;
                }
            }
        }
    }

    private void coolBands(double strength) {
        SmoothNoise noise = new SmoothNoise(random);
        double period = 6 + random.nextInt(40);
        double phase = random.nextDouble() * 50;
        double slope = (random.nextDouble() - 0.5) * strength * 1.2;
        for (int y = 0; y < heat.height; y++) {
            double slow = noise.at(y / period + phase, 3.3);
            double fast = noise.at(y / 2.0, 9.1);
            double band = 1 - strength * (0.45 + 0.45 * slow + 0.25 * fast);
            for (int x = 0; x < heat.width; x++) {
                double here = band + slope * ((double) x / heat.width - 0.5);
                heat.values[y * heat.width + x] *= (float) Math.clamp(here, 0.05, 1);
            }
        }
    }

    /** Dot gain: heat spreads in the paper, and the coating darkens above a threshold. */
    private Plane develop(double faint) {
        Plane spread = heat.gauss(0.25 + 0.35 * random.nextDouble());
        double threshold = 0.30 + 0.35 * random.nextDouble();
        double none = darkening(0, threshold);
        double full = darkening(1, threshold);
        double contrast = 0.85 * Math.pow(0.09 / 0.85, faint);
        double white = 0.80 + 0.12 * random.nextDouble();
        double depth = Math.min(contrast, white - 0.04);
        SmoothNoise texture = new SmoothNoise(random);
        Plane paper = new Plane(heat.width, heat.height);
        for (int i = 0; i < paper.values.length; i++) {
            double dot = spread.values[i];
            double dark = 0.6 * (darkening(dot, threshold) - none) / (full - none) + 0.4 * dot;
            double ink = Math.max(0, dark) * (1 - 0.12 * random.nextDouble());
            double grain = 0.015 * texture.at(i % heat.width / 9.0, Math.floorDiv(i, heat.width) / 9.0);
            paper.values[i] = (float) (white * (1 + grain) - depth * ink);
        }
        return paper;
    }

    private static double darkening(double heat, double threshold) {
        return 1 / (1 + Math.exp((threshold - heat) * 9));
    }
}

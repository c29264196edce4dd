package uz.fiskaldesk.scan.drawn;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
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
        dotsPerModule = modules * wanted > paper - 40 ? Math.max(3, (paper - 40) / modules) : wanted;
        int side = modules * dotsPerModule;
        heat = new Plane(paper + 2 * EDGE, Math.max(900, side + 500));
        left = EDGE + (paper - side) / 2 + (random.nextInt(4) == 0 ? random.nextInt(17) - 8 : 0);
        top = (heat.height - side) / 2;
        printCode(code);
        printText(dotsPerModule * (1 + random.nextInt(5)));
        killDots(scene.strength(Degradation.DEAD_LINES));
        coolBands(scene.strength(Degradation.HEAT_BANDS));
        reflectance = develop(scene.strength(Degradation.FAINT_PRINT));
    }

    private static ByteMatrix encode(Scene scene) {
        try {
            return Encoder.encode(scene.text(), scene.correction()).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void printCode(ByteMatrix code) {
        for (int y = 0; y < modules * dotsPerModule; y++) {
            for (int x = 0; x < modules * dotsPerModule; x++) {
                if (code.get(x / dotsPerModule, y / dotsPerModule) == 1) {
                    heat.values[(top + y) * heat.width + left + x] = 1;
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
                fill(x, y + i * (half - stroke / 2), width, stroke);
            }
        }
        for (int i = 0; i < 4; i++) {
            if ((strokes >> (3 + i) & 1) == 1) {
                fill(x + (i & 1) * (width - stroke), y + (i >> 1) * half, stroke, half);
            }
        }
    }

    private void fill(int x0, int y0, int w, int h) {
        for (int y = y0; y < y0 + h; y++) {
            for (int x = x0; x < x0 + w; x++) {
                heat.values[y * heat.width + x] = 1;
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

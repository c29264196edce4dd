package uz.fiskaldesk.scan.drawn;

import java.util.random.RandomGenerator;

/** Value noise: random values on an integer grid, smoothly interpolated; about -1 to 1, with period 64. */
final class SmoothNoise {
    private static final int SIZE = 64;

    private final float[] values = new float[SIZE * SIZE];

    SmoothNoise(RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
    }

    double at(double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double a = ease(x - left);
        double b = ease(y - top);
        return (value(left, top) * (1 - a) + value(left + 1, top) * a) * (1 - b)
                + (value(left, top + 1) * (1 - a) + value(left + 1, top + 1) * a) * b;
    }

    private double value(int x, int y) {
        return values[Math.floorMod(y, SIZE) * SIZE + Math.floorMod(x, SIZE)];
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}

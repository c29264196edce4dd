package uz.fiskaldesk.scan.drawn;

import java.util.Arrays;

/** A picture of floats with filters that model print and optics; values outside are those of the nearest edge. */
final class Plane {
    final int width;
    final int height;
    final float[] values;

    Plane(int width, int height) {
        this(width, height, new float[width * height]);
    }

    Plane(int width, int height, float[] values) {
        this.width = width;
        this.height = height;
        this.values = values;
    }

    float at(int x, int y) {
        return values[Math.clamp(y, 0, height - 1) * width + Math.clamp(x, 0, width - 1)];
    }

    /** Bilinear interpolation; integers are the centres of pixels. */
    double between(double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double a = x - left;
        double b = y - top;
        return (at(left, top) * (1 - a) + at(left + 1, top) * a) * (1 - b)
                + (at(left, top + 1) * (1 - a) + at(left + 1, top + 1) * a) * b;
    }

    Plane gauss(double sigma) {
        if (sigma < 0.15) {
            return this;
        }
        int radius = (int) Math.ceil(sigma * 3);
        float[] line = new float[2 * radius + 1];
        for (int i = -radius; i <= radius; i++) {
            line[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
        }
        Kernel across = new Kernel(radius);
        Kernel down = new Kernel(radius);
        for (int i = -radius; i <= radius; i++) {
            across.add(i, 0, line[i + radius]);
            down.add(0, i, line[i + radius]);
        }
        return across.over(this).through(down);
    }

    /** Defocus: every point becomes a uniform disc. */
    Plane disc(double radius) {
        if (radius < 0.3) {
            return this;
        }
        int reach = (int) Math.ceil(radius + 0.5);
        Kernel disc = new Kernel(reach);
        for (int y = -reach; y <= reach; y++) {
            for (int x = -reach; x <= reach; x++) {
                disc.add(x, y, (float) Math.clamp(radius + 0.5 - Math.hypot(x, y), 0, 1));
            }
        }
        return disc.over(this);
    }

    /** Linear motion blur. */
    Plane motion(double length, double angle) {
        if (length < 0.7) {
            return this;
        }
        int reach = (int) Math.ceil(length / 2 + 1);
        Kernel line = new Kernel(reach);
        int steps = (int) (length * 8) + 2;
        for (int i = 0; i < steps; i++) {
            double t = ((double) i / (steps - 1) - 0.5) * length;
            line.addBetween(t * Math.cos(angle), t * Math.sin(angle));
        }
        return line.over(this);
    }

    /** Bilinear interpolation. */
    Plane resized(int w, int h) {
        Plane result = new Plane(w, h);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                result.values[y * w + x] = (float) between((x + 0.5) * width / w - 0.5, (y + 0.5) * height / h - 0.5);
            }
        }
        return result;
    }

    Plane through(Kernel kernel) {
        return kernel.over(this);
    }

    /** A small filter kernel, normalised when applied. */
    static final class Kernel {
        private final int reach;
        private final float[] weights;

        Kernel(int reach) {
            this.reach = reach;
            this.weights = new float[(2 * reach + 1) * (2 * reach + 1)];
        }

        void add(int x, int y, float weight) {
            weights[(y + reach) * (2 * reach + 1) + x + reach] += weight;
        }

        void addBetween(double x, double y) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            float a = (float) (x - left);
            float b = (float) (y - top);
            add(left, top, (1 - a) * (1 - b));
            add(left + 1, top, a * (1 - b));
            add(left, top + 1, (1 - a) * b);
            add(left + 1, top + 1, a * b);
        }

        Plane over(Plane in) {
            float sum = 0;
            for (float weight : weights) {
                sum += weight;
            }
            Plane out = new Plane(in.width, in.height);
            float[] row = new float[in.width + 2 * reach];
            for (int y = 0; y < in.height; y++) {
                for (int dy = -reach; dy <= reach; dy++) {
                    widened(in, Math.clamp(y + dy, 0, in.height - 1), row);
                    addRow(row, dy, sum, out, y);
                }
            }
            return out;
        }

        private void widened(Plane in, int y, float[] row) {
            System.arraycopy(in.values, y * in.width, row, reach, in.width);
            Arrays.fill(row, 0, reach, in.at(0, y));
            Arrays.fill(row, reach + in.width, row.length, in.at(in.width - 1, y));
        }

        private void addRow(float[] row, int dy, float sum, Plane out, int y) {
            for (int i = 0; i <= 2 * reach; i++) {
                float weight = weights[(dy + reach) * (2 * reach + 1) + i] / sum;
                if (weight > 1e-6f) {
                    addWeighted(row, i, weight, out.values, y * out.width, out.width);
                }
            }
        }

        private static void addWeighted(float[] from, int start, float weight, float[] to, int offset, int count) {
            for (int x = 0; x < count; x++) {
                to[offset + x] += weight * from[start + x];
            }
        }
    }
}

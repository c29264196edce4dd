package uz.fiskaldesk.scan.drawn;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Renders the paper as seen by a camera with a field of view of 60 degrees: a mesh of the bent sheet, rotated, tilted and
 * projected, lit by one lamp, on a background. Rendered at twice the resolution for supersampling.
 */
final class View {
    private static final int ACROSS = 90;
    private static final int DOWN = 140;
    private static final int OVERSAMPLING = 2;

    private final Scene scene;
    private final ThermalPrint print;
    private final SplittableRandom random;
    private final Plane canvas;
    private final float[] depth;
    private final double[][] space = new double[(ACROSS + 1) * (DOWN + 1)][];
    private final double[] screenX = new double[space.length];
    private final double[] screenY = new double[space.length];
    private final double[] light = new double[space.length];
    /** The centre of the code in the picture, pixels. */
    final double middleX;

    final double middleY;
    /** Pixels per module at the centre of the code. */
    final double pixelsPerModule;

    final Plane picture;

    View(Scene scene, ThermalPrint print, SplittableRandom random) {
        this.scene = scene;
        this.print = print;
        this.random = random;
        canvas = new Plane(scene.width() * OVERSAMPLING, scene.height() * OVERSAMPLING);
        depth = new float[canvas.values.length];
        int shorter = Math.min(scene.width(), scene.height());
        double wanted = 8 * Math.pow(1.75 / 8, scene.strength(Degradation.FINE_MODULES));
        pixelsPerModule = Math.min(wanted, 0.8 * shorter / print.modules);
        double reach = codePixels() * 0.72;
        middleX = scene.width() / 2.0 + shift(scene.width() / 2.0 - reach);
        middleY = scene.height() / 2.0 + shift(scene.height() / 2.0 - reach);
        place();
        illuminate();
        paintBackground();
        paintPaper();
        picture = averaged();
    }

    /** The side of the code in the picture, pixels. */
    double codePixels() {
        return print.modules * pixelsPerModule;
    }

    private double shift(double room) {
        return (random.nextDouble() * 2 - 1) * Math.max(0, room) * 0.8;
    }

    private void place() {
        double moduleMm = print.dotsPerModule / ThermalPrint.DOTS_PER_MM;
        double focal = 0.5 * scene.width() / Math.tan(Math.toRadians(30));
        double distance = focal * moduleMm / pixelsPerModule;
        PaperShape shape = new PaperShape(scene, print.modules * moduleMm, random);
        double paperWidth = print.reflectance.width / ThermalPrint.DOTS_PER_MM;
        double paperHeight = print.reflectance.height / ThermalPrint.DOTS_PER_MM;
        double half = print.modules * moduleMm / 2;
        double[] origin = shape.at(
                print.left / ThermalPrint.DOTS_PER_MM + half - paperWidth / 2,
                print.top / ThermalPrint.DOTS_PER_MM + half - paperHeight / 2);
        double tilt = Math.toRadians(62 * scene.strength(Degradation.TILT));
        double axis = random.nextDouble() * 2 * Math.PI;
        for (int j = 0; j <= DOWN; j++) {
            for (int i = 0; i <= ACROSS; i++) {
                int n = j * (ACROSS + 1) + i;
                double[] flat =
                        shape.at(((double) i / ACROSS - 0.5) * paperWidth, ((double) j / DOWN - 0.5) * paperHeight);
                double[] p = turned(flat, origin, tilt, axis);
                space[n] = p;
                double away = Math.max(distance * 0.15, distance + p[2]);
                screenX[n] = (middleX + focal * p[0] / away) * OVERSAMPLING;
                screenY[n] = (middleY + focal * p[1] / away) * OVERSAMPLING;
            }
        }
    }

    /** Rotates in the plane, then tilts around an axis in the plane. */
    private double[] turned(double[] point, double[] origin, double tilt, double axis) {
        double x0 = point[0] - origin[0];
        double y0 = point[1] - origin[1];
        double z = point[2] - origin[2];
        double x = x0 * Math.cos(scene.rotation()) - y0 * Math.sin(scene.rotation());
        double y = x0 * Math.sin(scene.rotation()) + y0 * Math.cos(scene.rotation());
        double ax = Math.cos(axis);
        double ay = Math.sin(axis);
        double cos = Math.cos(tilt);
        double sin = Math.sin(tilt);
        double along = (ax * x + ay * y) * (1 - cos);
        return new double[] {
            x * cos + ay * z * sin + ax * along, y * cos - ax * z * sin + ay * along, z * cos + (ax * y - ay * x) * sin
        };
    }

    private void illuminate() {
        double[] lamp = unit((random.nextDouble() - 0.5) * 1.4, -0.3 - 0.7 * random.nextDouble(), -1.1);
        for (int j = 0; j <= DOWN; j++) {
            for (int i = 0; i <= ACROSS; i++) {
                double[] east = space[j * (ACROSS + 1) + Math.min(ACROSS, i + 1)];
                double[] west = space[j * (ACROSS + 1) + Math.max(0, i - 1)];
                double[] south = space[Math.min(DOWN, j + 1) * (ACROSS + 1) + i];
                double[] north = space[Math.max(0, j - 1) * (ACROSS + 1) + i];
                double ux = east[0] - west[0];
                double uy = east[1] - west[1];
                double uz = east[2] - west[2];
                double vx = south[0] - north[0];
                double vy = south[1] - north[1];
                double vz = south[2] - north[2];
                double[] normal = unit(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
                double facing = normal[0] * lamp[0] + normal[1] * lamp[1] + normal[2] * lamp[2];
                light[j * (ACROSS + 1) + i] = 0.35 + 0.65 * Math.max(0, normal[2] > 0 ? -facing : facing);
            }
        }
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z) + 1e-9;
        return new double[] {x / length, y / length, z / length};
    }

    private void paintBackground() {
        SmoothNoise noise = new SmoothNoise(random);
        double grey = 0.08 + 0.5 * random.nextDouble();
        double size = (20 + 60 * random.nextDouble()) * canvas.width / 640;
        boolean stripes = random.nextInt(3) == 0;
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                double value =
                        1 + 0.35 * noise.at(x / size, y / size) + 0.12 * noise.at(x / size * 5 + 7, y / size * 5);
                double stripe = stripes ? 1 + 0.15 * Math.signum(Math.sin((x + 0.4 * y) / size * 3)) : 1;
                canvas.values[y * canvas.width + x] = (float) (grey * value * stripe);
            }
        }
    }

    private void paintPaper() {
        Arrays.fill(depth, Float.MAX_VALUE);
        for (int j = 0; j < DOWN; j++) {
            for (int i = 0; i < ACROSS; i++) {
                int corner = j * (ACROSS + 1) + i;
                paintTriangle(corner, corner + 1, corner + ACROSS + 1);
                paintTriangle(corner + 1, corner + ACROSS + 2, corner + ACROSS + 1);
            }
        }
    }

    private void paintTriangle(int a, int b, int c) {
        double area = (screenX[b] - screenX[a]) * (screenY[c] - screenY[a])
                - (screenX[c] - screenX[a]) * (screenY[b] - screenY[a]);
        if (Math.abs(area) < 1e-9) {
            return;
        }
        int x0 = (int) Math.max(0, Math.floor(least(screenX, a, b, c)));
        int x1 = (int) Math.min(canvas.width - 1, Math.ceil(most(screenX, a, b, c)));
        int y0 = (int) Math.max(0, Math.floor(least(screenY, a, b, c)));
        int y1 = (int) Math.min(canvas.height - 1, Math.ceil(most(screenY, a, b, c)));
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                double dx = x + 0.5 - screenX[a];
                double dy = y + 0.5 - screenY[a];
                double wb = (dx * (screenY[c] - screenY[a]) - (screenX[c] - screenX[a]) * dy) / area;
                double wc = ((screenX[b] - screenX[a]) * dy - dx * (screenY[b] - screenY[a])) / area;
                double wa = 1 - wb - wc;
                if (wa >= -1e-7 && wb >= -1e-7 && wc >= -1e-7) {
                    paintPixel(y * canvas.width + x, a, wa, b, wb, c, wc);
                }
            }
        }
    }

    private void paintPixel(int pixel, int a, double wa, int b, double wb, int c, double wc) {
        float z = (float) (wa * space[a][2] + wb * space[b][2] + wc * space[c][2]);
        if (z >= depth[pixel]) {
            return;
        }
        depth[pixel] = z;
        double u = wa * (a % (ACROSS + 1)) + wb * (b % (ACROSS + 1)) + wc * (c % (ACROSS + 1));
        double v = wa * Math.floorDiv(a, ACROSS + 1)
                + wb * Math.floorDiv(b, ACROSS + 1)
                + wc * Math.floorDiv(c, ACROSS + 1);
        double paper = print.reflectance.between(
                u * print.reflectance.width / ACROSS - 0.5, v * print.reflectance.height / DOWN - 0.5);
        canvas.values[pixel] = (float) (paper * (wa * light[a] + wb * light[b] + wc * light[c]));
    }

    private static double least(double[] values, int a, int b, int c) {
        return Math.min(values[a], Math.min(values[b], values[c]));
    }

    private static double most(double[] values, int a, int b, int c) {
        return Math.max(values[a], Math.max(values[b], values[c]));
    }

    private Plane averaged() {
        Plane small = new Plane(scene.width(), scene.height());
        for (int y = 0; y < canvas.height; y++) {
            for (int x = 0; x < canvas.width; x++) {
                small.values[y / OVERSAMPLING * small.width + x / OVERSAMPLING] +=
                        canvas.values[y * canvas.width + x] / (OVERSAMPLING * OVERSAMPLING);
            }
        }
        return small;
    }
}

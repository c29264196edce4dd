package uz.fiskaldesk.scan.drawn;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * Draws a photograph of a code with any text in one {@link Situation}: the plane or cylinder of the code in perspective,
 * its surroundings, a screen's pixels, exposure, lens, noise and JPEG. Reproducible by seed.
 */
public final class DrawnCode {
    private static final int OVERSAMPLING = 2;
    private static final int[][] SIZES = {{1024, 768}, {1280, 960}, {1600, 1200}};
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789/-.";

    private final Situation situation;
    private final SplittableRandom random;
    private final ByteMatrix code;
    private final int width;
    private final int height;
    /** Pixels per module in the middle of the code. */
    private final double module;

    private final double tilt;
    private final double[] axis;
    private final double rotation;
    private final double middleX;
    private final double middleY;
    /** Of the camera from the code, modules. */
    private final double distance;
    /** Pixels. */
    private final double focal;

    private final double quiet;
    private final double curvature;
    /** Pixels of the screen per module. */
    private final double pitch;

    private final SmoothNoise surroundings;
    private final double[] shade;

    /** A picture and the text of the code in it. */
    public record Picture(String text, Luminance luminance) {}

    private DrawnCode(Situation situation, String text, int[] size, SplittableRandom random) {
        this.situation = situation;
        this.random = random;
        code = encode(text);
        width = size[0];
        height = size[1];
        boolean close = situation == Situation.CLOSE;
        double share = close ? between(0.86, 1.02) : between(0.35, 0.75);
        double enough = situation == Situation.LARGE_VERSION ? between(0.82, 0.94) : share;
        module = enough * height / (code.getWidth() + (close ? 0 : 4));
        tilt = Math.toRadians(
                switch (situation) {
                    case PERSPECTIVE -> between(50, 72);
                    case SMALLEST_VERSION -> between(20, 55);
                    case LARGE_VERSION, CLOSE -> between(0, 12);
                    default -> between(0, 25);
                });
        double direction = between(0, 2 * Math.PI);
        axis = new double[] {Math.cos(direction), Math.sin(direction)};
        rotation = close || situation == Situation.LARGE_VERSION ? between(-0.06, 0.06) : between(-Math.PI, Math.PI);
        middleX = width / 2.0 + between(-0.04, 0.04) * width;
        middleY = height / 2.0 + between(-0.02, 0.02) * height;
        focal = width / (2 * Math.tan(Math.toRadians(30)));
        distance = focal / module;
        quiet = random.nextInt(4) == 0 ? 1.5 : 4;
        curvature = situation == Situation.CURVED ? between(0.4, 1.3) / code.getWidth() : 0;
        pitch = between(2.2, 9);
        surroundings = new SmoothNoise(random);
        shade = new double[] {between(-0.25, 0.25), between(-0.25, 0.25), between(0.05, 0.95)};
    }

    /** Draws a picture of a random size; takes up to a second. */
    public static Picture of(Situation situation, long seed) {
        int[] size = SIZES[Math.floorMod(seed, SIZES.length)];
        return of(situation, seed, size[0], size[1]);
    }

    public static Picture of(Situation situation, long seed, int width, int height) {
        SplittableRandom random =
                new SplittableRandom(seed * 31 + situation.name().hashCode());
        int[] lengths = switch (situation) {
            case LARGE_VERSION -> new int[] {400, 2300};
            case SMALLEST_VERSION -> new int[] {8, 14};
            default -> new int[] {18, 160};
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(lengths[0], lengths[1]);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return of(situation, text.toString(), seed, width, height);
    }

    public static Picture of(Situation situation, String text, long seed, int width, int height) {
        SplittableRandom random =
                new SplittableRandom(seed * 37 + situation.name().hashCode());
        DrawnCode drawing = new DrawnCode(situation, text, new int[] {width, height}, random);
        return new Picture(text, DrawnReceipt.decoded(drawing.jpeg()));
    }

    private ByteMatrix encode(String text) {
        ErrorCorrectionLevel level = random.nextBoolean() || situation == Situation.SMALLEST_VERSION
                ? ErrorCorrectionLevel.L
                : ErrorCorrectionLevel.M;
        try {
            return Encoder.encode(text, level, Map.of(EncodeHintType.CHARACTER_SET, "ISO-8859-1"))
                    .getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private byte[] jpeg() {
        Plane image = new Plane(width, height);
        for (int y = 0; y < height * OVERSAMPLING; y++) {
            for (int x = 0; x < width * OVERSAMPLING; x++) {
                double px = (x + 0.5) / OVERSAMPLING;
                double py = (y + 0.5) / OVERSAMPLING;
                image.values[y / OVERSAMPLING * width + x / OVERSAMPLING] +=
                        (float) (light(px, py) / (OVERSAMPLING * OVERSAMPLING));
            }
        }
        boolean fine = situation == Situation.LARGE_VERSION;
        Plane seen = image.disc(fine ? 0.5 : Math.min(3, module * between(0.05, 0.35)))
                .gauss(between(0.4, fine ? 0.6 : 1))
                .motion(fine ? 0 : between(0, 0.4) * module, between(0, Math.PI));
        boolean dark = situation == Situation.DARK;
        double exposure = dark ? between(0.012, 0.09) : between(0.5, 0.95);
        double noise = dark ? between(1.5, 5) : between(1, 4);
        for (int i = 0; i < seen.values.length; i++) {
            double grey = 255 * Math.pow(Math.clamp(seen.values[i] * exposure, 0, 1), 1 / 1.8);
            seen.values[i] = (float) (grey + noise * random.nextGaussian());
        }
        return Webcam.compressed(seen, (float) between(0.6, 0.92));
    }

    private double light(double x, double y) {
        double slope = 1 + shade[0] * (x / width - 0.5) + shade[1] * (y / height - 0.5);
        double[] place = place(x - middleX, y - middleY);
        double background = 0.35 + 0.3 * surroundings.at(x / 90, y / 90) + 0.12 * surroundings.at(x / 11 + 7, y / 9);
        if (place == null) {
            return background * slope;
        }
        int side = code.getWidth();
        double u = situation == Situation.MIRRORED ? side - place[0] : place[0];
        double v = place[1];
        double outside = Math.max(Math.max(-u, -v), Math.max(u - side, v - side));
        if (outside > quiet) {
            // A page or window around the code, with lines of text.
            boolean page = outside < quiet + 6;
            boolean ink = surroundings.at(u * 1.7, Math.floor(v / 1.6)) > 0.2 && Math.floorMod((int) v, 3) > 0;
            return page ? slope * (ink ? 0.12 : 0.8) : background * slope;
        }
        boolean black = outside < 0 && code.get((int) u, (int) v) == 1;
        if (situation == Situation.INVERTED) {
            black = !black;
        }
        double reflectance = black ? 0.06 : 0.85;
        return slope * (situation == Situation.SCREEN ? screen(reflectance, u, v, y) : reflectance);
    }

    /** Gaps between the screen's pixels, stripes of its colours as a grey sensor sees them, and bands of its refreshing. */
    private double screen(double value, double u, double v, double y) {
        double px = u * pitch - Math.floor(u * pitch);
        double py = v * pitch - Math.floor(v * pitch);
        boolean gap = py > 0.78 || px > 0.93;
        double colour = px < 0.31 ? 0.75 : px < 0.62 ? 1.5 : 0.55;
        double band = 1 - 0.45 * Math.max(0, Math.sin(y / height * 2 * Math.PI * (2 + 5 * shade[2]) + shade[2] * 40));
        double reflection = 0.08 * (1 + surroundings.at(u / 20, v / 20));
        return (gap ? 0.03 : value * colour) * band + reflection;
    }

    /** The place on the code under a place of the picture relative to its middle, modules; null where there is none. */
    private double @Nullable [] place(double x, double y) {
        // The ray in the coordinates of the code: first rotated in the plane, then around the axis of the tilt.
        double cos = Math.cos(rotation);
        double sin = Math.sin(rotation);
        double[] ray = tilted((x * cos + y * sin) / focal, (y * cos - x * sin) / focal, 1);
        double[] camera = tilted(0, 0, -distance);
        double half = code.getWidth() / 2.0;
        if (curvature == 0) {
            double t = -camera[2] / ray[2];
            return t <= 0 ? null : new double[] {camera[0] + t * ray[0] + half, camera[1] + t * ray[1] + half};
        }
        // A cylinder along v that touches the plane in the middle of the code.
        double r = 1 / curvature;
        double cz = camera[2] - r;
        double a = ray[0] * ray[0] + ray[2] * ray[2];
        double b = camera[0] * ray[0] + cz * ray[2];
        double root = b * b - a * (camera[0] * camera[0] + cz * cz - r * r);
        if (root < 0) {
            return null;
        }
        double t = (-b - Math.sqrt(root)) / a;
        double angle = Math.atan2(camera[0] + t * ray[0], -(cz + t * ray[2]));
        return new double[] {angle * r + half, camera[1] + t * ray[1] + half};
    }

    private double[] tilted(double x, double y, double z) {
        double cos = Math.cos(tilt);
        double sin = Math.sin(tilt);
        double along = (axis[0] * x + axis[1] * y) * (1 - cos);
        return new double[] {
            x * cos + axis[1] * z * sin + axis[0] * along,
            y * cos - axis[0] * z * sin + axis[1] * along,
            z * cos + (axis[0] * y - axis[1] * x) * sin
        };
    }

    private double between(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }
}

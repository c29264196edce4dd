package uz.fiskaldesk.scan.bench;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.drawn.ReceiptText;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * Counts wrong texts in many small pictures, drawn in milliseconds: receipts, texts that only resemble one, other codes, and
 * patterns without a code, in equal parts; in perspective, blurred, noisy, striped and covered by blots. Arguments: number of
 * pictures, seed. The exit code is 1 if a text was wrong.
 */
final class ReadingSoak {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 280;
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final String[] KINDS = {"receipts", "near misses", "other codes", "none"};

    private final SplittableRandom random;
    private final String text;
    private final int kind;

    private ReadingSoak(long seed, int kind) {
        this.random = new SplittableRandom(seed);
        this.kind = kind;
        String receipt = ReceiptText.random(random);
        text = switch (kind) {
            case 0 -> receipt;
            case 1 -> NearMiss.of(receipt, random);
            default ->
                "https://shop.example/"
                        + Long.toString(random.nextLong(Long.MAX_VALUE), 36).repeat(1 + random.nextInt(5));
        };
    }

    public static void main(String[] arguments) throws WriterException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        ReceiptReader receipts = new ReceiptReader(Clock.systemUTC());
        QrReader reader =
                QrReader.forReceipts(read -> receipts.read(read) instanceof ReceiptReading.Accepted, Clock.systemUTC());
        int[] pictures = new int[KINDS.length];
        int[] read = new int[KINDS.length];
        int wrong = 0;
        for (int i = 0; i < count; i++) {
            ReadingSoak soak = new ReadingSoak(seed * 1_000_000_000 + i, i % KINDS.length);
            List<DecodedCode> codes =
                    reader.read(soak.picture(), Deadline.in(DEADLINE)).wanted();
            pictures[soak.kind]++;
            read[soak.kind] += codes.isEmpty() ? 0 : 1;
            for (DecodedCode code : codes) {
                if (soak.kind > 1 || !code.text().equals(soak.text)) {
                    wrong++;
                    System.out.println("WRONG: picture " + i + " of seed " + seed + ": " + code.text() + " for "
                            + soak.text + " by " + code.decoder());
                }
            }
            if (i % 5_000 == 4_999 || i == count - 1) {
                print(pictures, read, wrong);
            }
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static void print(int[] pictures, int[] read, int wrong) {
        StringBuilder line = new StringBuilder();
        for (int kind = 0; kind < KINDS.length; kind++) {
            line.append(KINDS[kind])
                    .append(' ')
                    .append(read[kind])
                    .append(" read of ")
                    .append(pictures[kind]);
            line.append(", ");
        }
        System.out.println(line.append("wrong ").append(wrong));
    }

    private Luminance picture() throws WriterException {
        ErrorCorrectionLevel[] levels = ErrorCorrectionLevel.values();
        ByteMatrix code =
                Encoder.encode(text, levels[random.nextInt(levels.length)]).getMatrix();
        double[] view = view(code.getWidth());
        double contrast = 20 + random.nextInt(180);
        double noise = random.nextInt(3) == 0 ? contrast * random.nextDouble() / 2 : 2;
        int blur = random.nextInt(4);
        int stripes = random.nextInt(3) == 0 ? 2 + random.nextInt(9) : 0;
        double[] blot = {random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(70)};
        float[] light = new float[WIDTH * HEIGHT];
        for (int i = 0; i < light.length; i++) {
            double x = i % WIDTH;
            double y = Math.floorDiv(i, WIDTH);
            double z = 1 + view[6] * (x - WIDTH / 2.0) + view[7] * (y - HEIGHT / 2.0);
            int u = (int) Math.floor((view[0] * (x - view[2]) + view[1] * (y - view[3])) / z + view[4]);
            int v = (int) Math.floor((view[0] * (y - view[3]) - view[1] * (x - view[2])) / z + view[5]);
            boolean blotted = Math.hypot(x - blot[0], y - blot[1]) < blot[2];
            boolean striped = stripes > 0 && Math.floorMod((int) x, 4 * stripes) < 2;
            light[i] = blotted || striped ? 1 : dark(code, u, v) ? 0 : 1;
        }
        byte[] grey = new byte[light.length];
        double black = random.nextInt(40);
        for (int i = 0; i < grey.length; i++) {
            double value = black + contrast * mean(light, i, blur) + noise * (random.nextDouble() * 2 - 1);
            grey[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return new Luminance(WIDTH, HEIGHT, grey);
    }

    /** Where there is no code, the same modules in disorder, without finders or with them. */
    private boolean dark(ByteMatrix code, int u, int v) {
        int side = code.getWidth();
        if (u < 0 || v < 0 || u >= side || v >= side) {
            return false;
        }
        boolean finder = Math.min(u, side - 1 - u) < 8 && Math.min(v, side - 1 - v) < 8;
        if (kind < 3 || (finder && text.length() % 2 == 0)) {
            return code.get(u, v) == 1;
        }
        return code.get((u * 7 + v * 3) % side, (v * 5 + u * u) % side) == 1;
    }

    /** Modules per pixel by direction, the centre in the picture and in the code, and the perspective. */
    private double[] view(int side) {
        double pixels = 2.2 + random.nextDouble() * (0.9 * HEIGHT / side - 2.2);
        double angle = random.nextInt(3) == 0 ? random.nextDouble() * 7 : random.nextDouble() * 0.4 - 0.2;
        double tilt = random.nextInt(3) == 0 ? 0.0035 : 0.0007;
        return new double[] {
            Math.cos(angle) / pixels,
            Math.sin(angle) / pixels,
            WIDTH / 2.0,
            HEIGHT / 2.0,
            side / 2.0,
            side / 2.0,
            (random.nextDouble() - 0.5) * tilt,
            (random.nextDouble() - 0.5) * tilt
        };
    }

    private static double mean(float[] light, int place, int radius) {
        double sum = 0;
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                sum += light[Math.clamp(place + (long) dy * WIDTH + dx, 0, light.length - 1)];
            }
        }
        return sum / ((2 * radius + 1) * (2 * radius + 1));
    }
}

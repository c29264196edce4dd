package uz.fiskaldesk.scan.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import uz.fiskaldesk.crash.Preload;

/**
 * The make-believe camera of {@code src/test/c/fakecam.c}: what lies before it, and what ails it. A process started with
 * {@link #environment} sees it.
 */
public final class FakeCamera {
    private final Path library;
    private final Path frames;
    private final Path second;
    private final Path troubles;
    private final Path log;
    private int frame;

    private FakeCamera(Path folder, Path library) throws IOException {
        this.library = library;
        frames = Files.createDirectories(folder.resolve("frames"));
        second = Files.createDirectories(folder.resolve("frames-of-second"));
        troubles = Files.createDirectories(folder.resolve("troubles"));
        log = folder.resolve("log");
    }

    /** Compiles it in a folder; skips the test where that cannot be done. */
    public static FakeCamera in(Path folder) throws IOException, InterruptedException {
        return new FakeCamera(folder, Preload.compiled("fakecam", folder));
    }

    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toAbsolutePath().toString(),
                "FAKECAM_FRAMES", frames.toString(),
                "FAKECAM_FRAMES_1", second.toString(),
                "FAKECAM_CTL", troubles.toString(),
                "FAKECAM_LOG", log.toString());
    }

    /** As a camera on USB shows itself, one only. */
    public void reset() throws IOException {
        clear(troubles);
        clear(frames);
        clear(second);
        ail("unplug_1");
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Switches a trouble on: unplug, busy, deny, hang, black; with _1 for the second camera. */
    public void ail(String trouble) throws IOException {
        Files.writeString(troubles.resolve(trouble), "");
    }

    public void heal(String trouble) throws IOException {
        Files.delete(troubles.resolve(trouble));
    }

    /** What a camera sends as MJPG; in place of all that was before it. */
    public void shows(byte[] jpeg) throws IOException {
        replace(frames, ".jpg", jpeg);
    }

    public void secondShows(byte[] jpeg) throws IOException {
        replace(second, ".jpg", jpeg);
    }

    /** What a camera sends as YUYV, at 640×480 and 1280×720; in place of all that was before it. */
    public void showsUncompressed(BufferedImage picture) throws IOException {
        byte[] head =
                ("P6 " + picture.getWidth() + " " + picture.getHeight() + " 255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[head.length + 3 * picture.getWidth() * picture.getHeight()];
        System.arraycopy(head, 0, bytes, 0, head.length);
        int at = head.length;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                bytes[at++] = (byte) (rgb >> 16);
                bytes[at++] = (byte) (rgb >> 8);
                bytes[at++] = (byte) rgb;
            }
        }
        replace(frames, ".ppm", bytes);
    }

    /** The name of what was put before the first camera last. */
    String shown() {
        return "frame" + (frame - 1);
    }

    private void replace(Path folder, String suffix, byte[] bytes) throws IOException {
        Path written = Files.write(folder.resolveSibling("next" + suffix), bytes);
        Path name = folder.resolve("frame" + frame++ + suffix);
        Files.move(written, name, StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !file.equals(name)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Whether what it shows has been taken by somebody. */
    public boolean hasDelivered() throws IOException {
        if (!Files.exists(log)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.endsWith(shown() + ".jpg"));
        }
    }

    /** When an event was last logged, on the clock of {@link System#nanoTime()}. */
    public long lastTime(String event) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith(event))
                    .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                    .max()
                    .orElseThrow(() -> new AssertionError("never logged: " + event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An even picture. */
    public static BufferedImage plain(int width, int height, Color colour) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return picture;
    }

    public static byte[] jpeg(BufferedImage picture) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

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
 * Controls the fake camera device of {@code src/test/c/fakecam.c}: its frames and its faults. Processes started with
 * {@link #environment} see the device.
 */
public final class FakeCamera {
    private final Path library;
    private final Path frames;
    private final Path second;
    private final Path faults;
    private final Path log;
    private int frame;

    private FakeCamera(Path folder, Path library) throws IOException {
        this.library = library;
        frames = Files.createDirectories(folder.resolve("frames"));
        second = Files.createDirectories(folder.resolve("frames-of-second"));
        faults = Files.createDirectories(folder.resolve("faults"));
        log = folder.resolve("log");
    }

    /** Compiles the device's library in a folder. */
    public static FakeCamera in(Path folder) throws IOException, InterruptedException {
        return new FakeCamera(folder, Preload.compiled("fakecam", folder));
    }

    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toAbsolutePath().toString(),
                "FAKECAM_FRAMES", frames.toString(),
                "FAKECAM_FRAMES_1", second.toString(),
                "FAKECAM_CTL", faults.toString(),
                "FAKECAM_LOG", log.toString());
    }

    /** Resets to a single USB camera without faults. */
    public void reset() throws IOException {
        clear(faults);
        clear(frames);
        clear(second);
        enableFault("unplug_1");
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Enables a fault: unplug, busy, deny, hang, black, grey, replug, pause; with suffix _1 for the second camera. */
    public void enableFault(String fault) throws IOException {
        Files.writeString(faults.resolve(fault), "");
    }

    public void clearFault(String fault) throws IOException {
        Files.delete(faults.resolve(fault));
    }

    /** Replaces the MJPG frame. */
    public void shows(byte[] jpeg) throws IOException {
        replace(frames, ".jpg", jpeg);
    }

    public void secondShows(byte[] jpeg) throws IOException {
        replace(second, ".jpg", jpeg);
    }

    /** Replaces the frame by a YUYV one, sent at 640×480 and 1280×720. */
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

    /** The name of the latest frame. */
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

    /** Whether the latest frame was delivered to a process. */
    public boolean hasDelivered() throws IOException {
        if (!Files.exists(log)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.endsWith(shown() + ".jpg"));
        }
    }

    /** The last time of an event in the log, on the clock of {@link System#nanoTime()}. */
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

    /** A picture of one colour. */
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

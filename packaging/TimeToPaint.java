import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Starts a program on a screen of Xvfb and prints how many milliseconds pass until the left of the screen's middle, where the
 * desk has its rows, has enough colours. The screen is read as a file, and only one of its rows while nothing changes: a
 * client of the X server, or counting all the time, would take processor time from the program.
 *
 * <p>Arguments: the file of the screen, the number of colours, seconds from then until the memory is printed or 0, and
 * the command.
 */
final class TimeToPaint {
    private static final int WIDTH = 1366;
    private static final int FROM = 30;
    private static final int LENGTH = 500;
    private static final int TOP = 370;
    private static final int BOTTOM = 430;
    /** A row in the middle of a line of text. */
    private static final int PROBE = 384;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final MappedByteBuffer screen;
    private final int pixels;

    private TimeToPaint(Path file) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
            screen = opened.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, opened.length());
        }
        // XWDFile.h: a header, whose length is its first number, and a table of colours, whose length is its 20th
        // number.
        screen.order(ByteOrder.BIG_ENDIAN);
        pixels = screen.getInt(0) + screen.getInt(19 * Integer.BYTES) * 12;
    }

    public static void main(String[] arguments) throws Exception {
        TimeToPaint timer = new TimeToPaint(Path.of(arguments[0]));
        int colours = Integer.parseInt(arguments[1]);
        int idleSeconds = Integer.parseInt(arguments[2]);
        String[] command = Arrays.copyOfRange(arguments, 3, arguments.length);
        long begin = System.nanoTime();
        Process program = new ProcessBuilder(command)
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            timer.await(colours, begin + PATIENCE_NANOS);
            System.out.println(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            if (idleSeconds > 0) {
                Thread.sleep(TimeUnit.SECONDS.toMillis(idleSeconds));
                System.out.println(
                        "memory after " + idleSeconds + " s (RSS) " + residentMegabytes(program.pid()) + " MB");
            }
        } finally {
            program.destroy();
            program.waitFor();
        }
        while (timer.colours(2) > 1) {
            Thread.sleep(20);
        }
    }

    private void await(int colours, long deadline) throws InterruptedException, TimeoutException {
        ByteBuffer seen = ByteBuffer.allocate(0);
        while (true) {
            ByteBuffer now = copyOfRow(PROBE);
            if (!now.equals(seen) && colours(colours) >= colours) {
                return;
            }
            seen = now;
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("nothing was painted");
            }
            Thread.sleep(4);
        }
    }

    private ByteBuffer copyOfRow(int y) {
        ByteBuffer copy = ByteBuffer.allocate(LENGTH * Integer.BYTES);
        return copy.put(screen.slice(pixels + (y * WIDTH + FROM) * Integer.BYTES, copy.capacity()))
                .flip();
    }

    /** Counts the colours of the middle, at most as many as asked for. */
    private int colours(int limit) {
        Set<Integer> colours = new HashSet<>();
        for (int y = TOP; y < BOTTOM; y += 3) {
            IntBuffer row = copyOfRow(y).asIntBuffer();
            int before = 0;
            while (row.hasRemaining()) {
                int colour = row.get();
                if (colour != before && colours.add(colour) && colours.size() >= limit) {
                    return limit;
                }
                before = colour;
            }
        }
        return colours.size();
    }

    private static long residentMegabytes(long process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("[^0-9]", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow()
                    / 1024;
        }
    }
}

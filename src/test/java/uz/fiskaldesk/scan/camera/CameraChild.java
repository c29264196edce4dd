package uz.fiskaldesk.scan.camera;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.DecodedCode;

/** Runs a camera in a process of its own: reads commands from standard input, writes events to standard output. */
final class CameraChild implements CameraListener {
    private static final CameraChoice ANY = CameraChoice.ANY;

    /** Shorter than in the program, but long enough for the fake camera on a busy machine. */
    private static final Duration FIRST_FRAME_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String NOTHING_LEFT = "0 threads, 0 handles, 0 buffers";

    private volatile boolean reportsNextFrame;
    private volatile CameraState state = new CameraState.Off();
    private final AtomicLong lives = new AtomicLong();
    private final Object changes = new Object();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new CameraChild().run();
    }

    private void run() throws IOException, InterruptedException {
        ReceiptReader receipts = new ReceiptReader(Clock.systemUTC());
        FrameReader reader = FrameReader.by(() -> QrReader.forReceipts(
                text -> receipts.read(text) instanceof ReceiptReading.Accepted, Clock.systemUTC()));
        Camera camera = new Camera(ANY, reader, this, FIRST_FRAME_TIMEOUT);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] command = line.split(" ", 2);
            switch (command[0]) {
                case "want" -> camera.setOn(true);
                case "rest" -> camera.setOn(false);
                case "settle" -> settle(camera);
                case "ask" -> camera.select(ANY.asking(command[1], command[1]));
                case "save" ->
                    camera.select(new CameraChoice(null, new CameraChoice.Known("another id", command[1]), 1280, 720));
                case "small" -> camera.select(CameraChoice.saved(null, null, 640, 480));
                case "list" -> camera.findDevices();
                case "devices" -> tell("devices " + names(Camera.devices()));
                case "frame" -> reportsNextFrame = true;
                case "wait" -> {
                    LockSupport.parkNanos(Long.parseLong(command[1]) * 1_000_000);
                    tell("waited");
                }
                case "rounds" -> rounds(camera, Integer.parseInt(command[1]));
                case "memory" -> tell("memory " + memory());
                case "cpu" ->
                    tell("cpu "
                            + ProcessHandle.current()
                                    .info()
                                    .totalCpuDuration()
                                    .orElseThrow()
                                    .toMillis());
                case "close" -> {
                    camera.close();
                    tell("closed " + leaks());
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        camera.close();
    }

    /** Switches the camera off, with no camera selected. */
    private void settle(Camera camera) throws InterruptedException {
        camera.select(ANY);
        camera.setOn(false);
        until(() -> state instanceof CameraState.Off);
        tell("settled");
    }

    /** Opens and closes the camera repeatedly, alternating between its two sizes. */
    private void rounds(Camera camera, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            long before = lives.get();
            camera.select(i % 2 == 0 ? CameraChoice.saved(null, null, 640, 480) : ANY);
            until(() -> lives.get() > before);
        }
        tell("rounds done");
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        synchronized (changes) {
            while (!condition.getAsBoolean()) {
                changes.wait();
            }
        }
    }

    /** The resident set size of this process, kilobytes. */
    private static long memory() throws IOException {
        System.gc();
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * The camera's threads, file descriptors and mapped buffers that still exist after {@link #PATIENCE}. The system ends a
     * thread a moment after Java has joined it.
     */
    private static String leaks() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String left = left();
        while (!left.equals(NOTHING_LEFT) && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
            left = left();
        }
        return left;
    }

    private static String left() throws IOException {
        long threads = count(Path.of("/proc/self/task"), task -> Files.readString(task.resolve("comm")), "camera");
        long handles = count(
                Path.of("/proc/self/fd"),
                handle -> Files.readSymbolicLink(handle).toString(),
                "timerfd",
                "fakecam");
        long maps;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            maps = lines.filter(line -> line.contains("memfd:fakecam")).count();
        }
        return threads + " threads, " + handles + " handles, " + maps + " buffers";
    }

    private interface Text {
        String of(Path path) throws IOException;
    }

    private static long count(Path folder, Text text, String... parts) throws IOException {
        long count = 0;
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                try {
                    String name = text.of(entry);
                    count += Stream.of(parts).anyMatch(name::contains) ? 1 : 0;
                } catch (IOException closedMeanwhile) {
                    // For example the descriptor of this directory stream.
                }
            }
        }
        return count;
    }

    @Override
    public void stateChanged(CameraState now) {
        state = now;
        switch (now) {
            case CameraState.Streaming(CameraDevice device, CameraFormat format) -> {
                tell("state Live " + format.width() + "×" + format.height() + " " + format.code() + " "
                        + device.name());
                lives.incrementAndGet();
            }
            case CameraState.Black(CameraDevice device) -> tell("state Black " + device.name());
            case CameraState.Busy(CameraDevice device) -> tell("state Busy " + device.name());
            case CameraState.Hung(CameraDevice device) -> tell("state Hung " + device.name());
            case CameraState.Unplugged(String name) -> tell("state Lost " + name);
            case CameraState.Off _ -> tell("state Off " + System.nanoTime());
            case CameraState.Starting _, CameraState.Denied _, CameraState.None _, CameraState.Unsupported _ ->
                tell("state " + now.getClass().getSimpleName());
        }
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    @Override
    public void devicesListed(List<CameraDevice> devices) {
        tell("cameras " + names(devices));
    }

    private static String names(List<CameraDevice> devices) {
        return devices.stream().map(device -> device.id()).collect(Collectors.joining("|"));
    }

    @Override
    public void previewAvailable(PreviewFrame frame) {
        if (reportsNextFrame) {
            reportsNextFrame = false;
            int middle = frame.argb()[frame.height() / 2 * frame.width() + frame.width() / 2];
            tell("frame " + frame.width() + "×" + frame.height() + " " + (middle & 255));
        }
        frame.release();
    }

    @Override
    public void codesDetected(CodeDetection sighting) {
        switch (sighting.reading()) {
            case Reading.Found(DecodedCode code) ->
                tell("read " + code.text() + " at "
                        + (int) code.outline().getFirst().x() + " "
                        + (int) code.outline().getFirst().y() + " " + System.nanoTime());
            case Reading.Several(List<DecodedCode> codes) -> tell("several " + codes.size());
            case Reading.NotFound(List<DecodedCode> others) ->
                tell("other " + others.getFirst().text());
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
    }
}

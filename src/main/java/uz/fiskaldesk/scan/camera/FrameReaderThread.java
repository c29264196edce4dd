package uz.fiskaldesk.scan.camera;

import java.awt.Rectangle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;

/** The thread that decodes the latest frame and reports the codes found. */
final class FrameReaderThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameReaderThread.class);
    /** For one thorough read, during which other frames wait. */
    private static final Duration THOROUGH_TIMEOUT = Duration.ofMillis(150);

    private final LatestFrameSlot latestFrame;
    private final FrameReader reader;
    private final CameraListener listener;
    private final FrameReadingSchedule schedule = new FrameReadingSchedule();
    private final Thread thread;
    private long session = -1;

    FrameReaderThread(LatestFrameSlot latestFrame, FrameReader reader, CameraListener listener) {
        this.latestFrame = latestFrame;
        this.reader = reader;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("camera-reader").start(this::run);
    }

    private void run() {
        try {
            for (Frame frame = latestFrame.take(); frame != null; frame = latestFrame.take()) {
                readSafely(frame);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure of the reader or the listener must not end the thread. */
    private void readSafely(Frame frame) {
        try {
            read(frame);
        } catch (RuntimeException | Error e) {
            LOG.error("a frame could not be read", e);
        }
    }

    private void read(Frame frame) {
        CodeDetection sighting = null;
        try {
            Reading reading = decode(frame);
            if (reading != null && CodeDetection.isWorthReporting(reading)) {
                sighting = CodeDetection.of(reading, frame);
            }
        } finally {
            latestFrame.recycle(frame);
        }
        if (sighting != null) {
            listener.codesDetected(sighting);
        }
    }

    private @Nullable Reading decode(Frame frame) {
        long start = System.nanoTime();
        if (frame.session() != session) {
            session = frame.session();
            schedule.reset(start);
        }
        FrameReadingSchedule.Decision decision = schedule.next(BrightnessGrid.of(frame), start);
        Rectangle area = decision.area();
        Reading reading = switch (decision.effort()) {
            case SKIP -> null;
            case FAST -> reader.readFast(frame.luminance(area));
            case THOROUGH -> reader.readThoroughly(frame.luminance(area), Deadline.in(THOROUGH_TIMEOUT));
        };
        schedule.done(decision.effort(), start, System.nanoTime());
        if (reading == null) {
            return null;
        }
        Reading shifted = reading.shifted(area.x, area.y);
        Rectangle all = new Rectangle(frame.width(), frame.height());
        return shifted.wanted().isEmpty() || area.equals(all)
                ? shifted
                : withOthers(shifted.wanted(), reader.readFast(frame.luminance(all)));
    }

    /** A receipt that lies outside the part that was read must not be ignored: the user has to choose. */
    static Reading withOthers(List<DecodedCode> found, Reading whole) {
        List<DecodedCode> wanted = new ArrayList<>(found);
        whole.wanted().stream()
                .filter(code -> found.stream().noneMatch(known -> known.text().equals(code.text())))
                .forEach(wanted::add);
        return Reading.of(wanted, List.of());
    }

    @Override
    public void close() {
        latestFrame.close();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

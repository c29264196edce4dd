package uz.fiskaldesk.scan.camera;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.Deadline;

/** The thread that reads what lies in the mailbox. */
final class FrameReading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameReading.class);
    /** One deep look; what appears meanwhile has to wait for its end. */
    private static final Duration STUDY = Duration.ofMillis(150);

    private final Mailbox mailbox;
    private final FrameReader reader;
    private final CameraListener listener;
    private final ReadingPace pace = new ReadingPace();
    private final Thread thread;
    private long session = -1;

    FrameReading(Mailbox mailbox, FrameReader reader, CameraListener listener) {
        this.mailbox = mailbox;
        this.reader = reader;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("camera-reader").start(this::run);
    }

    private void run() {
        try {
            for (Frame frame = mailbox.take(); frame != null; frame = mailbox.take()) {
                readSafely(frame);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A frame that cannot be read, or a listener that fails, must not end the reading of all that follow. */
    private void readSafely(Frame frame) {
        try {
            read(frame);
        } catch (RuntimeException | Error e) {
            LOG.error("a frame could not be read", e);
        }
    }

    private void read(Frame frame) {
        Sighting sighting = null;
        try {
            Reading reading = look(frame);
            if (reading != null && Sighting.isWorthTelling(reading)) {
                sighting = Sighting.of(reading, frame);
            }
        } finally {
            mailbox.giveBack(frame);
        }
        if (sighting != null) {
            listener.sighted(sighting);
        }
    }

    private @Nullable Reading look(Frame frame) {
        long began = System.nanoTime();
        if (frame.session() != session) {
            session = frame.session();
            pace.reset(began);
        }
        ReadingPace.Look look = pace.next(Scene.of(frame), began);
        Reading reading = switch (look) {
            case NONE -> null;
            case GLANCE -> reader.glance(frame.luminance());
            case STUDY -> reader.study(frame.luminance(), Deadline.in(STUDY));
        };
        pace.done(look, began, System.nanoTime());
        return reading;
    }

    @Override
    public void close() {
        mailbox.close();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.Corner;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.Luminance;

/** A failure with one frame must not keep the next one from being read. */
class FrameReaderThreadTest {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final LatestFrameSlot latestFrame = new LatestFrameSlot();

    @Test
    void continuesAfterAFailureOfTheReader() throws Exception {
        Supplier<Reading> overflows = () -> {
            throw new StackOverflowError("of a picture");
        };
        try (FrameReaderThread _ = new FrameReaderThread(latestFrame, reader(overflows), listener(false))) {
            assertThat(twoFrames()).containsExactly("read", "read");
        }
    }

    @Test
    void continuesAfterAFailureOfTheListener() throws Exception {
        Supplier<Reading> finds = () -> new Reading.Found(new DecodedCode("receipt", List.of(), "test"));
        try (FrameReaderThread _ = new FrameReaderThread(latestFrame, reader(finds), listener(true))) {
            assertThat(twoFrames()).containsExactly("sighted", "sighted");
        }
    }

    /** Only the part of a frame that has changed was read. */
    @Test
    void reportsReceiptsOutsideThePartThatWasRead() {
        Reading part = new Reading.Found(code("new", 2)).shifted(40, 30);
        Reading whole = new Reading.Several(List.of(code("new", 41), code("old", 5)));

        assertThat(FrameReaderThread.withOthers(part.wanted(), whole))
                .isEqualTo(new Reading.Several(
                        List.of(new DecodedCode("new", List.of(new Corner(42, 32)), "test"), code("old", 5))));
        assertThat(FrameReaderThread.withOthers(part.wanted(), new Reading.NotFound(List.of(code("shop", 7)))))
                .isEqualTo(part);
    }

    private static DecodedCode code(String text, double place) {
        return new DecodedCode(text, List.of(new Corner(place, place)), "test");
    }

    /** The calls for the first two frames that are read. */
    private List<String> twoFrames() throws InterruptedException {
        return List.of(next(), next());
    }

    private String next() throws InterruptedException {
        for (int i = 1; i <= 1_000; i++) {
            Frame frame = latestFrame.allocate(3 * 64 * 64);
            Arrays.fill(frame.rgb, (byte) (i % 2 * 200));
            frame.set(64, 64, 1);
            latestFrame.put(frame);
            String call = calls.poll(30, TimeUnit.MILLISECONDS);
            if (call != null) {
                return call;
            }
        }
        return "nothing";
    }

    private FrameReader reader(Supplier<Reading> reading) {
        return new FrameReader() {
            @Override
            public Reading readFast(Luminance frame) {
                return read();
            }

            @Override
            public Reading readThoroughly(Luminance frame, Deadline deadline) {
                return read();
            }

            private Reading read() {
                try {
                    return reading.get();
                } catch (StackOverflowError e) {
                    calls.add("read");
                    throw e;
                }
            }
        };
    }

    private CameraListener listener(boolean fails) {
        return new CameraListener() {
            @Override
            public void stateChanged(CameraState state) {}

            @Override
            public void devicesListed(List<CameraDevice> found) {}

            @Override
            public void previewAvailable(PreviewFrame frame) {}

            @Override
            public void codesDetected(CodeDetection sighting) {
                calls.add("sighted");
                if (fails) {
                    throw new IllegalStateException("the window is gone");
                }
            }
        };
    }
}

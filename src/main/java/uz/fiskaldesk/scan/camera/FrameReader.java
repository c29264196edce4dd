package uz.fiskaldesk.scan.camera;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.picture.Luminance;

/** Decodes frames of a camera. Called by one thread. */
public interface FrameReader {
    /** Applies fast decoders only, for every frame. */
    Reading readFast(Luminance frame);

    /** Applies all decoders, until the deadline. */
    Reading readThoroughly(Luminance frame, Deadline deadline);

    /** @param create creates a reader for this purpose alone when the first frame arrives, because its tables take 20 ms */
    static FrameReader by(Supplier<QrReader> create) {
        return new FrameReader() {
            private @Nullable QrReader reader;

            private QrReader reader() {
                if (reader == null) {
                    reader = create.get();
                }
                return reader;
            }

            @Override
            public Reading readFast(Luminance frame) {
                return reader().readFrame(frame);
            }

            @Override
            public Reading readThoroughly(Luminance frame, Deadline deadline) {
                return reader().read(frame, deadline);
            }
        };
    }
}

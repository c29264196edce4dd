package uz.fiskaldesk.scan.camera;

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

    /** @param reader must not be used for anything else */
    static FrameReader by(QrReader reader) {
        return new FrameReader() {
            @Override
            public Reading readFast(Luminance frame) {
                return reader.readFrame(frame);
            }

            @Override
            public Reading readThoroughly(Luminance frame, Deadline deadline) {
                return reader.read(frame, deadline);
            }
        };
    }
}

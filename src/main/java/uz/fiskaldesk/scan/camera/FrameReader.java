package uz.fiskaldesk.scan.camera;

import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.picture.Luminance;

/** Reads frames of a camera. Used by one thread. */
public interface FrameReader {
    /** A quick look, for every frame. */
    Reading glance(Luminance frame);

    /** All that can be tried, until the deadline. */
    Reading study(Luminance frame, Deadline deadline);

    /** By a reader that is used for nothing else. */
    static FrameReader by(QrReader reader) {
        return new FrameReader() {
            @Override
            public Reading glance(Luminance frame) {
                return reader.readFrame(frame);
            }

            @Override
            public Reading study(Luminance frame, Deadline deadline) {
                return reader.read(frame, deadline);
            }
        };
    }
}

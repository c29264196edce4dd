package uz.fiskaldesk.scan.camera;

import uz.fiskaldesk.scan.Reading;

/**
 * The codes found in one frame.
 *
 * @param reading with outlines in pixels of the picture
 * @param picture the frame itself; the preview shows an earlier or a later one
 */
public record CodeDetection(Reading reading, PreviewFrame picture) {
    static CodeDetection of(Reading reading, Frame frame) {
        PreviewFrame picture = new PreviewFrame(frame.width(), frame.height());
        picture.lend(frame);
        return new CodeDetection(reading.scaled(1.0 / PreviewFrame.scaleOf(frame.width())), picture);
    }

    static boolean isWorthReporting(Reading reading) {
        return !(reading instanceof Reading.NotFound none && none.others().isEmpty());
    }
}

package uz.fiskaldesk.scan.camera;

import uz.fiskaldesk.scan.Reading;

/**
 * What was read in one frame.
 *
 * @param reading with outlines in pixels of the picture
 * @param picture the very frame; the preview shows one that came before it or after it
 */
public record Sighting(Reading reading, PreviewFrame picture) {
    static Sighting of(Reading reading, Frame frame) {
        PreviewFrame picture = new PreviewFrame(frame.width(), frame.height());
        picture.lend(frame);
        double factor = 1.0 / PreviewFrame.scaleOf(frame.width());
        return new Sighting(
                switch (reading) {
                    case Reading.Found found -> new Reading.Found(found.code().scaled(factor));
                    case Reading.Several several ->
                        new Reading.Several(several.codes().stream()
                                .map(code -> code.scaled(factor))
                                .toList());
                    case Reading.NotFound none ->
                        new Reading.NotFound(none.others().stream()
                                .map(code -> code.scaled(factor))
                                .toList());
                },
                picture);
    }

    static boolean isWorthTelling(Reading reading) {
        return !(reading instanceof Reading.NotFound none && none.others().isEmpty());
    }
}

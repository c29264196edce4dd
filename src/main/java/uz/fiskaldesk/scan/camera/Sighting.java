package uz.fiskaldesk.scan.camera;

import uz.fiskaldesk.scan.Reading;

/**
 * What was read in one frame.
 *
 * @param reading with outlines in pixels of the preview
 */
public record Sighting(Reading reading) {
    static Sighting of(Reading reading, int previewScale) {
        double factor = 1.0 / previewScale;
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
                });
    }

    static boolean isWorthTelling(Reading reading) {
        return !(reading instanceof Reading.NotFound none && none.others().isEmpty());
    }
}

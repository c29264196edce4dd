package uz.fiskaldesk.scan.camera;

import java.util.Comparator;
import java.util.List;

/**
 * The formats of a camera that can be used, best first: the size nearest to the wanted one, then a rate at which
 * pictures do not smear, then the coding. Cameras on USB 2 send larger pictures only as MJPG fast enough.
 */
final class FormatOrder {
    /** What the native library decodes everywhere; on Linux it decodes nothing else but RGB3. */
    private static final List<String> CODINGS = List.of("MJPG", "YUYV", "YUY2", "RGB3");

    private static final int LARGEST_SIDE = 2592;
    private static final int SMALLEST_SIDE = 240;
    private static final int STEADY_RATE = 15;

    private FormatOrder() {}

    static List<CameraFormat> of(List<CameraFormat> formats, int width, int height) {
        return of(formats, width, height, System.getProperty("os.name", "").startsWith("Linux"));
    }

    /** @param onlyKnown leave out codings that the native library takes but shows black */
    static List<CameraFormat> of(List<CameraFormat> formats, int width, int height, boolean onlyKnown) {
        return formats.stream()
                .filter(format -> !onlyKnown || CODINGS.contains(format.code()))
                .filter(format -> Math.min(format.width(), format.height()) >= SMALLEST_SIDE
                        && Math.max(format.width(), format.height()) <= LARGEST_SIDE)
                .sorted(Comparator.comparingInt((CameraFormat format) -> distance(format, width, height))
                        .thenComparing(format -> format.rate() != 0 && format.rate() < STEADY_RATE)
                        .thenComparingInt(FormatOrder::coding)
                        .thenComparing(
                                Comparator.comparingInt(CameraFormat::rate).reversed()))
                .toList();
    }

    private static int distance(CameraFormat format, int width, int height) {
        return Math.abs(format.width() - width) + Math.abs(format.height() - height);
    }

    private static int coding(CameraFormat format) {
        int place = CODINGS.indexOf(format.code());
        return place < 0 ? CODINGS.size() : place;
    }
}

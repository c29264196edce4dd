package uz.fiskaldesk.scan.camera;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The formats of a camera that can be used, best first: colour before grey, the size nearest to the wanted one, then a
 * rate at which pictures do not smear, then the coding. Cameras on USB 2 send larger pictures only as MJPG fast enough.
 */
final class FormatOrder {
    /** What the native library decodes everywhere; on Linux it decodes nothing else but RGB3. */
    private static final List<String> CODINGS = List.of("MJPG", "YUYV", "YUY2", "RGB3");

    /** What infrared cameras and sensors of depth send; little of a receipt shows in it, or nothing. */
    private static final Set<String> GREY =
            Set.of("GREY", "Y800", "Y8", "Y10", "Y12", "Y16", "L8", "L16", "D16", "Z16");

    private static final int LARGEST_SIDE = 5120;
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
                .sorted(nearest(width, height)
                        .thenComparing(format -> format.rate() != 0 && format.rate() < STEADY_RATE)
                        .thenComparingInt(FormatOrder::coding)
                        .thenComparing(
                                Comparator.comparingInt(CameraFormat::rate).reversed()))
                .toList();
    }

    /** Of cameras by their best formats, too. */
    static Comparator<CameraFormat> nearest(int width, int height) {
        return Comparator.comparing((CameraFormat format) -> GREY.contains(format.code()))
                .thenComparingInt(format -> distance(format, width, height));
    }

    private static int distance(CameraFormat format, int width, int height) {
        return Math.abs(format.width() - width) + Math.abs(format.height() - height);
    }

    private static int coding(CameraFormat format) {
        int place = CODINGS.indexOf(format.code());
        return place < 0 ? CODINGS.size() : place;
    }
}

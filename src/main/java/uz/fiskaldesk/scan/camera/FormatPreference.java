package uz.fiskaldesk.scan.camera;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Orders the usable formats of a camera, best first: colour before grey, then the size nearest to the preferred one, then a
 * sufficient frame rate, then the encoding. Cameras on USB 2 are fast enough for larger frames only with MJPG.
 */
final class FormatPreference {
    /** The encodings that the native library decodes; on Linux it decodes no others. */
    private static final List<String> ENCODINGS = List.of("MJPG", "YUYV", "YUY2", "RGB3");

    /** The encodings of infrared cameras and depth sensors, which hardly show printed text. */
    private static final Set<String> GREY =
            Set.of("GREY", "Y800", "Y8", "Y10", "Y12", "Y16", "L8", "L16", "D16", "Z16");

    private static final int MAX_SIDE = 5120;
    private static final int MIN_SIDE = 240;
    private static final int SUFFICIENT_RATE = 15;

    private FormatPreference() {}

    static List<CameraFormat> of(List<CameraFormat> formats, int width, int height) {
        return of(formats, width, height, System.getProperty("os.name", "").startsWith("Linux"));
    }

    /** @param onlyKnown whether to exclude encodings that the native library accepts but decodes to black frames */
    static List<CameraFormat> of(List<CameraFormat> formats, int width, int height, boolean onlyKnown) {
        return formats.stream()
                .filter(format -> !onlyKnown || ENCODINGS.contains(format.code()))
                .filter(format -> Math.min(format.width(), format.height()) >= MIN_SIDE
                        && Math.max(format.width(), format.height()) <= MAX_SIDE)
                .sorted(nearest(width, height)
                        .thenComparing(format -> format.rate() != 0 && format.rate() < SUFFICIENT_RATE)
                        .thenComparingInt(FormatPreference::encodingRank)
                        .thenComparing(
                                Comparator.comparingInt(CameraFormat::rate).reversed()))
                .toList();
    }

    /** Compares by colour and size only; also for comparing cameras by their best formats. */
    static Comparator<CameraFormat> nearest(int width, int height) {
        return Comparator.comparing((CameraFormat format) -> GREY.contains(format.code()))
                .thenComparingInt(format -> distance(format, width, height));
    }

    private static int distance(CameraFormat format, int width, int height) {
        return Math.abs(format.width() - width) + Math.abs(format.height() - height);
    }

    private static int encodingRank(CameraFormat format) {
        int rank = ENCODINGS.indexOf(format.code());
        return rank < 0 ? ENCODINGS.size() : rank;
    }
}

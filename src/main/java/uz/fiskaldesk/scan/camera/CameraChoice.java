package uz.fiskaldesk.scan.camera;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which camera is meant, and at which size.
 *
 * @param asked the one that was just chosen; it, or none: somebody wants to see what it shows
 * @param saved the one that was chosen once; while it is not there another may take its place
 * @param width pixels; the nearest size that the camera has is taken
 */
public record CameraChoice(@Nullable Known asked, @Nullable Known saved, int width, int height) {
    /** A camera as it is remembered: by its id, or by its name when it sits on another socket today. */
    public record Known(String id, String name) {}

    /** Whatever there is, at a size at which a receipt is read from a hand's breadth. */
    public static final CameraChoice ANY = new CameraChoice(null, null, 1280, 720);

    /**
     * The one that was chosen once.
     *
     * @param id and name of the chosen camera; null where none was
     */
    public static CameraChoice saved(@Nullable String id, @Nullable String name, int width, int height) {
        return new CameraChoice(null, id == null || name == null ? null : new Known(id, name), width, height);
    }

    /** The same with one that was just chosen by hand. */
    public CameraChoice asking(String id, String name) {
        return new CameraChoice(new Known(id, name), saved, width, height);
    }

    /** The same at another size. */
    public CameraChoice sized(int newWidth, int newHeight) {
        return new CameraChoice(asked, saved, newWidth, newHeight);
    }

    /** The cameras to try, best first. One that was chosen and is there is the only one: no other lens opens instead. */
    List<CameraDevice> candidates(List<CameraDevice> devices) {
        List<CameraDevice> usable = devices.stream()
                .filter(device -> !formats(device).isEmpty())
                .sorted(Comparator.comparing(device -> formats(device).getFirst(), FormatOrder.nearest(width, height)))
                .toList();
        if (asked != null) {
            return first(usable, device -> device.id().equals(asked.id()));
        }
        List<CameraDevice> known = new ArrayList<>();
        if (saved != null) {
            known.addAll(first(usable, device -> device.id().equals(saved.id())));
            known.addAll(first(usable, device -> device.name().equals(saved.name())));
        }
        return known.isEmpty() ? usable : List.of(known.getFirst());
    }

    /** The camera and the format that are tried first; none where nothing can be used. */
    public Optional<CameraState.Live> first(List<CameraDevice> devices) {
        return candidates(devices).stream()
                .findFirst()
                .map(device -> new CameraState.Live(device, formats(device).getFirst()));
    }

    /** The formats of a camera to try, best first. */
    List<CameraFormat> formats(CameraDevice device) {
        return FormatOrder.of(device.formats(), width, height);
    }

    private static List<CameraDevice> first(List<CameraDevice> devices, Predicate<CameraDevice> which) {
        return devices.stream().filter(which).limit(1).toList();
    }
}

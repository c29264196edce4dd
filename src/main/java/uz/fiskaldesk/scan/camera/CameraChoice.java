package uz.fiskaldesk.scan.camera;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which camera to use, and its preferred frame size.
 *
 * @param asked the camera that the user has just selected; no other one replaces it
 * @param saved the camera from the settings; another one replaces it while it is not connected
 * @param width preferred width, pixels; the nearest size that the camera offers is used
 * @param height preferred height, pixels
 */
public record CameraChoice(@Nullable Known asked, @Nullable Known saved, int width, int height) {
    /** Identifies a camera: by its id, or by its name when it is connected to another port. */
    public record Known(String id, String name) {}

    /** Any camera, at a size at which a receipt about ten centimetres away is readable. */
    public static final CameraChoice ANY = new CameraChoice(null, null, 1280, 720);

    /**
     * The camera from the settings.
     *
     * @param id of the camera; null for any
     * @param name of the camera; null for any
     */
    public static CameraChoice saved(@Nullable String id, @Nullable String name, int width, int height) {
        return new CameraChoice(null, id == null || name == null ? null : new Known(id, name), width, height);
    }

    /** The same choice after the user has selected a camera. */
    public CameraChoice asking(String id, String name) {
        return new CameraChoice(new Known(id, name), saved, width, height);
    }

    /** The cameras to try, best first. A selected or saved camera that is connected is the only candidate. */
    List<CameraDevice> candidates(List<CameraDevice> devices) {
        List<CameraDevice> usable = devices.stream()
                .filter(device -> !formats(device).isEmpty())
                .sorted(Comparator.comparing(
                        device -> formats(device).getFirst(), FormatPreference.nearest(width, height)))
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

    /** The camera and the format that are tried first; empty where none is usable. */
    public Optional<CameraState.Streaming> first(List<CameraDevice> devices) {
        return candidates(devices).stream()
                .findFirst()
                .map(device -> new CameraState.Streaming(device, formats(device).getFirst()));
    }

    /** The formats of a camera to try, best first. */
    List<CameraFormat> formats(CameraDevice device) {
        return FormatPreference.of(device.formats(), width, height);
    }

    private static List<CameraDevice> first(List<CameraDevice> devices, Predicate<CameraDevice> filter) {
        return devices.stream().filter(filter).limit(1).toList();
    }
}

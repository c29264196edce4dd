package uz.fiskaldesk.scan.camera;

import java.util.List;

/**
 * A connected camera.
 *
 * @param number its index in the native library's list; valid for one {@link CaptureContext}
 * @param id stays the same for the same camera on the same port
 * @param formats may be empty for virtual cameras
 */
public record CameraDevice(int number, String id, String name, List<CameraFormat> formats) {
    public CameraDevice {
        formats = List.copyOf(formats);
    }
}

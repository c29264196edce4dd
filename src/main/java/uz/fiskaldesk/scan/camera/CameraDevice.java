package uz.fiskaldesk.scan.camera;

import java.util.List;

/**
 * A camera as the system shows it.
 *
 * @param number its place in the native library's list, until the next one is made
 * @param id what the same camera on the same socket has again tomorrow
 * @param formats what it can send; virtual cameras sometimes have none
 */
public record CameraDevice(int number, String id, String name, List<CameraFormat> formats) {
    public CameraDevice {
        formats = List.copyOf(formats);
    }
}

package uz.fiskaldesk.scan.camera;

/**
 * A frame format of a camera.
 *
 * @param number the format's index in the native library's list for this camera
 * @param width pixels
 * @param height pixels
 * @param code the FourCC of the encoding, such as {@code MJPG}
 * @param rate maximal frames per second; 0 where the driver does not say
 */
public record CameraFormat(int number, int width, int height, String code, int rate) {}

package uz.fiskaldesk.scan.camera;

/**
 * One way in which a camera can send its pictures.
 *
 * @param number the format's place in the native library's list for this camera
 * @param code the four characters that name the coding, such as {@code MJPG}
 * @param rate frames a second at most; 0 where the driver does not say
 */
public record CameraFormat(int number, int width, int height, String code, int rate) {}

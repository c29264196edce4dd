package uz.fiskaldesk.scan.camera;

/** The state of the camera. All failures except {@link Unsupported} are retried while the camera is wanted. */
public sealed interface CameraState {
    /** Not wanted; the camera is closed. */
    record Off() implements CameraState {}

    /** Cameras are being listed and opened. */
    record Starting() implements CameraState {}

    /** Frames arrive. */
    record Streaming(CameraDevice device, CameraFormat format) implements CameraState {}

    /** Frames arrive but are black, because of a lens cover or a switch on the camera. */
    record Black(CameraDevice device) implements CameraState {}

    /** Connected but cannot be opened, as when another program uses it. */
    record Busy(CameraDevice device) implements CameraState {}

    /** The operating system denies access to cameras. */
    record Denied() implements CameraState {}

    /** Unplugged, or the selected camera is not connected. */
    record Unplugged(String name) implements CameraState {}

    /** Open, but no frames arrive. */
    record Hung(CameraDevice device) implements CameraState {}

    /** No usable camera is connected. */
    record None() implements CameraState {}

    /** The native library cannot be used on this computer. */
    record Unsupported() implements CameraState {}
}

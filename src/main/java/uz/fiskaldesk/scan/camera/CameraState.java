package uz.fiskaldesk.scan.camera;

/** How the camera stands. Every trouble is tried again by itself while the camera is wanted. */
public sealed interface CameraState {
    /** Nobody wants it; its light is off. */
    record Off() implements CameraState {}

    /** It is being looked for and opened. */
    record Starting() implements CameraState {}

    /** Pictures come. */
    record Live(CameraDevice device, CameraFormat format) implements CameraState {}

    /** Pictures come, and all of them are black: a cover before the lens, or a switch on the camera. */
    record Black(CameraDevice device) implements CameraState {}

    /** It is there but cannot be opened: another program uses it. */
    record Busy(CameraDevice device) implements CameraState {}

    /** The system does not let this program use a camera. */
    record Denied() implements CameraState {}

    /** It was there and is gone: unplugged. */
    record Lost(String name) implements CameraState {}

    /** It is there and open, but no pictures come. */
    record Hung(CameraDevice device) implements CameraState {}

    /** There is no camera that could be used. */
    record None() implements CameraState {}

    /** The native library does not run on this computer. It is not tried again. */
    record Unsupported() implements CameraState {}
}

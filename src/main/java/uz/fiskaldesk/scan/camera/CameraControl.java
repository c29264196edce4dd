package uz.fiskaldesk.scan.camera;

/** What can be done to a camera. Nothing here waits; what comes of it the {@link CameraListener} hears. */
public interface CameraControl extends AutoCloseable {
    /** Switches it on, or off: its light is out within a second. */
    void want(boolean wanted);

    /** Another camera, or another size, from now on. */
    void choose(CameraChoice choice);

    /** Looks which cameras there are. */
    void list();

    /** Switches it off for good. Waits a moment, and no longer where the camera does not answer. */
    @Override
    void close();
}

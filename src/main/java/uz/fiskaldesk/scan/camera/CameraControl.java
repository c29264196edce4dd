package uz.fiskaldesk.scan.camera;

/** Controls a camera. No method except {@link #close} blocks; the {@link CameraListener} is notified of results. */
public interface CameraControl extends AutoCloseable {
    /** Switches the camera on or off; it is off within a second. */
    void want(boolean wanted);

    /** Switches to another camera or another size. */
    void choose(CameraChoice choice);

    /** Lists the connected cameras. */
    void list();

    /** Switches the camera off permanently. Blocks until the camera is closed, but only briefly if it does not respond. */
    @Override
    void close();
}

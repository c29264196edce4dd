package uz.fiskaldesk.scan.camera;

/** Controls a camera. No method except {@link #close} blocks; the {@link CameraListener} is notified of results. */
public interface CameraControl extends AutoCloseable {
    /** Switches the camera on or off; it is off within a second. */
    void setOn(boolean wanted);

    /** Switches to another camera or another size. */
    void select(CameraChoice choice);

    /** Lists the connected cameras. */
    void findDevices();

    /** Switches the camera off permanently. Blocks until the camera is closed, but only briefly if it does not respond. */
    @Override
    void close();
}

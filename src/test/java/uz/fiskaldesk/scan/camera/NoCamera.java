package uz.fiskaldesk.scan.camera;

/** A camera that does nothing. */
public final class NoCamera implements CameraControl {
    @Override
    public void setOn(boolean wanted) {}

    @Override
    public void select(CameraChoice choice) {}

    @Override
    public void findDevices() {}

    @Override
    public void close() {}
}

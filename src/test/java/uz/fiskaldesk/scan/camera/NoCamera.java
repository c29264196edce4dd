package uz.fiskaldesk.scan.camera;

/** A camera that does nothing. */
public final class NoCamera implements CameraControl {
    @Override
    public void want(boolean wanted) {}

    @Override
    public void choose(CameraChoice choice) {}

    @Override
    public void list() {}

    @Override
    public void close() {}
}

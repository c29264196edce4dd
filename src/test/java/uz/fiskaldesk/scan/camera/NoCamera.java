package uz.fiskaldesk.scan.camera;

/** For tests that are not about the camera. */
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

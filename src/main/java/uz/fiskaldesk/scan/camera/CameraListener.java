package uz.fiskaldesk.scan.camera;

import java.util.List;

/** Listens to a camera. Called on the camera's threads, so implementations must return quickly. */
public interface CameraListener {
    /** The state has changed. */
    void state(CameraState state);

    /** The cameras of this computer were listed. */
    void cameras(List<CameraDevice> devices);

    /** A frame for the preview. The next one follows after {@link PreviewFrame#done()}. */
    void preview(PreviewFrame frame);

    /** Codes were found in a frame. Called in the order of the frames, on another thread than the other methods. */
    void sighted(Sighting sighting);
}

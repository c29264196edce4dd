package uz.fiskaldesk.scan.camera;

import java.util.List;

/** Listens to a camera. Called on the camera's threads, so implementations must return quickly. */
public interface CameraListener {
    /** The state has changed. */
    void stateChanged(CameraState state);

    /** The cameras of this computer were listed. */
    void devicesListed(List<CameraDevice> devices);

    /** A frame for the preview. The next one follows after {@link PreviewFrame#release()}. */
    void previewAvailable(PreviewFrame frame);

    /** Codes were found in a frame. Called in the order of the frames, on another thread than the other methods. */
    void codesDetected(CodeDetection sighting);
}

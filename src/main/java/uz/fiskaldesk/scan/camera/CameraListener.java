package uz.fiskaldesk.scan.camera;

import java.util.List;

/** Hears of the camera, on the camera's own threads: whatever takes time or belongs to a window goes elsewhere. */
public interface CameraListener {
    /** Only when it has changed. */
    void state(CameraState state);

    /** The cameras of this computer, each time they were looked for. */
    void cameras(List<CameraDevice> devices);

    /** A picture to be shown, at most one at a time: the next comes after {@link PreviewFrame#done()}. */
    void preview(PreviewFrame frame);

    /** A frame in which codes were seen; in the order of the frames, from another thread than the rest. */
    void sighted(Sighting sighting);
}

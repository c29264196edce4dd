package uz.fiskaldesk.scan.camera;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.Corner;
import uz.fiskaldesk.scan.decoder.DecodedCode;

/** A camera whose events are triggered by the test. */
public final class ScriptedCamera implements CameraControl {
    private volatile boolean isWanted;
    private volatile CameraChoice choice = CameraChoice.ANY;
    private volatile @Nullable CameraListener listener;

    public CameraControl heardBy(CameraListener newListener) {
        listener = newListener;
        return this;
    }

    private CameraListener listener() {
        return Objects.requireNonNull(listener);
    }

    public boolean isWanted() {
        return isWanted;
    }

    public CameraChoice choice() {
        return choice;
    }

    public void sees(Reading reading) {
        listener().codesDetected(new CodeDetection(reading, picture(200)));
    }

    /** Reports a code in the middle of the frame. */
    public void sees(String text) {
        sees(new Reading.Found(code(text)));
    }

    public static DecodedCode code(String text) {
        return new DecodedCode(
                text,
                List.of(new Corner(270, 130), new Corner(370, 130), new Corner(370, 230), new Corner(270, 230)),
                "test");
    }

    public void finds(CameraDevice... devices) {
        listener().devicesListed(List.of(devices));
    }

    public void says(CameraState state) {
        listener().stateChanged(state);
    }

    /** Sends a grey preview of 640 by 360; frames with codes are lighter. */
    public void shows() {
        listener().previewAvailable(picture(150));
    }

    private static PreviewFrame picture(int grey) {
        Frame frame = new Frame(3 * 1280 * 720);
        Arrays.fill(frame.rgb, (byte) grey);
        frame.set(1280, 720, 1);
        PreviewFrame picture = new PreviewFrame(1280, 720);
        picture.lend(frame);
        return picture;
    }

    @Override
    public void setOn(boolean wanted) {
        isWanted = wanted;
    }

    @Override
    public void select(CameraChoice newChoice) {
        choice = newChoice;
    }

    @Override
    public void findDevices() {}

    @Override
    public void close() {}
}

package uz.fiskaldesk.scan.camera;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.look.Corner;
import uz.fiskaldesk.scan.look.QrText;

/** A camera that says and sees what a test tells it to. */
public final class ToldCamera implements CameraControl {
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
        listener().sighted(new Sighting(reading, picture(200)));
    }

    /** A code in the middle of the picture. */
    public void sees(String text) {
        sees(new Reading.Found(code(text)));
    }

    public static QrText code(String text) {
        return new QrText(
                text,
                List.of(new Corner(270, 130), new Corner(370, 130), new Corner(370, 230), new Corner(270, 230)),
                "test");
    }

    public void finds(CameraDevice... devices) {
        listener().cameras(List.of(devices));
    }

    public void says(CameraState state) {
        listener().state(state);
    }

    /** A grey picture of 640 by 360; the one in which a code is seen is lighter. */
    public void shows() {
        listener().preview(picture(150));
    }

    private static PreviewFrame picture(int grey) {
        Frame frame = new Frame(3 * 1280 * 720);
        Arrays.fill(frame.rgb, (byte) grey);
        frame.is(1280, 720, 1);
        PreviewFrame picture = new PreviewFrame(1280, 720);
        picture.lend(frame);
        return picture;
    }

    @Override
    public void want(boolean wanted) {
        isWanted = wanted;
    }

    @Override
    public void choose(CameraChoice newChoice) {
        choice = newChoice;
    }

    @Override
    public void list() {}

    @Override
    public void close() {}
}

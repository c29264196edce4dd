package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openpnp.capture.library.OpenpnpCaptureLibrary;

class FramePumpTest {
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void framesThatCannotBeCopiedAreNoFrames() {
        OpenpnpCaptureLibrary library = library();
        CameraRequests requests = new CameraRequests(CameraChoice.ANY);
        requests.want(true);
        FramePump pump = new FramePump(
                requests, new LatestFrameSlot(), new NoListener(), _ -> {}, () -> {}, Duration.ofMillis(50));
        try (CaptureStream stream =
                new CaptureStream(library, Pointer.createConstant(1), 0, new CameraFormat(0, 640, 480, "MJPG", 30))) {
            assertThat(pump.run(stream, new CameraDevice(0, "id", "camera", List.of()), requests.current()))
                    .isEqualTo(FramePump.StopReason.NO_FIRST_FRAME);
        }
    }

    /** Announces frames without end and cannot copy one. */
    private static OpenpnpCaptureLibrary library() {
        return (OpenpnpCaptureLibrary) Proxy.newProxyInstance(
                FramePumpTest.class.getClassLoader(),
                new Class<?>[] {OpenpnpCaptureLibrary.class},
                (_, method, _) -> method.getName().equals("Cap_hasNewFrame") ? 1 : OpenpnpCaptureLibrary.CAPRESULT_ERR);
    }

    private static final class NoListener implements CameraListener {
        @Override
        public void stateChanged(CameraState state) {}

        @Override
        public void devicesListed(List<CameraDevice> devices) {}

        @Override
        public void previewAvailable(PreviewFrame frame) {}

        @Override
        public void codesDetected(CodeDetection sighting) {}
    }
}

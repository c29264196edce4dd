package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CameraChoiceTest {
    private static final CameraDevice BUILT_IN = device(0, "Integrated Camera");
    private static final CameraDevice LOGI = device(1, "Logi C270");
    private static final CameraDevice OBS = new CameraDevice(2, "obs on 2", "OBS", List.of());

    private static CameraDevice device(int number, String name) {
        return new CameraDevice(number, name + " on " + number, name, formats("640x480 YUYV 30"));
    }

    /** Each as {@code 1280x720 MJPG 30}. */
    private static List<CameraFormat> formats(String... formats) {
        return IntStream.range(0, formats.length)
                .mapToObj(number -> {
                    String[] parts = formats[number].split("[x ]", -1);
                    return new CameraFormat(
                            number,
                            Integer.parseInt(parts[0]),
                            Integer.parseInt(parts[1]),
                            parts[2],
                            Integer.parseInt(parts[3]));
                })
                .toList();
    }

    private static List<String> ordered(int width, int height, String... formats) {
        return FormatPreference.of(formats(formats), width, height, true).stream()
                .map(format -> format.width() + "x" + format.height() + " " + format.code() + " " + format.rate())
                .toList();
    }

    private static CameraChoice saved(String id, String name) {
        return new CameraChoice(null, new CameraChoice.Known(id, name), 1280, 720);
    }

    @Test
    void aSelectedCameraIsTheOnlyCandidate() {
        CameraChoice choice = saved(BUILT_IN.id(), BUILT_IN.name()).asking(LOGI.id(), LOGI.name());

        assertThat(choice.candidates(List.of(BUILT_IN, LOGI))).containsExactly(LOGI);
        assertThat(choice.candidates(List.of(BUILT_IN))).isEmpty();
    }

    @Test
    void findsASavedCameraByIdThenByName() {
        CameraDevice twin = device(3, LOGI.name());

        assertThat(saved(twin.id(), twin.name()).candidates(List.of(BUILT_IN, LOGI, twin)))
                .containsExactly(twin);
        assertThat(saved("another port", LOGI.name()).candidates(List.of(BUILT_IN, LOGI)))
                .containsExactly(LOGI);
    }

    @Test
    void anyOtherCameraReplacesASavedOneThatIsNotConnected() {
        assertThat(saved(LOGI.id(), LOGI.name()).candidates(List.of(OBS, BUILT_IN)))
                .containsExactly(BUILT_IN);
    }

    @Test
    void skipsACameraWithoutFormats() {
        assertThat(CameraChoice.ANY.candidates(List.of(OBS, BUILT_IN))).containsExactly(BUILT_IN);
    }

    @Test
    void theNearestSizeComesFirst() {
        assertThat(ordered(1280, 720, "640x480 MJPG 30", "1920x1080 MJPG 30", "1280x960 MJPG 30"))
                .containsExactly("1280x960 MJPG 30", "640x480 MJPG 30", "1920x1080 MJPG 30");
    }

    @Test
    void aSufficientFrameRateMattersMoreThanTheEncoding() {
        assertThat(ordered(1280, 720, "1280x720 MJPG 5", "1280x720 YUYV 30", "1280x720 MJPG 30"))
                .containsExactly("1280x720 MJPG 30", "1280x720 YUYV 30", "1280x720 MJPG 5");
    }

    @Test
    void anUnknownFrameRateCountsAsSufficient() {
        assertThat(ordered(1280, 720, "1280x720 YUYV 10", "1280x720 MJPG 0"))
                .first()
                .isEqualTo("1280x720 MJPG 0");
    }

    @Test
    void excludesEncodingsThatTheLibraryDecodesToBlack() {
        assertThat(ordered(1280, 720, "1280x720 H264 30", "640x480 YUYV 30")).containsExactly("640x480 YUYV 30");
    }

    @Test
    void acceptsACameraWithLargeFramesOnly() {
        assertThat(ordered(1280, 720, "3264x2448 MJPG 15")).containsExactly("3264x2448 MJPG 15");
    }

    @Test
    void colourComesBeforeGrey() {
        assertThat(FormatPreference.of(formats("1280x720 GREY 30", "640x480 NV12 30"), 1280, 720, false))
                .extracting(CameraFormat::code)
                .containsExactly("NV12", "GREY");
    }

    /** Notebooks list the infrared camera for face recognition first. */
    @Test
    void anInfraredCameraIsNotTheFirstChoice() {
        CameraDevice infrared = new CameraDevice(0, "ir", "IR Camera", formats("340x340 MJPG 30"));
        CameraDevice grey = new CameraDevice(1, "grey", "IR Camera", formats("1280x720 GREY 30"));
        CameraDevice large = new CameraDevice(2, "large", "Document Camera", formats("3264x2448 MJPG 15"));
        CameraDevice usual = new CameraDevice(3, "usual", "HD Webcam", formats("640x480 YUYV 30", "1280x720 MJPG 30"));

        assertThat(CameraChoice.ANY.candidates(List.of(infrared, large, usual)))
                .containsExactly(usual, infrared, large);
        assertThat(CameraChoice.ANY.first(List.of(infrared, usual)))
                .hasValue(new CameraState.Streaming(usual, usual.formats().get(1)));
        assertThat(CameraChoice.ANY.candidates(List.of(grey, usual)).getFirst()).isEqualTo(usual);
    }

    @Test
    void keepsTheOrderOfEqualCameras() {
        assertThat(CameraChoice.ANY.candidates(List.of(LOGI, BUILT_IN))).containsExactly(LOGI, BUILT_IN);
    }

    @Test
    void excludesUnusableSizes() {
        assertThat(ordered(1280, 720, "0x0 YUYV 30", "8192x6144 MJPG 15", "160x120 YUYV 30"))
                .isEmpty();
    }
}

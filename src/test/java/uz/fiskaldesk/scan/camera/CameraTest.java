package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;

/** Tests the camera with the real capture library in a child process, on a fake camera device. */
class CameraTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String FIRST = "Fake USB Camera 0";
    private static final String SECOND = "Fake USB Camera 1";
    private static final String ID_OF_FIRST = "Fake USB Camera 0 usb-fakecam-1";
    private static final String ID_OF_SECOND = "Fake USB Camera 1 usb-fakecam-2";

    @TempDir
    static Path folder;

    static FakeCamera fake;
    static ChildJvm child;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        fake = FakeCamera.in(folder);
        fake.reset();
        fake.shows(table(1280, 720));
        child = ChildJvm.start(CameraChild.class, List.of("-Xmx128m"), fake.environment());
    }

    @AfterAll
    static void end() {
        if (child != null) {
            child.close();
        }
    }

    /** One working camera that shows an empty table, switched off. */
    @BeforeEach
    void reset() throws IOException, InterruptedException {
        fake.reset();
        fake.shows(table(1280, 720));
        child.writeLine("settle");
        child.await("settled");
    }

    private static byte[] table(int width, int height) {
        return FakeCamera.jpeg(FakeCamera.plain(width, height, new Color(120, 125, 130)));
    }

    private static byte[] receipt(int width, int height) {
        return DrawnReceipt.jpeg(Scene.of(Level.EASY, 7).withText(RECEIPT).withSize(width, height));
    }

    private static BufferedImage receiptPicture(int width, int height) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(receipt(width, height)));
    }

    @Test
    void listsConnectedCameras() throws Exception {
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));

        child.writeLine("list");

        assertThat(child.await("cameras")).isEqualTo(ID_OF_FIRST + "|" + ID_OF_SECOND);
        child.writeLine("devices");
        assertThat(child.await("devices")).isEqualTo(ID_OF_FIRST + "|" + ID_OF_SECOND);
    }

    @Test
    void opensTheSelectedCamera() throws Exception {
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));
        child.writeLine("want");
        assertThat(child.await("state Live")).endsWith(FIRST);

        child.writeLine("ask " + ID_OF_SECOND);

        assertThat(child.await("state Live")).isEqualTo("640×480 MJPG " + SECOND);
    }

    @Test
    void readsFromACameraWithLargeFramesOnly() throws Exception {
        BufferedImage large = new BufferedImage(3264, 2448, BufferedImage.TYPE_3BYTE_BGR);
        large.createGraphics().drawImage(receiptPicture(1280, 960), 0, 0, 3264, 2448, null);
        fake.shows(FakeCamera.jpeg(large));
        child.writeLine("want");

        assertThat(child.await("state Live")).isEqualTo("3264×2448 MJPG " + FIRST);
        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void skipsAnInfraredCameraThatIsListedFirst() throws Exception {
        fake.clearFault("unplug_1");
        fake.shows(table(340, 340));
        fake.secondShows(receipt(1280, 720));
        child.writeLine("want");

        assertThat(child.await("state Live")).isEqualTo("1280×720 MJPG " + SECOND);
        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void skipsAnInfraredCameraThatSendsGreyFrames() throws Exception {
        fake.enableFault("grey");
        fake.clearFault("unplug_1");
        fake.secondShows(receipt(1280, 720));
        child.writeLine("want");

        assertThat(child.await("state Live")).isEqualTo("1280×720 MJPG " + SECOND);
        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void reportsThatAnInfraredCameraAloneCannotBeUsed() throws Exception {
        fake.enableFault("grey");
        child.writeLine("want");

        child.await("state None");
    }

    /** A virtual camera without a source can be opened like any other one. It is waited for once, not for each payment. */
    @Test
    void replacesAVirtualCameraThatNeverDelivers() throws Exception {
        fake.enableFault("hang");
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));
        child.writeLine("want");
        assertThat(child.await("state Hung")).isEqualTo(FIRST);
        assertThat(child.await("state Live")).endsWith(SECOND);

        child.writeLine("rest");
        child.await("state Off");
        child.writeLine("want");

        assertThat(child.await("state ")).isEqualTo("Starting");
        assertThat(child.await("state ")).isEqualTo("Live 640×480 MJPG " + SECOND);
        fake.clearFault("hang");
        child.writeLine("ask " + ID_OF_FIRST);
        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    /** The end of a frame is lost where the USB bus is too slow, or the beginning where a program has just opened it. */
    @Test
    void goesOnAfterBrokenFrames() throws Exception {
        child.writeLine("want");
        child.await("state Live");
        byte[] whole = receipt(1280, 720);
        for (int length : new int[] {whole.length / 2, whole.length / 50, 700}) {
            fake.shows(Arrays.copyOf(whole, length));
            child.writeLine("wait 200");
            child.await("waited");
            assertThat(child.isAlive()).isTrue();
        }

        fake.shows(whole);

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    /** The camera needs a moment after that. */
    @Test
    void aProcessThatStoodStillDoesNotTakeItsCameraForHung() throws Exception {
        child.writeLine("want");
        child.await("state Live");

        fake.enableFault("pause");
        child.standStill(Duration.ofSeconds(2));
        fake.clearFault("pause");

        child.writeLine("rest");
        assertThat(child.await("state ")).startsWith("Off");
    }

    /** After a suspend, USB devices are often connected anew, and what was open is of no use any more. */
    @Test
    void recoversAfterASuspend() throws Exception {
        child.writeLine("want");
        child.await("state Live");

        fake.enableFault("replug");
        child.standStill(Duration.ofMillis(100));

        assertThat(child.await("state Live")).endsWith(FIRST);
        fake.shows(receipt(1280, 720));
        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void findsASavedCameraByNameOnAnotherPort() throws Exception {
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));
        child.writeLine("save " + SECOND);
        child.writeLine("want");

        assertThat(child.await("state Live")).endsWith(SECOND);
    }

    @Test
    void opensAnotherCameraWhileTheSavedOneIsNotConnected() throws Exception {
        child.writeLine("save " + SECOND);
        child.writeLine("want");

        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    @Test
    void listsCamerasWhileStreaming() throws Exception {
        child.writeLine("want");
        child.await("state Live");
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));

        child.writeLine("list");

        assertThat(child.await("cameras")).contains(ID_OF_SECOND);
        child.writeLine("frame");
        assertThat(child.await("frame")).startsWith("640×360 ");
    }

    @Test
    void previewsHdMjpgFramesAtHalfSize() throws Exception {
        child.writeLine("want");
        assertThat(child.await("state Live")).isEqualTo("1280×720 MJPG " + FIRST);

        child.writeLine("frame");

        assertThat(child.await("frame")).startsWith("640×360");
    }

    @Test
    void previewsSmallUncompressedFramesAtFullSize() throws Exception {
        fake.showsUncompressed(FakeCamera.plain(640, 480, new Color(200, 200, 200)));
        child.writeLine("small");
        child.writeLine("want");
        assertThat(child.await("state Live")).isEqualTo("640×480 YUYV " + FIRST);

        child.writeLine("frame");

        assertThat(child.await("frame")).startsWith("640×480 ");
    }

    @Test
    void readsAReceiptThatAppearsWhileStreaming() throws Exception {
        child.writeLine("want");
        child.await("state Live");

        fake.shows(receipt(1280, 720));

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void readsASmallMjpgFrame() throws Exception {
        fake.shows(receipt(640, 480));
        child.writeLine("small");
        child.writeLine("want");
        assertThat(child.await("state Live")).startsWith("640×480 MJPG");

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void readsAnUncompressedFrame() throws Exception {
        fake.showsUncompressed(receiptPicture(1280, 720));
        child.writeLine("want");
        assertThat(child.await("state Live")).startsWith("1280×720 YUYV");

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void readsASmallUncompressedFrame() throws Exception {
        fake.showsUncompressed(receiptPicture(640, 480));
        child.writeLine("small");
        child.writeLine("want");
        assertThat(child.await("state Live")).startsWith("640×480 YUYV");

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void recoversWhenAnUnpluggedCameraIsPluggedInAgain() throws Exception {
        child.writeLine("want");
        child.await("state Live");

        fake.enableFault("unplug");
        assertThat(child.await("state Lost")).isEqualTo(FIRST);

        fake.clearFault("unplug");
        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    @Test
    void replacesACameraThatStaysUnplugged() throws Exception {
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));
        child.writeLine("want");
        assertThat(child.await("state Live")).endsWith(FIRST);

        fake.enableFault("unplug");

        child.await("state Lost");
        assertThat(child.await("state Live")).endsWith(SECOND);
    }

    @Test
    void opensACameraThatIsConnectedLater() throws Exception {
        fake.enableFault("unplug");
        child.writeLine("want");
        child.await("state None");

        fake.clearFault("unplug");

        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    @Test
    void recoversWhenABusyCameraBecomesFree() throws Exception {
        fake.enableFault("busy");
        child.writeLine("want");
        assertThat(child.await("state Busy")).isEqualTo(FIRST);

        fake.clearFault("busy");

        child.await("state Live");
    }

    @Test
    void opensAnotherCameraWhenTheFirstIsBusyAndNoneIsSelected() throws Exception {
        fake.clearFault("unplug_1");
        fake.secondShows(table(640, 480));
        fake.enableFault("busy");

        child.writeLine("want");

        assertThat(child.await("state Live")).endsWith(SECOND);
    }

    @Test
    void recoversWhenAccessIsPermitted() throws Exception {
        fake.enableFault("deny");
        child.writeLine("want");
        child.await("state Denied");

        fake.clearFault("deny");

        child.await("state Live");
    }

    @Test
    void recoversWhenAHungCameraSendsFramesAgain() throws Exception {
        child.writeLine("want");
        child.await("state Live");

        fake.enableFault("hang");
        assertThat(child.await("state Hung")).isEqualTo(FIRST);

        fake.clearFault("hang");
        child.await("state Live");
    }

    @Test
    void reportsBlackFramesUntilTheLensIsUncovered() throws Exception {
        fake.showsUncompressed(FakeCamera.plain(640, 480, new Color(200, 200, 200)));
        fake.enableFault("black");
        child.writeLine("want");
        assertThat(child.await("state Black")).isEqualTo(FIRST);

        fake.clearFault("black");

        child.await("state Live");
    }

    /** The only test with a time limit: the documented one second. */
    @Test
    void switchesOffWithinASecond() throws Exception {
        child.writeLine("want");
        child.await("state Live");
        long start = System.nanoTime();

        child.writeLine("rest");

        child.await("state Off");
        assertThat(Duration.ofNanos(fake.lastTime("CLOSE") - start)).isLessThan(Duration.ofSeconds(1));
    }
}

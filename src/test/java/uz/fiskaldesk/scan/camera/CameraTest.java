package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

/** Over the real capture library; what is waited for is said by the child, and nothing is timed but where it says so. */
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

    /** One healthy camera over an empty table, switched off. */
    @BeforeEach
    void atRest() throws IOException, InterruptedException {
        fake.reset();
        fake.shows(table(1280, 720));
        child.tell("settle");
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
    void listsTheCamerasThatThereAre() throws Exception {
        fake.heal("unplug_1");
        fake.secondShows(table(640, 480));

        child.tell("list");

        assertThat(child.await("cameras")).isEqualTo(ID_OF_FIRST + "|" + ID_OF_SECOND);
        child.tell("devices");
        assertThat(child.await("devices")).isEqualTo(ID_OF_FIRST + "|" + ID_OF_SECOND);
    }

    @Test
    void opensTheOneThatWasAskedFor() throws Exception {
        fake.heal("unplug_1");
        fake.secondShows(table(640, 480));
        child.tell("want");
        assertThat(child.await("state Live")).endsWith(FIRST);

        child.tell("ask " + ID_OF_SECOND);

        assertThat(child.await("state Live")).isEqualTo("640×480 MJPG " + SECOND);
    }

    @Test
    void readsFromACameraThatOffersOnlyLargePictures() throws Exception {
        BufferedImage large = new BufferedImage(3264, 2448, BufferedImage.TYPE_3BYTE_BGR);
        large.createGraphics().drawImage(receiptPicture(1280, 960), 0, 0, 3264, 2448, null);
        fake.shows(FakeCamera.jpeg(large));
        child.tell("want");

        assertThat(child.await("state Live")).isEqualTo("3264×2448 MJPG " + FIRST);
        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void passesOverAnInfraredCameraThatIsListedFirst() throws Exception {
        fake.heal("unplug_1");
        fake.shows(table(340, 340));
        fake.secondShows(receipt(1280, 720));
        child.tell("want");

        assertThat(child.await("state Live")).isEqualTo("1280×720 MJPG " + SECOND);
        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void knowsASavedCameraByItsNameOnAnotherSocket() throws Exception {
        fake.heal("unplug_1");
        fake.secondShows(table(640, 480));
        child.tell("save " + SECOND);
        child.tell("want");

        assertThat(child.await("state Live")).endsWith(SECOND);
    }

    @Test
    void takesAnotherWhileTheSavedOneIsNotThere() throws Exception {
        child.tell("save " + SECOND);
        child.tell("want");

        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    @Test
    void listsWhileTheCameraRuns() throws Exception {
        child.tell("want");
        child.await("state Live");
        fake.heal("unplug_1");
        fake.secondShows(table(640, 480));

        child.tell("list");

        assertThat(child.await("cameras")).contains(ID_OF_SECOND);
        child.tell("frame");
        assertThat(child.await("frame")).startsWith("640×360 ");
    }

    @Test
    void showsHdPicturesOfAnMjpgCameraAtHalfTheirSize() throws Exception {
        child.tell("want");
        assertThat(child.await("state Live")).isEqualTo("1280×720 MJPG " + FIRST);

        child.tell("frame");

        assertThat(child.await("frame")).startsWith("640×360");
    }

    @Test
    void showsSmallPicturesOfAnUncompressedCameraAsTheyAre() throws Exception {
        fake.showsUncompressed(FakeCamera.plain(640, 480, new Color(200, 200, 200)));
        child.tell("small");
        child.tell("want");
        assertThat(child.await("state Live")).isEqualTo("640×480 YUYV " + FIRST);

        child.tell("frame");

        assertThat(child.await("frame")).startsWith("640×480 ");
    }

    @Test
    void readsAReceiptThatIsPutBeforeTheRunningCamera() throws Exception {
        child.tell("want");
        child.await("state Live");

        fake.shows(receipt(1280, 720));

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void readsASmallMjpgPicture() throws Exception {
        fake.shows(receipt(640, 480));
        child.tell("small");
        child.tell("want");
        assertThat(child.await("state Live")).startsWith("640×480 MJPG");

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void readsAnUncompressedPicture() throws Exception {
        fake.showsUncompressed(receiptPicture(1280, 720));
        child.tell("want");
        assertThat(child.await("state Live")).startsWith("1280×720 YUYV");

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void readsASmallUncompressedPicture() throws Exception {
        fake.showsUncompressed(receiptPicture(640, 480));
        child.tell("small");
        child.tell("want");
        assertThat(child.await("state Live")).startsWith("640×480 YUYV");

        assertThat(child.await("read")).startsWith(RECEIPT);
    }

    @Test
    void saysThatItWasUnpluggedAndGoesOnWhenItIsBack() throws Exception {
        child.tell("want");
        child.await("state Live");

        fake.ail("unplug");
        assertThat(child.await("state Lost")).isEqualTo(FIRST);

        fake.heal("unplug");
        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    @Test
    void takesAnotherCameraWhenTheFirstStaysAway() throws Exception {
        fake.heal("unplug_1");
        fake.secondShows(table(640, 480));
        child.tell("want");
        assertThat(child.await("state Live")).endsWith(FIRST);

        fake.ail("unplug");

        child.await("state Lost");
        assertThat(child.await("state Live")).endsWith(SECOND);
    }

    @Test
    void saysThatThereIsNoneAndTakesOneThatComes() throws Exception {
        fake.ail("unplug");
        child.tell("want");
        child.await("state None");

        fake.heal("unplug");

        assertThat(child.await("state Live")).endsWith(FIRST);
    }

    @Test
    void saysThatAnotherProgramHasItAndOpensItWhenItIsFree() throws Exception {
        fake.ail("busy");
        child.tell("want");
        assertThat(child.await("state Busy")).isEqualTo(FIRST);

        fake.heal("busy");

        child.await("state Live");
    }

    @Test
    void opensAnotherCameraWhenTheFirstIsBusyAndNoneWasChosen() throws Exception {
        fake.heal("unplug_1");
        fake.secondShows(table(640, 480));
        fake.ail("busy");

        child.tell("want");

        assertThat(child.await("state Live")).endsWith(SECOND);
    }

    @Test
    void saysThatTheSystemDoesNotLetItAndOpensItWhenItDoes() throws Exception {
        fake.ail("deny");
        child.tell("want");
        child.await("state Denied");

        fake.heal("deny");

        child.await("state Live");
    }

    @Test
    void saysThatNoPicturesComeAndGoesOnWhenTheyDo() throws Exception {
        child.tell("want");
        child.await("state Live");

        fake.ail("hang");
        assertThat(child.await("state Hung")).isEqualTo(FIRST);

        fake.heal("hang");
        child.await("state Live");
    }

    @Test
    void saysThatPicturesAreBlackUntilTheLensIsUncovered() throws Exception {
        fake.showsUncompressed(FakeCamera.plain(640, 480, new Color(200, 200, 200)));
        fake.ail("black");
        child.tell("want");
        assertThat(child.await("state Black")).isEqualTo(FIRST);

        fake.heal("black");

        child.await("state Live");
    }

    /** The only test that looks at a time: that the light goes out within a second is what was promised. */
    @Test
    void putsTheLightOutWithinASecond() throws Exception {
        child.tell("want");
        child.await("state Live");
        long unwanted = System.nanoTime();

        child.tell("rest");

        child.await("state Off");
        assertThat(Duration.ofNanos(fake.lastTime("CLOSE") - unwanted)).isLessThan(Duration.ofSeconds(1));
    }
}

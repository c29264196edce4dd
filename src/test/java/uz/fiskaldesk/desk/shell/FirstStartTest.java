package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.capture.ScannerTestModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.start.PracticeModel.Stage;
import uz.fiskaldesk.desk.start.StartModel.Step;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.scan.camera.CameraFormat;
import uz.fiskaldesk.scan.camera.CameraState;

/** Tests the first start: the guide by keyboard alone, and what is said while no address was given. */
class FirstStartTest extends WindowTest {
    @Test
    void theGuideLeadsToAnAddressAndOneReceiptByKeyboardAlone() {
        sessions.forgetAddress();
        open();
        untilFocused("start-next");
        tabTo("start-language-ru");
        press(KeyCode.SPACE);
        untilText("#start-next", "Дальше");
        tabTo("start-language-en");
        press(KeyCode.SPACE);
        untilText("#start-next", "Next");
        untilFocused("start-next");
        press(KeyCode.ENTER);

        untilFocused("start-address");
        writeAddress("fiscalbox at the till");
        press(KeyCode.ENTER);
        untilShown("#start-problem");
        untilFocused("start-address");
        String address = fiscalBox.address().toString();
        writeAddress(address);
        tabTo("start-check");
        press(KeyCode.ENTER);
        untilText("#start-checked", TILL);
        assertThat(onWindow(() -> model().start().step().get()))
                .as("the test does not go on")
                .isEqualTo(Step.ADDRESS);
        tabTo("start-next");
        press(KeyCode.ENTER);

        untilStep(Step.DEVICES);
        scan(ScannerTestModel.TEST_CODE);
        untilText("#scanner-test-found", "set correctly");
        assertThat(onWindow(() -> model().start().step().get()))
                .as("the Enter of the scanner presses no button")
                .isEqualTo(Step.DEVICES);
        tabTo("start-camera-test");
        press(KeyCode.ENTER);
        until("the camera is tested", () -> sessions.camera().isWanted());
        CameraDevice camera = CameraViewTest.LOGI;
        sessions.camera().finds(camera);
        sessions.camera().says(new CameraState.Streaming(camera, new CameraFormat(0, 1280, 720, "MJPG", 30)));
        sessions.camera().sees(link(2421));
        untilText("#start-camera-found", "The camera reads");
        tabTo("start-next");
        press(KeyCode.ENTER);

        untilStep(Step.PRACTICE);
        untilStage(Stage.SCAN);
        scan(link(1));
        untilStage(Stage.SCAN_AGAIN);
        FiscalReceipt receipt = onWindow(() -> {
            var practice = model().start().practice().practice();
            return practice == null ? null : practice.receipt();
        });
        scan(Objects.requireNonNull(receipt).url());
        untilStage(Stage.COMPARE);
        // An Enter directly after a scan may be the scanner's own.
        press(KeyCode.SPACE);
        untilStage(Stage.CONFIRMED);
        untilFocused("start-next");
        press(KeyCode.SPACE);
        untilText("#notice", "saved");
        assertThat(sessions.settings().api().url()).isEqualTo(address);
        assertThat(fiscalBox.confirmations())
                .as("nothing of the practice is real")
                .isEmpty();
        untilText("#fiscalbox", "connected");
    }

    @Test
    void theGuideIsSkippedAndResumedByKeyboardAlone() {
        sessions.forgetAddress();
        open();
        untilFocused("start-next");
        press(KeyCode.ENTER);
        untilFocused("start-address");
        writeAddress("http://127.0.0.1:1");
        press(KeyCode.ESCAPE);
        untilHidden("#start-page");
        assertThat(sessions.settings().api().url()).as("it was not accepted").isNull();

        press(KeyCode.F1);
        untilFocused("help-page-search");
        tabTo("help-guide");
        press(KeyCode.ENTER);
        untilFocused("start-next");
        press(KeyCode.ENTER);
        untilFocused("start-address");
        String address = fiscalBox.address().toString();
        writeAddress(address);
        press(KeyCode.ENTER);
        untilStep(Step.DEVICES);
        press(KeyCode.ENTER);
        untilStep(Step.PRACTICE);
        tabTo("start-previous");
        press(KeyCode.ENTER);
        untilStep(Step.DEVICES);
        press(KeyCode.ESCAPE);
        untilText("#fiscalbox", "connected");
        assertThat(sessions.settings().api().url()).as("it was accepted").isEqualTo(address);
    }

    /** Pastes it: the robot types a long text as fast as a scanner does. */
    private void writeAddress(String address) {
        copy(address);
        press(KeyCode.CONTROL, KeyCode.A);
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#start-address", address);
    }

    private void untilStep(Step step) {
        until("the guide is at " + step, () -> model().start().step().get() == step);
    }

    private void untilStage(Stage stage) {
        until(
                "the practice is at " + stage,
                () -> model().start().practice().stage().get() == stage);
    }

    @Test
    void withoutAnAddressNothingIsBrokenAndReceiptsWaitForIt() {
        sessions.forgetAddress();
        fiscalBox.close();
        open();
        untilShown("#start-page");
        press(KeyCode.ESCAPE);
        sessions.ledger().add(payment(1), null, act());
        untilRowSays(1, "Pending");
        untilText("#fiscalbox", "no address yet");
        assertThat(onWindow(() -> find("#fiscalbox").orElseThrow().getStyleClass()))
                .contains("health-none");
        confirmWith(2421);
        untilRowSays(1, "It is sent when the address of FiscalBox is entered");
        assertThat(row(1)).doesNotContain("connection");
        click("#fiscalbox");
        until("the guide is open", () -> model().pages().currentPage() == Page.START);
    }

    @Test
    void theLookIsChangedAtOnceAndLargeTextStacksTheWindow() {
        openWith(1, 2);
        openSettings();
        untilShown("#settings-page");
        choose("#settings-text-size", 200);
        until("it is saved", () -> sessions.settings().display().textPercent() == 200);
        press(KeyCode.ESCAPE);
        untilShown("#stacked");
        assertThat(onWindow(() -> find("#payments").isPresent() && find("#link").isPresent()))
                .isTrue();
        openSettings();
        untilShown("#settings-page");
        choose("#settings-text-size", 100);
        press(KeyCode.ESCAPE);
        untilHidden("#stacked");
    }

    private void openSettings() {
        onWindow(() -> {
            window().commands().openSettings();
            return null;
        });
    }

    @SuppressWarnings("unchecked") // the choices of the text size are numbers
    private void choose(String box, int value) {
        onWindow(() -> {
            ((ComboBox<Integer>) find(box).orElseThrow()).setValue(value);
            return null;
        });
    }

    @Test
    void theSearchKeepsTheEntriesThatMatch() {
        openWith(1);
        press(KeyCode.F1);
        untilFocused("help-page-search");
        robot.write("F12");
        until(
                "other keys are hidden",
                () -> find("#help-page").orElseThrow().lookupAll(".key").stream()
                                .filter(WindowTest::isSeen)
                                .count()
                        <= 3);
        assertThat(isShown("#help-page")).isTrue();
    }
}

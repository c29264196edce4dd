package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.capture.ScannerTestModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.start.PracticeModel.Stage;
import uz.fiskaldesk.desk.start.StartModel.Step;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Tests the first start: the guide by keyboard alone, and what is said while no address was given. */
class FirstStartTest extends WindowTest {
    @Test
    void theGuideLeadsToAnAddressAndOneReceiptByKeyboardAlone() {
        sessions.forgetAddress();
        open();
        untilShown("#start-page");
        press(KeyCode.ENTER);
        untilFocused("start-address");
        String address = fiscalBox.address().toString();
        onWindow(() -> {
            model().start().address().text().set(address);
            return null;
        });
        click("#start-check");
        untilText("#start-checked", TILL);
        click("#start-next");
        untilStep(Step.DEVICES);
        onWindow(() -> {
            model().scanner().scanned(new Scan(ScannerTestModel.TEST_CODE, Scan.Ending.ENTER));
            return null;
        });
        untilText("#scanner-test-found", "set correctly");
        press(KeyCode.ENTER);
        untilStep(Step.PRACTICE);
        untilStage(Stage.SCAN);
        onWindow(() -> {
            model().scanner().scanned(new Scan(link(1), Scan.Ending.ENTER));
            return null;
        });
        untilStage(Stage.SCAN_AGAIN);
        FiscalReceipt receipt = onWindow(() -> {
            var practice = model().start().practice().practice();
            return practice == null ? null : practice.receipt();
        });
        onWindow(() -> {
            model().scanner().scanned(new Scan(Objects.requireNonNull(receipt).url(), Scan.Ending.ENTER));
            return null;
        });
        untilStage(Stage.COMPARE);
        press(KeyCode.ENTER);
        untilStage(Stage.CONFIRMED);
        press(KeyCode.ENTER);
        untilText("#notice", "saved");
        assertThat(sessions.settings().api().url()).isEqualTo(address);
        assertThat(fiscalBox.confirmations())
                .as("nothing of the practice is real")
                .isEmpty();
        untilText("#fiscalbox", "connected");
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

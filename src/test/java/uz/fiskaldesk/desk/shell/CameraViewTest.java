package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.scan.camera.CameraChoice;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.scan.camera.CameraFormat;
import uz.fiskaldesk.scan.camera.CameraState;

/** Tests the camera in the window: the preview, the messages, and the choice of a camera. */
class CameraViewTest extends WindowTest {
    static final CameraDevice LOGI = new CameraDevice(0, "logi on 1", "Logi C270", List.of());
    private static final CameraDevice BUILT_IN = new CameraDevice(1, "built-in", "Integrated Camera", List.of());
    private static final CameraState LIVE = new CameraState.Streaming(LOGI, new CameraFormat(0, 1280, 720, "MJPG", 30));

    private void live() {
        sessions.camera().finds(LOGI, BUILT_IN);
        sessions.camera().says(LIVE);
        sessions.camera().shows();
    }

    private static Image shown() {
        return ((ImageView) find("#camera-picture").orElseThrow()).getImage();
    }

    private static boolean isPictureSeen() {
        return onWindow(() -> find("#camera-picture")
                .filter(node -> isSeen(node) && node instanceof ImageView view && view.getImage() != null)
                .isPresent());
    }

    @Test
    void aReceiptFromTheCameraIsSentWithEnterAndNotOfferedForTheNextPayment() {
        openWith(1, 2);
        live();
        until("the picture is seen", CameraViewTest::isPictureSeen);
        assertThat(textOf("#camera-health")).isEqualTo("Camera: Logi C270");

        sessions.camera().sees(link(2421));
        untilText("#offer-number", "Receipt 2421");
        assertThat(sessions.camera().isWanted()).isFalse();
        assertThat(isPictureSeen()).isTrue();
        assertThat(onWindow(() -> shown().getPixelReader().getArgb(0, 0)))
                .as("the picture that the receipt was read from")
                .isEqualTo(0xFFC8C8C8);
        passReviewTime();
        press(KeyCode.ENTER);
        untilState(1, PaymentState.CONFIRMED);
        until("the next payment wants its receipt", () -> sessions.camera().isWanted());

        sessions.camera().sees(link(2421));
        untilText("#camera-note", "used already");
        assertThat(isShown("#offer")).isFalse();
        sessions.camera().sees(link(2422));
        untilText("#offer-number", "Receipt 2422");
        assertThat(stored(2).receipt()).isNull();
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new CameraState.Busy(LOGI), "Close that program"),
                Arguments.of(new CameraState.Unplugged("Logi C270"), "Plug it in again"),
                Arguments.of(new CameraState.Hung(LOGI), "choose another one (F3)"),
                Arguments.of(new CameraState.Black(LOGI), "Open the cover"),
                Arguments.of(new CameraState.None(), "plug a camera in"),
                Arguments.of(new CameraState.Unsupported(), "Use the scanner"),
                Arguments.of(new CameraState.Denied(), "camera"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void cameraTroubleIsShownWithAdviceUntilItIsOver(CameraState trouble, String whatToDo) {
        openWith(1);
        live();
        until("the picture is seen", CameraViewTest::isPictureSeen);
        sessions.camera().says(trouble);
        until("the pane says it", () -> (textOf("#camera-trouble") + textOf("#camera-caption")).contains(whatToDo));
        assertThat(isPictureSeen()).isFalse();
        assertThat(isShown("#camera-menu")).as("another camera can be chosen").isTrue();

        sessions.camera().says(LIVE);
        until("the picture is back", CameraViewTest::isPictureSeen);
        assertThat(isShown("#camera-trouble")).isFalse();
    }

    @Test
    void whatALowPageHasNoRoomForIsInAMenuBesideTheField() {
        openWith(1);
        live();
        until("the picture is seen", CameraViewTest::isPictureSeen);
        untilShown("#last-receipt");
        assertThat(isShown("#more-ways")).isFalse();
        press(KeyCode.TAB);
        tabTo("reprint");

        onWindow(() -> {
            resize(1024, 600);
            return null;
        });
        untilShown("#more-ways");
        untilHidden("#last-receipt");
        untilFocused("link");
        assertThat(onWindow(AppearanceTest::complaintsNow)).isEmpty();
        onWindow(() -> {
            ((MenuButton) find("#more-ways").orElseThrow())
                    .getItems().stream()
                            .filter(way -> "more-keyed".equals(way.getId()))
                            .findFirst()
                            .orElseThrow()
                            .fire();
            return null;
        });
        untilShown("#keyed-page");

        onWindow(() -> {
            model().pages().back();
            resize(1280, 768);
            return null;
        });
        untilShown("#last-receipt");
        untilHidden("#more-ways");
    }

    @Test
    void theTestOfTheCameraShowsItsPictureThoughAnotherPageHasOne() {
        openWith(1);
        live();
        onWindow(() -> {
            model().settings().open(sessions::settings);
            model().start().open(sessions::settings);
            model().settings().open(sessions::settings);
            return true;
        });
        untilShown("#settings-camera-test");
        onWindow(() -> {
            ((Button) find("#settings-camera-test").orElseThrow()).fire();
            return true;
        });
        sessions.camera().says(LIVE);
        sessions.camera().shows();
        until("the picture is seen", CameraViewTest::isPictureSeen);
    }

    @Test
    void anotherCameraIsChosenWithF3OrTouch() {
        openWith(1);
        live();
        press(KeyCode.F3);
        until("the list is open", () -> menu().isShowing());
        onWindow(() -> {
            item(menu().getItems(), "Integrated Camera").fire();
            menu().hide();
            return null;
        });
        assertThat(sessions.camera().choice().asked())
                .isEqualTo(new CameraChoice.Known("built-in", "Integrated Camera"));
        assertThat(sessions.settings().camera().name()).isEqualTo("Integrated Camera");

        click("#camera-menu");
        until("the list is open", () -> menu().isShowing());
    }

    private static MenuButton menu() {
        return (MenuButton) find("#camera-menu").orElseThrow();
    }

    private static MenuItem item(List<MenuItem> items, String name) {
        return items.stream()
                .filter(item -> name.equals(item.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theListOfCamerasOpensOnEveryPage() {
        openWith(1);
        live();
        for (Page page : new Page[] {Page.HELP, Page.HISTORY, Page.ADD}) {
            onWindow(() -> {
                model().pages().open(page);
                return null;
            });
            press(KeyCode.F3);
            until("the list is open over " + page, CameraViewTest::isAListOpen);
            press(KeyCode.ESCAPE);
            until("it is closed again", () -> !isAListOpen());
            assertThat(model().pages().currentPage())
                    .as("Escape only closed the menu")
                    .isEqualTo(page);
        }
    }

    private static boolean isAListOpen() {
        return Window.getWindows().stream().anyMatch(window -> window instanceof PopupWindow && window.isShowing());
    }

    @Test
    void aDisabledCameraTakesNoSpaceAndCanBeEnabledAgain() {
        openWith(1);
        live();
        onWindow(() -> {
            item(menu().getItems(), "Use the camera").fire();
            return null;
        });
        until("the camera is off", () -> !sessions.camera().isWanted());
        untilText("#camera-caption", "not used");

        onWindow(() -> {
            item(menu().getItems(), "Use the camera").fire();
            return null;
        });
        until("the camera is on", () -> sessions.camera().isWanted());
        assertThat(Objects.requireNonNull(sessions.settings()).camera().on()).isTrue();
    }
}

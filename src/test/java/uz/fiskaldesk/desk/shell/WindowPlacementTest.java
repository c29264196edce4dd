package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the window is never larger than the screen and remains usable on small ones. */
class WindowPlacementTest extends WindowTest {
    @ParameterizedTest
    @CsvSource({"800, 560", "683, 384", "640, 480", "1024, 570"})
    void aSmallScreenShowsTheWholeWindow(double width, double height) {
        open();
        onWindow(() -> {
            WindowPlacement.place(stage(), new Rectangle2D(0, 0, width, height));
            stage().setMaximized(false);
            stage().setWidth(width);
            stage().setHeight(height);
            return null;
        });
        until("it is as large as the screen", () -> stage().getScene().getWidth() <= width);
        assertThat(onWindow(() -> stage().getMinWidth())).isLessThanOrEqualTo(width);
        assertThat(onWindow(() -> stage().getMinHeight())).isLessThanOrEqualTo(height);
    }

    @Test
    void aPaymentIsConfirmedOnASmallScreen() {
        openWith(1);
        onWindow(() -> {
            resize(800, 600);
            return null;
        });
        click("#settings");
        untilFocused("settings-till");
        click("#settings-page-back");
        pasteReceipt(2421);
        click("#confirm");
        untilRowSays(1, "Fiscalized");
        press(KeyCode.F1);
        untilShown("#help-page");
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import javafx.geometry.Rectangle2D;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void theWindowOpensWhereItWasClosed() {
        open();
        onWindow(() -> {
            // The headless screen is 1000 pixels wide.
            resize(1000, 700);
            stage().setY(30);
            return null;
        });
        until("it has this size", () -> !stage().isMaximized() && stage().getHeight() == 700);
        onWindow(() -> {
            WindowPlacement.remember(stage(), folder);
            resize(1000, 640);
            return null;
        });
        until("it has another size", () -> stage().getHeight() == 640);
        onWindow(() -> {
            WindowPlacement.place(stage(), folder);
            return null;
        });
        until("it is where it was", () -> !stage().isMaximized() && stage().getY() == 30);
        assertThat(onWindow(() -> stage().getWidth())).isEqualTo(1000);
        assertThat(onWindow(() -> stage().getHeight())).isEqualTo(700);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=9000\ny=30\nwidth=1100\nheight=700\nmaximized=false",
                "x=0\ny=0\nwidth=10\nheight=10\nmaximized=false",
                "x=wide",
                "\\u12"
            })
    void aWindowThatNoScreenWouldShowFillsTheScreen(String kept) throws IOException {
        Files.writeString(folder.resolve("window.properties"), kept);
        open();
        onWindow(() -> {
            WindowPlacement.place(stage(), folder);
            return null;
        });
        assertThat(onWindow(() -> stage().isMaximized())).isTrue();
    }

    @Test
    void theFolderOfTheLastFileIsRememberedBesideThePlaceOfTheWindow() {
        assertThat(WindowPlacement.lastFolder(folder)).isNull();
        WindowPlacement.rememberFolder(new File("receipts"), folder);
        WindowPlacement.rememberFolder(null, folder);
        assertThat(WindowPlacement.lastFolder(folder)).isEqualTo(new File("receipts"));
    }
}

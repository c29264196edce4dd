package uz.fiskaldesk.desk.shell;

import java.util.concurrent.TimeoutException;
import javafx.application.Application;
import org.junit.jupiter.api.BeforeAll;
import org.testfx.api.FxToolkit;

/** JavaFX with its own theme, for tests of controls outside the window of the desk. */
abstract class ToolkitFixture {
    @BeforeAll
    static void startToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        WindowTest.onWindow(() -> {
            Application.setUserAgentStylesheet(Application.STYLESHEET_MODENA);
            return null;
        });
    }
}

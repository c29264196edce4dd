package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.fiskaldesk.desk.common.Scrolling;

/** On a high screen the buttons of a page stay near to what they are about. */
class HighScreenTest extends ToolkitFixture {
    private static final double USUAL = 540;

    /** A page with a button below its content. */
    private static final class Page extends VBox {
        private final ScrollPane pane;

        Page(double contentHeight, Button button) {
            super(10);
            Region content = new Region();
            content.setMinHeight(contentHeight);
            pane = Scrolling.vertical(new VBox(content));
            setVgrow(pane, Priority.ALWAYS);
            getChildren().setAll(pane, button);
        }

        @Override
        protected void layoutChildren() {
            Scrolling.limitHeight(this, pane, USUAL);
            super.layoutChildren();
        }
    }

    @ParameterizedTest(name = "page {0}, content {1}")
    @CsvSource({
        "400, 100, 400", // as high as the page
        "540, 100, 540",
        "1000, 100, 540", // the same place as on a usual screen
        "1000, 300, 540",
        "1000, 700, 742", // below what is higher
        "1000, 2000, 1000" // in sight
    })
    void theButtonEndsAt(double pageHeight, double contentHeight, double end) {
        double bottom = WindowTest.onWindow(() -> {
            Button button = new Button("OK");
            button.setMinHeight(32);
            button.setMaxHeight(32);
            Page page = new Page(contentHeight, button);
            new Scene(page, 600, pageHeight);
            page.applyCss();
            page.layout();
            return button.getLayoutY() + button.getHeight();
        });
        assertThat(bottom).isEqualTo(end);
    }
}

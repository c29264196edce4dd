import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** A JavaFX program with one label, against which packaging/measure-start measures the desk. */
final class EmptyWindow {
    private EmptyWindow() {}

    /** Not a subclass of Application, so that JavaFX may be on the class path. */
    public static void main(String[] arguments) {
        Application.launch(Window.class, arguments);
    }

    /** Closes itself if it has an argument: then a start-up cache is recorded. */
    public static final class Window extends Application {
        @Override
        public void start(Stage stage) {
            Label label = new Label("A window with nothing but this text.");
            // Where the desk has its rows.
            StackPane.setAlignment(label, Pos.CENTER_LEFT);
            stage.setScene(new Scene(new StackPane(label), 1366, 768));
            stage.show();
            if (!getParameters().getRaw().isEmpty()) {
                Platform.runLater(stage::close);
            }
        }
    }
}

package uz.fiskaldesk.desk.capture;

import java.io.IOException;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/** A window in a separate process with its own display. Prints what it receives until its standard input ends. */
final class ScannedWindow {
    private ScannedWindow() {}

    public static void main(String[] arguments) throws IOException {
        Platform.startup(() -> {
            TextField field = new TextField();
            Button button = new Button("Confirm");
            button.setDefaultButton(true);
            button.setOnAction(_ -> System.out.println("pressed"));
            Scene scene = new Scene(new VBox(field, button), 300, 200);
            new ScannerKeyFilter(new TextField(), System::nanoTime, _ -> false, scan -> {
                        System.out.println("scanned " + scan.text());
                        System.out.println("field <" + field.getText() + ">");
                    })
                    .install(scene);
            Stage stage = new Stage();
            stage.setScene(scene);
            stage.focusedProperty().subscribe(focused -> {
                if (focused) {
                    field.requestFocus();
                    System.out.println("focused");
                }
            });
            stage.show();
            stage.requestFocus();
        });
        while (System.in.read() >= 0) {
            // Wait for the end of the input.
        }
        Platform.exit();
    }
}

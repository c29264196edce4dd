package uz.fiskaldesk.desk.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.report.SupportBundle.Part;

/**
 * Shows what would be sent to the support before it is saved as a file. It fills the window, because it is also opened where
 * no session could be.
 */
final class SupportView extends VBox {
    private static final double NAMES = 260;

    /** The characters of a file that are shown; a text area is slow with more. The file has all of them. */
    private static final int SHOWN = 60_000;

    private final Ui ui;
    private final ListView<Part> names = new ListView<>();
    private final TextArea text = new TextArea();
    private final Label message;
    private final Button save;

    /**
     * @param save called with the button to save
     * @param back returns to what was shown before
     */
    SupportView(Ui ui, Runnable save, Runnable back) {
        super(12);
        this.ui = ui;
        setId("support-page");
        getStyleClass().addAll("desk", "full-page");
        names.setId("support-parts");
        names.setMinWidth(NAMES);
        names.setMaxWidth(NAMES);
        names.setCellFactory(_ -> new Name());
        names.getSelectionModel().selectedItemProperty().subscribe(this::show);
        text.setId("support-text");
        text.setEditable(false);
        Ui.setName(text, ui.text("support.title"));
        Ui.setName(names, ui.text("support.title"));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox content = new HBox(12, names, text);
        VBox.setVgrow(content, Priority.ALWAYS);
        message = ui.wrappedLabel(ui.text("support.collecting"), "info-box");
        message.setId("support-message");
        message.setMaxWidth(Double.MAX_VALUE);
        this.save = ui.mainButton("support-save", "support.save", save);
        this.save.setDisable(true);
        HBox buttons = new HBox(
                10, this.save, ui.button("support-back", "action.back", Shortcut.ESCAPE, back, "second-button"));
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .setAll(
                        ui.wrappedLabel(ui.text("support.title"), "page-title"),
                        ui.wrappedLabel(ui.text("support.about")),
                        message,
                        content,
                        buttons);
        ui.announceIn(this);
        addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (pressed.getCode() == KeyCode.ESCAPE) {
                pressed.consume();
                back.run();
            }
        });
    }

    /** Shows the collected files, from now on they can be saved. */
    void show(List<Part> parts) {
        names.getItems().setAll(parts);
        names.getSelectionModel().selectFirst();
        Ui.setShown(message, false);
        save.setDisable(false);
        save.requestFocus();
    }

    void say(String sentence, String style) {
        message.setText(sentence);
        message.getStyleClass().removeAll("info-box", "success-box", "danger-box");
        message.getStyleClass().add(style);
        Ui.setShown(message, true);
    }

    List<Part> parts() {
        return List.copyOf(names.getItems());
    }

    Node initialFocus() {
        return names;
    }

    private void show(@Nullable Part part) {
        String all = part == null ? "" : part.text();
        int from = Math.max(0, all.length() - SHOWN);
        text.setText(from == 0 ? all : "…" + all.substring(from));
    }

    /** The name of a file with its size. */
    private final class Name extends ListCell<Part> {
        @Override
        protected void updateItem(@Nullable Part part, boolean empty) {
            super.updateItem(part, empty);
            setText(empty || part == null ? null : ui.text("support.part", part.name(), (part.size() + 1023) / 1024));
        }
    }
}

package uz.fiskaldesk.desk.common;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Skin;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.wording.Wording;

/**
 * Makes the small parts of one showing of the window in one language, and holds what they listen to, so that all of it
 * is let go when the window is shown in another one.
 */
public final class Ui {
    private static final double MAIN_BUTTON = 150;

    private final Wording wording;
    private final List<Subscription> subscriptions = new ArrayList<>();

    public Ui(Wording wording) {
        this.wording = wording;
    }

    public Wording wording() {
        return wording;
    }

    public String text(String key, Object... values) {
        return values.length == 0 ? wording.texts().get(key) : wording.texts().get(key, values);
    }

    /** Calls {@code use} with the value now and whenever it changes, for as long as this showing lasts. */
    public <T extends @Nullable Object> void show(ObservableValue<T> value, Consumer<? super T> use) {
        subscriptions.add(value.subscribe(use));
    }

    /** Lets go of everything that was listened to. */
    public void dispose() {
        subscriptions.forEach(Subscription::unsubscribe);
        subscriptions.clear();
    }

    public Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** A label whose text may take several lines. */
    public Label sentence(String text, String... styles) {
        Label label = label(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** A button with the key that does the same. */
    public Button button(String id, String textKey, String key, Runnable action, String... styles) {
        Button button = new Button(text(textKey));
        button.setId(id);
        if (!key.isEmpty()) {
            button.setGraphic(label(key, "key"));
            button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        }
        button.getStyleClass().addAll(styles);
        button.setOnAction(_ -> action.run());
        button.setFocusTraversable(true);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** The button that does what a page is for: as wide as there is room, in two lines where that is little. */
    public Button mainButton(String id, String textKey, Runnable action) {
        Button button = button(id, textKey, "Enter", action, "main-button");
        button.setMinWidth(MAIN_BUTTON);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setWrapText(true);
        button.setTextAlignment(TextAlignment.CENTER);
        HBox.setHgrow(button, Priority.ALWAYS);
        return button;
    }

    /** A button that shows a picture only, with its meaning for screen readers and as a tip. */
    public Button iconButton(String id, Feather icon, String textKey, Runnable action) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.setAccessibleText(text(textKey));
        button.setTooltip(new javafx.scene.control.Tooltip(text(textKey)));
        button.getStyleClass().addAll("button-icon", "flat");
        button.setOnAction(_ -> action.run());
        return button;
    }

    public TextField field(String id, String promptKey) {
        TextField field = new TextField() {
            @Override
            protected Skin<?> createDefaultSkin() {
                return new StillCaretSkin(this);
            }
        };
        field.setId(id);
        if (!promptKey.isEmpty()) {
            field.setPromptText(text(promptKey));
        }
        return field;
    }

    /** A field under its name. */
    public VBox named(String nameKey, Node field) {
        Label name = label(text(nameKey), "field-name");
        name.setLabelFor(field);
        return new VBox(3, name, field);
    }

    /** A line that is there only while there is something to say. */
    public Label line(ObservableValue<@Nullable LocalizedText> words, String... styles) {
        Label label = sentence("", styles);
        show(words, now -> {
            label.setText(now == null ? "" : now.in(wording));
            shown(label, now != null);
        });
        return label;
    }

    public static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    public static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        VBox.setVgrow(spring, Priority.ALWAYS);
        return spring;
    }

    /** Gives the node exactly one of these styles. */
    public static void restyle(Node node, String prefix, String style) {
        List<String> before = node.getStyleClass().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        // Every change of the style classes has the toolkit look up all styles again.
        if (!before.equals(List.of(prefix + style))) {
            node.getStyleClass().removeAll(before);
            node.getStyleClass().add(prefix + style);
        }
    }
}

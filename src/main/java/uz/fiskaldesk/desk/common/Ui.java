package uz.fiskaldesk.desk.common;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Skin;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.wording.Messages;

/**
 * Creates translated controls and holds their subscriptions to models, so that all of them are removed when the window
 * is rebuilt in another language.
 */
public final class Ui {
    private static final String LABELLED = "labelled";
    private static final double MAIN_BUTTON = 150;

    private final Messages messages;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Announcer announcer = new Announcer();

    public Ui(Messages messages) {
        this.messages = messages;
    }

    public Messages messages() {
        return messages;
    }

    public String text(String key, Object... values) {
        return values.length == 0 ? messages.texts().get(key) : messages.texts().get(key, values);
    }

    /** Calls {@code use} with the value now and whenever it changes, until {@link #dispose}. */
    public <T extends @Nullable Object> void observe(ObservableValue<T> value, Consumer<? super T> use) {
        subscriptions.add(value.subscribe(use));
    }

    /** Adds a label whose style says only later that it is a message. */
    public void announce(Label label) {
        announcer.add(label);
    }

    /** Tells screen readers the messages that are shown in the window of this node. */
    public void announceIn(Node root) {
        observe(root.sceneProperty().flatMap(Scene::focusOwnerProperty), announcer::focused);
    }

    /** Gives a control without a visible label a name for screen readers. */
    public static void setName(Node control, String name) {
        // The accessible text of a field would replace its content.
        new Label(name).setLabelFor(control);
    }

    /** Removes all subscriptions. */
    public void dispose() {
        subscriptions.forEach(Subscription::unsubscribe);
        subscriptions.clear();
    }

    /** A duration to append to a text; never negative, even if the clock was set back. */
    public String elapsed(Duration duration) {
        return " " + Formats.duration(duration.isNegative() ? Duration.ZERO : duration, messages.texts());
    }

    public Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        announcer.watch(label);
        return label;
    }

    /** A label that wraps its text. */
    public Label wrappedLabel(String text, String... styles) {
        Label label = label(text, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** The keys of a shortcut, for a button or a text beside it. */
    public Label key(Shortcut shortcut) {
        return label(shortcut.label(), "key");
    }

    /** A button that shows its keyboard shortcut. */
    public Button button(String id, String textKey, Shortcut shortcut, Runnable action, String... styles) {
        Button button = button(id, textKey, action, styles);
        button.setGraphic(key(shortcut));
        button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        return button;
    }

    /** A button without a keyboard shortcut. */
    public Button button(String id, String textKey, Runnable action, String... styles) {
        Button button = new Button(text(textKey));
        button.setId(id);
        button.getStyleClass().addAll(styles);
        button.setOnAction(_ -> action.run());
        button.setFocusTraversable(true);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** The main button of a page: as wide as possible, with wrapped text, triggered by Enter. */
    public Button mainButton(String id, String textKey, Runnable action) {
        Button button = button(id, textKey, Shortcut.CONFIRM, action, "main-button");
        button.setMinWidth(MAIN_BUTTON);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setWrapText(true);
        button.setTextAlignment(TextAlignment.CENTER);
        HBox.setHgrow(button, Priority.ALWAYS);
        return button;
    }

    /** A button with an icon only; its text is a tooltip and available to screen readers. */
    public Button iconButton(String id, Feather icon, String textKey, Runnable action) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.setAccessibleText(text(textKey));
        button.setTooltip(new javafx.scene.control.Tooltip(text(textKey)));
        button.getStyleClass().addAll("button-icon", "flat");
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** A wide button for one of several choices: a title, a text at its right, and a line below that may be empty. */
    public Button choiceButton(String id, String title, String atRight, String below, Runnable action) {
        HBox first = new HBox(10, label(title, "card-title"), spacer(), label(atRight, "muted"));
        first.setAlignment(Pos.BASELINE_LEFT);
        Label second = wrappedLabel(below, "muted");
        setShown(second, !below.isEmpty());
        VBox lines = new VBox(2, first, second);
        Button button = new ChoiceButton(lines);
        button.setId(id);
        button.setAccessibleText(title + ", " + atRight + (below.isEmpty() ? "" : ", " + below));
        button.setMaxWidth(Double.MAX_VALUE);
        button.getStyleClass().add("action");
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** A text field for a value, with a caret that does not blink. */
    public TextField field(String id, String promptKey, StringProperty value) {
        TextField field = new TextField() {
            @Override
            protected Skin<?> createDefaultSkin() {
                return new StillCaretSkin(this);
            }
        };
        field.setId(id);
        field.textProperty().bindBidirectional(value);
        if (!promptKey.isEmpty()) {
            field.setPromptText(text(promptKey));
            setName(field, text(promptKey));
        }
        return field;
    }

    /** A box with a choice, described by texts. */
    public <T> ComboBox<T> choice(String id, Function<T, String> describe) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : describe.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        });
        return box;
    }

    /** A control with a label above it. */
    public VBox labelled(String nameKey, Node field) {
        Label name = label(text(nameKey), "field-name");
        name.setLabelFor(controlIn(field));
        VBox box = new VBox(5, name, field);
        box.getStyleClass().add(LABELLED);
        return box;
    }

    /** The field or choice in a row of controls; the node itself if there is none. */
    private static Node controlIn(Node node) {
        if (!(node instanceof Control) && node instanceof Parent row) {
            for (Node child : row.getChildrenUnmodifiable()) {
                if (controlIn(child) instanceof Control control && !(control instanceof Labeled)) {
                    return control;
                }
            }
        }
        return node;
    }

    /** The box with the label that {@link #labelled} made around a field; the field itself if there is none. */
    static Node labelledBox(Node field) {
        for (Node at = field; at != null; at = at.getParent()) {
            if (at.getStyleClass().contains(LABELLED)) {
                return at;
            }
        }
        return field;
    }

    /** Whether Enter triggers the main button: no other button has the focus. */
    public static boolean takesEnter(Button main, @Nullable Node focused) {
        return !(focused instanceof ButtonBase) || focused instanceof CheckBox || focused.equals(main);
    }

    /** A label for an optional message; it takes no space while the message is null. */
    public Label messageLabel(ObservableValue<@Nullable LocalizedText> message, String... styles) {
        Label label = wrappedLabel("", styles);
        observe(message, now -> {
            label.setText(now == null ? "" : now.in(messages));
            setShown(label, now != null);
        });
        return label;
    }

    /** Does something once when the layout is done that is due. */
    public static void afterLayout(Scene scene, Runnable action) {
        Runnable[] once = new Runnable[1];
        once[0] = () -> {
            scene.removePostLayoutPulseListener(once[0]);
            action.run();
        };
        scene.addPostLayoutPulseListener(once[0]);
    }

    /**
     * Replaces the children of a pane, and keeps the focus if one of them has it: on the same node or the one with its id, else on
     * another one, so that it does not go to whatever control comes next.
     *
     * @param otherwise supplies what gets the focus if the focused node is gone
     */
    public static void replaceChildren(Pane pane, List<? extends Node> nodes, Supplier<? extends Node> otherwise) {
        Node focused = pane.getScene() == null ? null : pane.getScene().getFocusOwner();
        boolean inside = isWithin(pane, focused);
        pane.getChildren().setAll(nodes);
        if (focused != null && inside) {
            // New controls have no skins yet and could not take the focus.
            pane.applyCss();
            String id = focused.getId();
            Node same = isWithin(pane, focused) || id == null ? focused : pane.lookup("#" + id);
            Node next = same == null || !canTakeFocus(same, pane) ? otherwise.get() : same;
            next.requestFocus();
        }
    }

    private static boolean canTakeFocus(Node node, Pane pane) {
        return isWithin(pane, node) && node.isVisible() && !node.isDisabled();
    }

    /** Whether a node is a pane or in it. */
    public static boolean isWithin(Node pane, @Nullable Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.equals(pane)) {
                return true;
            }
        }
        return false;
    }

    /** Shows a node, or hides it so that it takes no space. */
    public static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /**
     * Sets the children of a pane, each as soon as it is shown for the first time: JavaFX also styles what is invisible, and with
     * that the desk took a tenth longer to start.
     */
    public static void setChildrenOnceShown(Pane pane, Node... children) {
        List<Node> all = List.of(children);
        for (Node child : all) {
            child.visibleProperty().subscribe(visible -> {
                if (visible && child.getParent() == null) {
                    List<Node> present = pane.getChildren();
                    present.add(
                            (int) all.stream()
                                    .takeWhile(before -> !before.equals(child))
                                    .filter(present::contains)
                                    .count(),
                            child);
                    // New controls have no skins yet and could not take the focus.
                    child.applyCss();
                }
            });
        }
    }

    public static Region spacer() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        VBox.setVgrow(spring, Priority.ALWAYS);
        return spring;
    }

    /** Replaces the style classes that start with {@code prefix} by one. */
    public static void setStyle(Node node, String prefix, String style) {
        List<String> before = node.getStyleClass().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        // Every change of the style classes makes JavaFX reapply the CSS.
        if (!before.equals(List.of(prefix + style))) {
            List<String> now = new ArrayList<>(node.getStyleClass());
            now.removeAll(before);
            now.add(prefix + style);
            node.getStyleClass().setAll(now);
        }
    }
}

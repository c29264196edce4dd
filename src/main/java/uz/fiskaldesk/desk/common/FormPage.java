package uz.fiskaldesk.desk.common;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A page with a title, scrollable content and a row of buttons. */
public abstract class FormPage extends VBox {
    /** In pixels, on a screen of 1366×768. */
    private static final double USUAL_HEIGHT = 656;

    protected final Ui ui;
    protected final Runnable back;
    protected final Label title;
    private final VBox content = new VBox(12);
    private final ScrollPane scroll;
    private Node body;

    @SuppressWarnings("this-escape") // no page overrides what a node's own setters call
    protected FormPage(Ui ui, String id, String titleKey, Runnable back) {
        super(10);
        this.ui = ui;
        this.back = back;
        setId(id);
        title = ui.wrappedLabel(ui.text(titleKey), "page-title");
        scroll = Scrolling.vertical(content);
        body = scroll;
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(title, scroll);
    }

    @Override
    protected void layoutChildren() {
        if (body.equals(scroll)) {
            Scrolling.limitHeight(this, scroll, USUAL_HEIGHT);
        }
        super.layoutChildren();
    }

    /** Puts the scrollable content into a node with something beside it. */
    protected final void surround(Function<ScrollPane, Node> around) {
        int at = getChildren().indexOf(scroll);
        getChildren().remove(scroll);
        body = around.apply(scroll);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().add(at, body);
    }

    protected final void setContent(Node... nodes) {
        setContent(List.of(nodes));
    }

    protected final void setContent(List<? extends Node> nodes) {
        Ui.replaceChildren(content, nodes, this::initialFocus);
    }

    /** Adds the button that submits the form and the cancel button. Enter in a field submits, too. */
    protected final Button addSubmitButtons(String id, String textKey, Runnable action) {
        return addSubmitButtons(id, textKey, "action.cancel", action);
    }

    /** The same with another text on the cancel button, and with buttons between the two. */
    protected final Button addSubmitButtons(
            String id, String textKey, String cancelKey, Runnable action, Node... between) {
        Button button = ui.mainButton(id, textKey, action);
        HBox row = new HBox(10, button);
        row.getChildren().addAll(between);
        row.getChildren().add(backButton(cancelKey));
        getChildren().add(row);
        ui.observe(
                sceneProperty().flatMap(Scene::focusOwnerProperty),
                focused -> button.setContentDisplay(
                        Ui.takesEnter(button, focused) ? ContentDisplay.RIGHT : ContentDisplay.TEXT_ONLY));
        EventHandler<KeyEvent> submit = pressed -> {
            if (pressed.getCode() == KeyCode.ENTER
                    && (!(pressed.getTarget() instanceof Button)
                            || pressed.getTarget().equals(button))) {
                pressed.consume();
                if (!button.isDisabled()) {
                    action.run();
                }
            }
        };
        addEventHandler(KeyEvent.KEY_PRESSED, submit);
        // The button itself would wait for the release of the key.
        button.addEventFilter(KeyEvent.KEY_PRESSED, submit);
        return button;
    }

    /** Adds a back button, for pages that have nothing to submit. */
    protected final void addBackButton(Node... besides) {
        FlowPane row = new FlowPane(10, 8, besides);
        row.setAlignment(Pos.CENTER_RIGHT);
        row.getChildren().add(backButton("action.back"));
        getChildren().add(row);
    }

    /**
     * Shows what is wrong below the field that it is about, moves the focus there and scrolls it into view. A problem of no
     * single field is shown above the buttons.
     *
     * @param id the id of the label with the text
     */
    protected final void showProblem(
            String id, ObservableValue<@Nullable FormProblem> problem, Map<StringProperty, ? extends Node> fields) {
        Label text = ui.wrappedLabel("", "danger-text");
        text.setId(id);
        text.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        ui.observe(problem, now -> {
            if (text.getParent() instanceof Pane before) {
                before.getChildren().remove(text);
            }
            if (now == null) {
                return;
            }
            text.setText(now.text().in(ui.messages()));
            Node field = now.field() == null ? null : fields.get(now.field());
            if (field != null && Ui.labelledBox(field) instanceof Pane box) {
                box.getChildren().add(text);
                field.requestFocus();
                Scrolling.reveal(scroll, box);
            } else {
                getChildren().add(getChildren().indexOf(body) + 1, text);
            }
        });
    }

    private Button backButton(String textKey) {
        return ui.button(getId() + "-back", textKey, Shortcut.ESCAPE, back, "second-button");
    }

    /** The node that gets the focus when the page opens. */
    public Node initialFocus() {
        return this;
    }
}

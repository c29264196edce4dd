package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Tests that each check of the screens finds what it is for, in a scene with that one fault. */
class AccessibilityCheckTest extends ToolkitFixture {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 200;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("shows only", () -> sized(new Label("A text that is too long for its label"), 60, 44)),
                fault("shows only", () -> {
                    Label label =
                            new Label("A text that wraps and is too high for its label, so that lines are missing");
                    label.setWrapText(true);
                    return sized(label, 120, 40);
                }),
                fault("has no room for its prompt", () -> {
                    TextField field = new TextField();
                    field.setPromptText("Amount, phone, receipt or ID");
                    return sized(field, 90, 44);
                }),
                fault("lies over", () -> at(new Label("one text"), 10, 10, new Label("another"), 30, 15)),
                fault("lies over", () -> at(button("one"), 10, 10, button("two"), 30, 20)),
                fault("lies over", () -> at(new Label("under a card"), 10, 10, painted(100, 60), 5, 5)),
                fault("is cut off", () -> at(new Label("beyond the right edge"), WIDTH - 30, 10)),
                fault("is cut off", () -> at(new Label("beyond the lower edge"), 10, HEIGHT - 5)),
                fault("is cut off", () -> at(button("above"), 10, -20)),
                fault("is cut off", () -> {
                    Pane clipped = new Pane(new Label("more than is shown of it"));
                    clipped.setClip(new Rectangle(50, 50));
                    return clipped;
                }),
                fault("is cut off", () -> {
                    ScrollPane pane = new ScrollPane(sized(button("too wide"), 2 * WIDTH, 44));
                    pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
                    return sized(pane, WIDTH, 100);
                }),
                fault("is cut off", () -> {
                    Pane content = new Pane(button("not reached"));
                    content.getChildren().getFirst().setLayoutY(500);
                    content.setMinHeight(300);
                    content.setMaxHeight(300);
                    return sized(new ScrollPane(content), WIDTH, 100);
                }),
                fault("has no room for what is scrolled", () -> sized(new ScrollPane(painted(100, 500)), 150, 20)),
                fault("is cut in half", () -> {
                    Button main = sized(button("Send"), 100, 56);
                    main.getStyleClass().add("main-button");
                    return sized(new ScrollPane(new VBox(painted(100, 70), main)), WIDTH, 100);
                }),
                fault("has a contrast of", () -> styled(new Label("pale"), "-fx-text-fill: #999999")),
                fault("has a contrast of", () -> styled(new Label("faded"), "-fx-text-fill: black; -fx-opacity: 0.4")),
                fault("has a text with a contrast", () -> styled(field(), "-fx-text-fill: #aaaaaa")),
                fault("has a text with a contrast", () -> {
                    TextField field = styled(field(), "-fx-prompt-text-fill: #aaaaaa");
                    field.clear();
                    field.setPromptText("prompt");
                    return field;
                }),
                fault(
                        "has an outline",
                        () -> styled(field(), "-fx-border-color: #eeeeee; -fx-background-color: white")),
                fault("is an icon with a contrast", () -> {
                    FontIcon icon = new FontIcon(Feather.X);
                    icon.setIconColor(Color.LIGHTGRAY);
                    return icon;
                }),
                fault("smaller than a finger", () -> sized(button("x"), 30, 44)),
                fault("smaller than a finger", () -> sized(button("too low"), 100, 30)),
                fault("smaller than a finger", () -> sized(new ComboBox<String>(), 100, 30)),
                fault("smaller than a finger", () -> sized(new Slider(), 100, 20)),
                fault("smaller than a finger", () -> {
                    ListView<String> list = new ListView<>();
                    list.getItems().add("low row");
                    list.setFixedCellSize(24);
                    return sized(list, 200, 100);
                }),
                fault("narrower than a finger", () -> sized(new ScrollPane(painted(100, 500)), 150, 100)),
                fault("has no accessible name", () -> sized(new Button(), 50, 50)),
                fault("has no accessible name", TextField::new),
                fault("has no accessible name", () -> sized(new ComboBox<String>(), 100, 50)),
                fault("has no accessible name", ProgressBar::new),
                fault("has no accessible name", () -> {
                    ListView<String> list = new ListView<>();
                    return sized(list, 200, 100);
                }),
                fault("reads instead of its content", () -> {
                    TextField field = field();
                    field.setAccessibleText("Amount");
                    return field;
                }),
                fault("is not announced", () -> {
                    Label problem = new Label("The amount is missing");
                    problem.getStyleClass().add("danger-text");
                    return problem;
                }),
                fault("has no accessible role", () -> {
                    Region pressed = painted(50, 50);
                    pressed.setFocusTraversable(true);
                    return pressed;
                }),
                fault("has no accessible role", () -> {
                    Region pressed = painted(50, 50);
                    pressed.setOnMouseClicked(_ -> {});
                    return pressed;
                }));
    }

    private static Arguments fault(String complaint, Supplier<Node> scene) {
        return Arguments.of(complaint, scene);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("faults")
    void aFaultIsFound(String complaint, Supplier<Node> scene) {
        assertThat(complaints(scene)).anyMatch(found -> found.contains(complaint));
    }

    @Test
    void aGoodSceneHasNoComplaints() {
        assertThat(complaints(() -> {
                    Label name = new Label("Amount");
                    TextField amount = sized(styled(field(), "-fx-border-color: black"), 200, 44);
                    name.setLabelFor(amount);
                    return new VBox(10, name, amount, new HBox(10, sized(button("Add"), 100, 44), new Label("Esc")));
                }))
                .isEmpty();
    }

    private static List<String> complaints(Supplier<Node> scene) {
        return WindowTest.onWindow(() -> {
            StackPane root = new StackPane(new Pane(scene.get()));
            root.setStyle("-fx-background-color: white");
            root.setPadding(Insets.EMPTY);
            Parent made = new Scene(root, WIDTH, HEIGHT).getRoot();
            return AccessibilityCheck.complaints(made);
        });
    }

    private static <T extends Region> T sized(T node, double width, double height) {
        node.setMinSize(width, height);
        node.setPrefSize(width, height);
        node.setMaxSize(width, height);
        return node;
    }

    private static <T extends Node> T styled(T node, String style) {
        node.setStyle(style);
        return node;
    }

    private static Region painted(double width, double height) {
        return styled(sized(new Region(), width, height), "-fx-background-color: gray");
    }

    private static Button button(String text) {
        return new Button(text);
    }

    private static TextField field() {
        return new TextField("written");
    }

    private static Pane at(Node node, double x, double y) {
        Pane pane = new Pane(node);
        node.relocate(x, y);
        return pane;
    }

    private static Pane at(Node node, double x, double y, Node other, double otherX, double otherY) {
        Pane pane = new Pane(node, other);
        node.relocate(x, y);
        other.relocate(otherX, otherY);
        return pane;
    }
}

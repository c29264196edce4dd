package uz.fiskaldesk.desk.common;

import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.TextFieldSkin;
import javafx.scene.shape.Path;

/**
 * A text field skin whose caret does not blink. The desk idles with the focus in a text field, and an animation makes
 * JavaFX render sixty pulses a second for as long as it runs.
 *
 * <p>JavaFX hides a caret that is not animated and has no API to show it, so its opacity is bound to the focus. If the
 * caret is not found among the nodes of the field, it blinks as usual.
 */
public final class StillCaretSkin extends TextFieldSkin {
    private final boolean still;

    public StillCaretSkin(TextField field) {
        super(field);
        Optional<Path> caret = caretAmong(getChildren().stream());
        caret.ifPresent(path -> {
            path.opacityProperty().unbind();
            path.opacityProperty()
                    .bind(Bindings.when(field.focusedProperty().and(field.editableProperty()))
                            .then(1.0)
                            .otherwise(0.0));
        });
        still = caret.isPresent();
        setCaretAnimating(field.isFocused());
    }

    private static Optional<Path> caretAmong(Stream<Node> nodes) {
        return nodes.flatMap(StillCaretSkin::all)
                .filter(Path.class::isInstance)
                .map(Path.class::cast)
                .filter(path -> path.opacityProperty().isBound())
                .findFirst();
    }

    private static Stream<Node> all(Node node) {
        return node instanceof Parent parent
                ? Stream.concat(
                        Stream.of(node),
                        parent.getChildrenUnmodifiable().stream().flatMap(StillCaretSkin::all))
                : Stream.of(node);
    }

    @Override
    public void setCaretAnimating(boolean animating) {
        super.setCaretAnimating(animating && !still);
    }
}

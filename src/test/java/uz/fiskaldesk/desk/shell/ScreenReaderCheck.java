package uz.fiskaldesk.desk.shell;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.ImageView;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a screen reader says of a window: every control has a role and a name, and every message that is shown is told
 * with the control that has the focus. Used on the JavaFX thread.
 */
final class ScreenReaderCheck {
    private static final Set<AccessibleRole> NO_ROLE = EnumSet.of(AccessibleRole.NODE, AccessibleRole.PARENT);

    /** The style classes of labels that say a result, a problem or a warning. */
    private static final Set<String> MESSAGES =
            Set.of("danger-text", "danger-box", "warning-box", "success-box", "info-box", "notice");

    private final Parent root;
    private final List<String> complaints = new ArrayList<>();

    private ScreenReaderCheck(Parent root) {
        this.root = root;
    }

    static List<String> complaints(Parent root) {
        ScreenReaderCheck check = new ScreenReaderCheck(root);
        check.at(root);
        return check.complaints;
    }

    private void at(Node node) {
        if (!node.isVisible()) {
            return;
        }
        boolean isOperated = node.isFocusTraversable()
                || node.getOnMouseClicked() != null
                || (node.getOnMousePressed() != null && !node.getStyleClass().contains("viewport"));
        if (isOperated && (node.getAccessibleRole() == null || NO_ROLE.contains(node.getAccessibleRole()))) {
            complain(node, "has no accessible role");
        }
        if (needsName(node) && name(node).isBlank()) {
            complain(node, "has no accessible name");
        }
        if (node instanceof TextInputControl field && field.getAccessibleText() != null) {
            complain(node, "has an accessible text, which a screen reader reads instead of its content");
        }
        if (node instanceof Label label
                && label.getStyleClass().stream().anyMatch(MESSAGES::contains)
                && !label.getStyleClass().contains("history-title")
                && !Objects.requireNonNullElse(label.getText(), "").isBlank()
                && !isAnnounced(label.getText())) {
            complain(label, "is not announced");
        }
        if (node instanceof Parent parent && !(node instanceof ScrollBar) && !(node instanceof ComboBoxBase<?>)) {
            parent.getChildrenUnmodifiable().forEach(this::at);
        }
    }

    private static boolean needsName(Node node) {
        return switch (node) {
            case ListCell<?> cell -> !cell.isEmpty();
            case ScrollPane _ -> false;
            // The list of a combo box takes no focus; a screen reader reads the box.
            case ListView<?> list -> list.isFocusTraversable();
            case TextInputControl _, ComboBoxBase<?> _, ProgressIndicator _, Slider _ -> true;
            case ImageView picture -> picture.getImage() != null;
            default -> node.isFocusTraversable();
        };
    }

    private static String name(Node node) {
        if (node.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) instanceof Labeled label) {
            return label.getText();
        }
        if (node.getAccessibleText() != null) {
            return node.getAccessibleText();
        }
        return node instanceof Labeled labeled && !(node instanceof ComboBoxBase<?>)
                ? Objects.requireNonNullElse(labeled.getText(), "")
                : "";
    }

    private boolean isAnnounced(String message) {
        Node focused = root.getScene() == null ? null : root.getScene().getFocusOwner();
        for (Node at = focused; at != null; at = at.getParent()) {
            if (says(at.getAccessibleHelp(), message) || says(at.getAccessibleText(), message)) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(@Nullable String said, String message) {
        return said != null && said.contains(message);
    }

    private void complain(Node node, String what) {
        String text = node instanceof Labeled labeled ? " “" + labeled.getText() + "”" : "";
        complaints.add(
                node.getClass().getSimpleName() + " #" + node.getId() + " " + node.getStyleClass() + text + " " + what);
    }
}

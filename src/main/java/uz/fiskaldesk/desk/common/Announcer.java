package uz.fiskaldesk.desk.common;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Tells screen readers the messages of a window. JavaFX has no live regions, so the messages that are shown are the help of
 * the control that has the focus. Used on the JavaFX thread.
 */
final class Announcer {
    /** The style classes of labels that say a result, a problem or a warning. */
    private static final Set<String> MESSAGES =
            Set.of("danger-text", "danger-box", "warning-box", "success-box", "info-box", "notice");

    private final Set<Label> messages = Collections.newSetFromMap(new WeakHashMap<>());
    private @Nullable Node focused;
    private Subscription place = Subscription.EMPTY;

    /** Announces the text of this label while it is shown, if it is styled as a message. */
    void watch(Label label) {
        if (label.getStyleClass().stream().anyMatch(MESSAGES::contains)) {
            add(label);
        }
    }

    /** Announces the text of this label while it is shown. */
    void add(Label label) {
        messages.add(label);
        label.textProperty().subscribe(_ -> announce());
        shown(label).subscribe(_ -> announce());
        label.sceneProperty().subscribe(_ -> announce());
    }

    /** @param now the control that has the focus; null if none has it */
    void focused(@Nullable Node now) {
        if (focused != null && !focused.equals(now)) {
            focused.setAccessibleHelp(null);
        }
        focused = now;
        place.unsubscribe();
        // A part of the window that moves elsewhere is out of the scene meanwhile, and its labels return before the
        // control does.
        place = now == null ? Subscription.EMPTY : now.sceneProperty().subscribe(() -> announce());
        announce();
    }

    private void announce() {
        if (focused == null || focused.getScene() == null) {
            return;
        }
        Scene scene = focused.getScene();
        String text = messages.stream()
                .filter(label -> scene.equals(label.getScene()) && isShown(label))
                .map(Label::getText)
                .filter(said -> said != null && !said.isBlank())
                .distinct()
                .collect(Collectors.joining(". "));
        String help = text.isEmpty() ? null : text;
        if (!Objects.equals(help, focused.getAccessibleHelp())) {
            focused.setAccessibleHelp(help);
            focused.notifyAccessibleAttributeChanged(AccessibleAttribute.HELP);
        }
    }

    /** Whether a node and all that it is in are visible. */
    private static ObservableValue<Boolean> shown(Node node) {
        ObservableValue<Boolean> around =
                node.parentProperty().flatMap(Announcer::shown).orElse(true);
        return node.visibleProperty().flatMap(visible -> visible ? around : node.visibleProperty());
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }
}

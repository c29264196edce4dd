package uz.fiskaldesk.desk.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Checks the places of all nodes of a window: nothing lies over something else, and nothing is cut off by what is around it
 * or by the window without a way to scroll there, and what the next step needs is not cut in half. Used on the JavaFX thread, after the layout.
 */
final class LayoutCheck {
    /** Rounding to whole pixels, which are larger with large text, moves edges by less than this. */
    private static final double TOLERANCE = 2.5;

    /** What is seen of a scroll pane must be high enough for a line of text. */
    private static final double LOWEST_VIEWPORT = 24;

    /** @param shown the part that is in view, in pixels of the scene */
    private record Item(Node node, Bounds shown) {}

    private final List<Item> items = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private LayoutCheck() {}

    static List<String> complaints(Parent root) {
        LayoutCheck check = new LayoutCheck();
        Bounds window = new BoundingBox(
                0, 0, root.getScene().getWidth(), root.getScene().getHeight());
        check.at(root, window, window);
        check.overlaps();
        return check.complaints;
    }

    /**
     * @param view what is in view now
     * @param reach what can be brought into view by scrolling
     */
    private void at(Node node, Bounds view, Bounds reach) {
        if (!node.isVisible()) {
            return;
        }
        Bounds bounds = place(node);
        if (bounds != null) {
            if (!contains(reach, bounds)) {
                complain(node, "is cut off: " + text(bounds) + " of " + text(reach));
            }
            Bounds shown = intersection(bounds, view);
            if (shown != null) {
                items.add(new Item(node, shown));
                if (isForTheNextStep(node) && shown.getHeight() < bounds.getHeight() - TOLERANCE) {
                    complain(node, "is cut in half by what it is scrolled in: " + text(shown) + " of " + text(bounds));
                }
            }
        }
        switch (node) {
            case TextField field -> prompt(field);
            case TextInputControl _, ComboBoxBase<?> _, ScrollBar _, ProgressIndicator _ -> {}
            case ScrollPane pane -> inScrollPane(pane, view, reach);
            case ListView<?> list -> inList(list, view, reach);
            case Labeled labeled -> {
                if (labeled.getGraphic() instanceof Parent graphic && labeled.equals(graphic.getParent())) {
                    at(graphic, view, reach);
                }
            }
            case Parent parent -> children(parent, view, reach);
            default -> {}
        }
    }

    /** A control that is focused or that the next step needs: it may be scrolled out of view, but not look broken. */
    private static boolean isForTheNextStep(Node node) {
        if (!(node instanceof ButtonBase || node instanceof TextInputControl)) {
            return false;
        }
        if (node.isFocused() || node.getStyleClass().contains("main-button")) {
            return true;
        }
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.getId() != null && at.getId().startsWith("proposed-")) {
                return false;
            }
            if ("capture".equals(at.getId())) {
                return true;
            }
        }
        return false;
    }

    private void children(Parent parent, Bounds view, Bounds reach) {
        Bounds seen = view;
        Bounds within = reach;
        if (parent.getClip() != null) {
            Bounds clip = parent.localToScene(parent.getClip().getBoundsInParent());
            seen = Objects.requireNonNullElse(intersection(view, clip), nothing(clip));
            within = Objects.requireNonNullElse(intersection(reach, clip), nothing(clip));
        }
        for (Node child : parent.getChildrenUnmodifiable()) {
            at(child, seen, within);
        }
    }

    private void inScrollPane(ScrollPane pane, Bounds view, Bounds reach) {
        Node viewport = pane.lookup(".viewport");
        Node content = pane.getContent();
        if (viewport == null || content == null) {
            return;
        }
        Bounds port = viewport.localToScene(viewport.getLayoutBounds());
        Bounds whole = content.localToScene(content.getLayoutBounds());
        if (whole.getHeight() > port.getHeight() + TOLERANCE && port.getHeight() < LOWEST_VIEWPORT) {
            complain(pane, "has no room for what is scrolled in it: " + text(port));
        }
        Bounds within = new BoundingBox(
                Math.max(reach.getMinX(), port.getMinX()),
                Math.min(whole.getMinY(), port.getMinY()),
                Math.max(0, Math.min(reach.getMaxX(), port.getMaxX()) - Math.max(reach.getMinX(), port.getMinX())),
                Math.max(whole.getHeight(), port.getHeight()));
        at(content, Objects.requireNonNullElse(intersection(view, port), nothing(port)), within);
        bars(pane, view, reach);
    }

    private void inList(ListView<?> list, Bounds view, Bounds reach) {
        Node clipped = list.lookup(".clipped-container");
        if (clipped != null && clipped.isVisible() && !list.getItems().isEmpty()) {
            Bounds port = clipped.localToScene(clipped.getLayoutBounds());
            Bounds within = new BoundingBox(port.getMinX(), -1e6, port.getWidth(), 2e6);
            for (Node cell : list.lookupAll(".list-cell")) {
                at(cell, Objects.requireNonNullElse(intersection(view, port), nothing(port)), within);
            }
            bars(list, view, reach);
        } else {
            children(list, view, reach);
        }
    }

    private void bars(Parent around, Bounds view, Bounds reach) {
        for (Node node : around.lookupAll(".scroll-bar")) {
            if (node instanceof ScrollBar bar
                    && bar.isVisible()
                    && bar.getParent() != null
                    && (around.equals(bar.getParent())
                            || around.equals(bar.getParent().getParent()))) {
                at(bar, view, reach);
            }
        }
    }

    /** Where a node can be seen; null if there is nothing to be seen of itself. */
    private static @Nullable Bounds place(Node node) {
        return switch (node) {
            case ButtonBase _, TextInputControl _, ComboBoxBase<?> _, ScrollBar _, ProgressIndicator _ -> whole(node);
            case Labeled labeled when isPainted(labeled) -> whole(labeled);
            case Labeled labeled -> textOf(labeled);
            case Text text when !text.getText().isBlank() -> whole(text);
            case Region region when isPainted(region) && !(region instanceof ListView<?>) -> whole(region);
            default -> null;
        };
    }

    private static Bounds whole(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private static @Nullable Bounds textOf(Labeled labeled) {
        if (Objects.requireNonNullElse(labeled.getText(), "").isBlank()) {
            return null;
        }
        return labeled.getChildrenUnmodifiable().stream()
                .filter(child -> child instanceof Text && child.getStyleClass().contains("text"))
                .map(LayoutCheck::whole)
                .findFirst()
                .orElse(null);
    }

    private static boolean isPainted(Region region) {
        if (region.getWidth() < 1 || region.getHeight() < 1) {
            return false;
        }
        boolean filled = region.getBackground() != null
                && region.getBackground().getFills().stream().anyMatch(LayoutCheck::isSeen);
        boolean bordered = region.getBorder() != null
                && region.getBorder().getStrokes().stream()
                        .anyMatch(stroke -> stroke.getTopStroke() instanceof javafx.scene.paint.Color color
                                && color.getOpacity() > 0
                                && stroke.getInsets().getTop() >= 0);
        return filled || bordered;
    }

    private static boolean isSeen(BackgroundFill fill) {
        return !(fill.getFill() instanceof javafx.scene.paint.Color color) || color.getOpacity() > 0;
    }

    private void prompt(TextField field) {
        String prompt = Objects.requireNonNullElse(field.getPromptText(), "");
        if (prompt.isEmpty() || !field.getText().isEmpty()) {
            return;
        }
        double room = field.getWidth() - field.snappedLeftInset() - field.snappedRightInset();
        field.lookupAll(".text").stream()
                .filter(node -> node instanceof Text text && text.getText().equals(prompt))
                .filter(node -> node.getLayoutBounds().getWidth() > room + TOLERANCE)
                .forEach(node -> complain(
                        field,
                        "has no room for its prompt “%s”: %.0f of %.0f"
                                .formatted(prompt, node.getLayoutBounds().getWidth(), room)));
    }

    private void overlaps() {
        for (int i = 0; i < items.size(); i++) {
            for (int j = i + 1; j < items.size(); j++) {
                Item one = items.get(i);
                Item other = items.get(j);
                Bounds common = intersection(one.shown(), other.shown());
                if (common != null
                        && common.getWidth() > TOLERANCE
                        && common.getHeight() > TOLERANCE
                        && !isWithin(one.node(), other.node())
                        && !isWithin(other.node(), one.node())
                        && !standsInMargin(one.node(), other.node())
                        && !standsInMargin(other.node(), one.node())) {
                    complain(other.node(), "lies over " + name(one.node()) + ": " + text(common));
                }
            }
        }
    }

    private static boolean isWithin(Node inner, Node outer) {
        for (Node at = inner; at != null; at = at.getParent()) {
            if (at.equals(outer)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a button is placed where a field leaves room for it. */
    private static boolean standsInMargin(Node button, Node field) {
        return button instanceof ButtonBase
                && field instanceof TextField text
                && whole(button).getMinX()
                        >= whole(text).getMaxX()
                                - scaled(text, text.getPadding().getRight())
                                - TOLERANCE;
    }

    private static double scaled(Node node, double width) {
        return node.localToScene(new BoundingBox(0, 0, width, 0)).getWidth();
    }

    private static boolean contains(Bounds outer, Bounds inner) {
        return inner.getMinX() >= outer.getMinX() - TOLERANCE
                && inner.getMaxX() <= outer.getMaxX() + TOLERANCE
                && inner.getMinY() >= outer.getMinY() - TOLERANCE
                && inner.getMaxY() <= outer.getMaxY() + TOLERANCE;
    }

    private static @Nullable Bounds intersection(Bounds one, Bounds other) {
        double left = Math.max(one.getMinX(), other.getMinX());
        double top = Math.max(one.getMinY(), other.getMinY());
        double width = Math.min(one.getMaxX(), other.getMaxX()) - left;
        double height = Math.min(one.getMaxY(), other.getMaxY()) - top;
        return width <= 0 || height <= 0 ? null : new BoundingBox(left, top, width, height);
    }

    private static Bounds nothing(Bounds at) {
        return new BoundingBox(at.getMinX(), at.getMinY(), 0, 0);
    }

    private static String text(Bounds bounds) {
        return "%.0f–%.0f × %.0f–%.0f"
                .formatted(bounds.getMinX(), bounds.getMaxX(), bounds.getMinY(), bounds.getMaxY());
    }

    private void complain(Node node, String what) {
        complaints.add(name(node) + " " + what);
    }

    private static String name(Node node) {
        String text = switch (node) {
            case Labeled labeled -> " “" + labeled.getText() + "”";
            case Text shown -> " “" + shown.getText() + "”";
            default -> "";
        };
        return node.getClass().getSimpleName() + " #" + node.getId() + " " + node.getStyleClass() + text;
    }
}

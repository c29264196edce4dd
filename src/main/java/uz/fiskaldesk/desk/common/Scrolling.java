package uz.fiskaldesk.desk.common;

import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Panes that scroll and keep what somebody works at in view. */
public final class Scrolling {
    /** Pixels around a control for the ring that shows the focus. */
    private static final double FOCUS_RING = 4;

    private Scrolling() {}

    /** A pane that scrolls vertically only; its content is as wide as the pane. */
    public static ScrollPane vertical(Region content) {
        content.setPadding(new Insets(FOCUS_RING));
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().addAll("edge-to-edge", "page-scroll");
        pane.setFocusTraversable(false);
        pane.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(focused -> {
            // A page that has the focus itself has nothing to be typed into; an empty list above it stays in view.
            if (focused instanceof Control && Ui.isWithin(content, focused)) {
                reveal(pane, Ui.labelledBox(focused));
            }
        });
        onResize(pane, focused -> revealAfterLayout(pane, Ui.labelledBox(focused)));
        VBox.setMargin(pane, new Insets(-FOCUS_RING));
        return pane;
    }

    /**
     * Does something with the focused control of a pane when the pane shows more or less at once than before, as with another
     * text size: what somebody works at stays in view.
     */
    public static void onResize(ScrollPane pane, Consumer<Node> action) {
        pane.viewportBoundsProperty().subscribe((before, now) -> {
            Node focused = pane.getScene() == null ? null : pane.getScene().getFocusOwner();
            boolean resized = before.getHeight() != now.getHeight() || before.getWidth() != now.getWidth();
            if (resized && focused instanceof Control && Ui.isWithin(pane.getContent(), focused)) {
                action.accept(focused);
            }
        });
    }

    /** The height of everything on a page but its pane, with the margins of the pane. */
    public static double heightBeside(VBox page, ScrollPane pane) {
        double width = contentWidth(page);
        double rest = page.snappedTopInset() + page.snappedBottomInset() - 2 * FOCUS_RING;
        for (Node child : page.getChildren()) {
            if (child.isManaged() && !child.equals(pane)) {
                rest += Math.max(child.minHeight(width), child.prefHeight(width)) + page.getSpacing();
            }
        }
        return rest;
    }

    private static double contentWidth(VBox page) {
        return page.getWidth() - page.snappedLeftInset() - page.snappedRightInset();
    }

    /**
     * Keeps the buttons below a pane near to its content where the page is higher than usual, and in the same place whatever
     * the content is. Called before the page is laid out.
     *
     * @param usual the height of the page on a usual screen, in pixels
     */
    public static void limitHeight(VBox page, ScrollPane pane, double usual) {
        double content = pane.getContent().prefHeight(contentWidth(page) + 2 * FOCUS_RING);
        pane.setMaxHeight(Math.max(Math.ceil(content), usual - heightBeside(page, pane)));
    }

    /** Scrolls as little as possible to make a node of the content visible. */
    static void reveal(ScrollPane pane, Node node) {
        // The node may have been added just now.
        pane.applyCss();
        pane.layout();
        if (pane.getViewportBounds().getHeight() > 0) {
            scrollTo(pane, node);
        } else {
            // A page that is shown for the first time; scrolled now, it would hide what is above the node.
            revealAfterLayout(pane, node);
        }
    }

    /** The same when the layout is done that is due, such as after a change of the content above the node. */
    public static void revealAfterLayout(ScrollPane pane, Node node) {
        if (pane.getScene() != null) {
            Ui.afterLayout(pane.getScene(), () -> scrollTo(pane, node));
        }
    }

    private static void scrollTo(ScrollPane pane, Node node) {
        Node content = pane.getContent();
        Bounds bounds = content.sceneToLocal(node.localToScene(node.getLayoutBounds()));
        double height = pane.getViewportBounds().getHeight();
        double hidden = content.getLayoutBounds().getHeight() - height;
        if (bounds == null || height <= 0 || hidden <= 0) {
            return;
        }
        double top = pane.getVvalue() * hidden;
        double wanted = Math.min(bounds.getMinY(), Math.max(top, bounds.getMaxY() - height));
        pane.setVvalue(Math.clamp(wanted / hidden, 0, 1));
    }
}

package uz.fiskaldesk.desk.common;

import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Creates scroll panes. */
public final class ScrollPanes {
    private ScrollPanes() {}

    /** Width in pixels of the scroll bar, which is placed in the margin so that it does not narrow the content. */
    private static final double BAR = 14;

    /** A pane that scrolls vertically only; its content is as wide as the pane. */
    public static ScrollPane vertical(Region content) {
        content.setPadding(new Insets(0, BAR, 0, 0));
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().add("edge-to-edge");
        pane.setFocusTraversable(false);
        VBox.setMargin(pane, new Insets(0, -BAR, 0, 0));
        return pane;
    }
}

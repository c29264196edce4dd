package uz.fiskaldesk.desk.common;

import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Panes that scroll where the window is low. */
public final class ScrollPanes {
    private ScrollPanes() {}

    /** What the bar needs; it stands in the space beside the page, so that the page is as wide with it as without. */
    private static final double BAR = 14;

    /** Scrolls up and down only; the content is as wide as the page. */
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

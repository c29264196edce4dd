package uz.fiskaldesk.desk.view;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** Panes that scroll where the window is low. */
final class Scroll {
    private Scroll() {}

    /** Scrolls up and down only; the content is as wide as the pane. */
    static ScrollPane vertical(Region content) {
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        pane.getStyleClass().add("edge-to-edge");
        pane.setFocusTraversable(false);
        return pane;
    }
}

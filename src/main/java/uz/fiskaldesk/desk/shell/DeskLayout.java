package uz.fiskaldesk.desk.shell;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Ui;

/**
 * Arranges the parts of the window: the header above, the list and the page of the payment side by side, and the status bar
 * below. With large text there is too little width for that; then the header, the list and the page are stacked and scroll,
 * and only the status bar keeps its place. A page may also take the whole width.
 */
class DeskLayout extends BorderPane {
    private static final double LEFT_PERCENT = 54;

    /** Heights in pixels of the stacked list and of the stacked page, which scroll themselves. */
    private static final double STACKED_LIST = 330;

    private static final double STACKED_PAGE = 420;

    /** Pixels below a focused field that stay in view. */
    private static final double FIELD_MARGIN = 12;

    private final GridPane sideBySide = new GridPane();
    private final VBox stack = new VBox();
    private final ScrollPane scroll;
    private @Nullable Node header;
    private @Nullable Region list;
    private @Nullable Region page;
    private @Nullable Region full;

    DeskLayout() {
        sideBySide.getColumnConstraints().setAll(percent(LEFT_PERCENT), percent(100 - LEFT_PERCENT));
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setMinHeight(0);
        sideBySide.getRowConstraints().setAll(row);
        scroll = Ui.verticalScroll(stack);
        scroll.setId("stacked");
    }

    private static ColumnConstraints percent(double width) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(width);
        column.setMinWidth(0);
        return column;
    }

    /** Sets the parts once. */
    final void setParts(Node newHeader, Region newList, Region newPage, Region statusBar) {
        header = newHeader;
        list = newList;
        page = newPage;
        setBottom(statusBar);
        scroll.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(focused -> {
            if (focused instanceof Control && Ui.isWithin(newPage, focused)) {
                Ui.afterLayout(scroll.getScene(), () -> showPage(newPage, focused));
            }
        });
        widthProperty().subscribe(_ -> arrange());
        heightProperty().subscribe(_ -> arrange());
    }

    /** Shows a page in the whole width; null shows the list and the page of the payment again. */
    final void setFull(@Nullable Region newFull) {
        full = newFull;
        arrange();
    }

    /** Scrolls to the top of the stacked page, because what belongs to a field is above and below it; the field stays in view. */
    private void showPage(Region shown, Node focused) {
        double height = scroll.getViewportBounds().getHeight();
        double hidden = stack.getHeight() - height;
        Bounds field = stack.sceneToLocal(focused.localToScene(focused.getLayoutBounds()));
        if (hidden > 0 && height > 0 && stack.equals(shown.getParent()) && field != null) {
            double top = Math.max(shown.getBoundsInParent().getMinY(), field.getMaxY() + FIELD_MARGIN - height);
            scroll.setVvalue(Math.clamp(Math.min(top, field.getMinY()) / hidden, 0, 1));
        }
    }

    private boolean isStacked() {
        return getWidth() > 0 && getWidth() < ScaleToFit.WIDTH - 1;
    }

    private void arrange() {
        if (list == null || page == null) {
            return;
        }
        Node focused = getScene() == null ? null : getScene().getFocusOwner();
        place(list, page);
        if (focused != null && focused.getScene() == null) {
            // The content of a scroll pane belongs to the window only once the pane has its skin; the focus would be
            // lost.
            scroll.applyCss();
        }
    }

    private void place(Region list, Region page) {
        if (full != null) {
            setTop(isStacked() ? null : header);
            setCenter(full);
        } else if (isStacked()) {
            list.setPrefHeight(STACKED_LIST);
            page.setMinHeight(Math.max(STACKED_PAGE, getHeight() / 2));
            setTop(null);
            if (header != null) {
                stack.getChildren().setAll(header, list, page);
            }
            setCenter(scroll);
        } else {
            list.setPrefHeight(USE_COMPUTED_SIZE);
            page.setMinHeight(USE_COMPUTED_SIZE);
            setTop(header);
            if (!sideBySide.getChildren().contains(list)) {
                sideBySide.add(list, 0, 0);
                sideBySide.add(page, 1, 0);
            }
            setCenter(sideBySide);
        }
    }
}

package uz.fiskaldesk.desk.shell;

import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
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
import uz.fiskaldesk.desk.common.Scrolling;
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
        scroll = Scrolling.vertical(stack);
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
        scroll.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(this::showPageOf);
        Scrolling.onResize(scroll, this::showPageOf);
        newPage.heightProperty()
                .subscribe(_ -> showPageOf(
                        scroll.getScene() == null ? null : scroll.getScene().getFocusOwner()));
        widthProperty().subscribe(_ -> arrange());
        heightProperty().subscribe(_ -> arrange());
    }

    /** Shows a page in the whole width; null shows the list and the page of the payment again. */
    final void setFull(@Nullable Region newFull) {
        full = newFull;
        arrange();
    }

    private void showPageOf(@Nullable Node focused) {
        Region shown = page;
        if (shown != null && focused instanceof Control && scroll.getScene() != null && Ui.isWithin(shown, focused)) {
            Ui.afterLayout(scroll.getScene(), () -> showPage(shown, focused));
        }
    }

    /** Scrolls to the top of the stacked page, because what belongs to a field is above and below it; the field stays in view. */
    private void showPage(Region shown, Node focused) {
        double height = scroll.getViewportBounds().getHeight();
        double hidden = stack.getHeight() - height;
        Bounds field = stack.sceneToLocal(focused.localToScene(focused.getLayoutBounds()));
        if (hidden > 0 && height > 0 && stack.equals(shown.getParent()) && field != null) {
            double top = Math.max(shown.getBoundsInParent().getMinY(), field.getMaxY() + FIELD_MARGIN - height);
            double whole = Math.min(belowCutButton(shown, top, height), field.getMinY());
            scroll.setVvalue(Math.clamp(whole / hidden, 0, 1));
        }
    }

    /** Scrolls on as far as a main button reaches that would be cut in half at the lower edge. */
    private double belowCutButton(Region shown, double top, double height) {
        double result = top;
        for (Node button : shown.lookupAll(".main-button")) {
            Bounds place = stack.sceneToLocal(button.localToScene(button.getLayoutBounds()));
            if (place != null && place.getMinY() < top + height && place.getMaxY() > top + height && isShown(button)) {
                result = Math.max(result, place.getMaxY() + FIELD_MARGIN - height);
            }
        }
        return result;
    }

    /** Whether a node and all that it is in are visible. */
    static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** How many pixels of the height of stacked parts are in view at once; without a limit for others, which always are. */
    final ObservableValue<Double> stackedRoom() {
        return centerProperty()
                .flatMap(center -> scroll.equals(center)
                        ? scroll.viewportBoundsProperty().map(Bounds::getHeight)
                        : new SimpleObjectProperty<>(Double.MAX_VALUE));
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

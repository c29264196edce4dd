package uz.fiskaldesk.desk.common;

import javafx.scene.control.Label;

/**
 * A label whose text changes often. If the new text needs as much space as the old one, it lays out only itself. A usual
 * label lays out all its parents, and a list view then measures its cells again, for which JavaFX repaints the window.
 */
final class SteadyLabel extends Label {
    @Override
    public void requestLayout() {
        if (keepsItsSize()) {
            setNeedsLayout(true);
        } else {
            super.requestLayout();
        }
    }

    private boolean keepsItsSize() {
        return getParent() != null
                && getSkin() != null
                && getWidth() == snapSizeX(computePrefWidth(-1))
                && getHeight() == snapSizeY(computePrefHeight(-1));
    }
}

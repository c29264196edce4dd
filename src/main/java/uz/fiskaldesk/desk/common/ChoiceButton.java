package uz.fiskaldesk.desk.common;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/** A button as wide as its parent. Other buttons do not ask their graphic how high it is at that width. */
final class ChoiceButton extends Button {
    private static final double BUTTON_SIDES = 30;

    private final Region lines;

    ChoiceButton(Region lines) {
        this.lines = lines;
        setGraphic(lines);
        lines.setPadding(new Insets(6, 0, 6, 0));
        lines.prefWidthProperty().bind(widthProperty().subtract(BUTTON_SIDES));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double height = lines.prefHeight(width < 0 ? width : Math.max(0, width - BUTTON_SIDES));
        return snappedTopInset() + height + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }
}

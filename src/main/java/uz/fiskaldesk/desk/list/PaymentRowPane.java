package uz.fiskaldesk.desk.list;

import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;
import uz.fiskaldesk.desk.common.Ui;

/**
 * The content of a row: the time, below it the day and the provider; beside them the other facts in one line, and below these
 * the line with what to do. It has no containers, and labels only where a text is truncated or has a ground, because the rows
 * are most of the nodes in the window.
 */
final class PaymentRowPane extends Pane {
    /** The height of the facts in pixels; fits the minimum height of a touch target together with the row's border. */
    private static final double FACTS = 47;

    private static final double GAP = 12;
    private static final double BEFORE_WAITING = 8;
    private static final double TIME = 56;
    private static final double AMOUNT = 122;
    private static final double PHONE = 158;

    final Text time = text("row-time");
    final Text day = text("row-day");
    final Text provider = text("row-provider");
    final Text amount = text("row-amount");
    final Text phone = text("row-phone");
    final Label state;
    final Label reference;
    final Text waiting = text("row-waiting");
    final Label line;

    PaymentRowPane(Ui ui) {
        state = ui.label("", "state");
        reference = ui.label("", "row-reference");
        reference.setMinWidth(0);
        line = ui.wrappedLabel("", "row-line");
        getStyleClass().add("row");
        List.of(day, provider, state, reference, line).forEach(node -> Ui.setShown(node, false));
        Ui.setChildrenOnceShown(this, time, day, provider, amount, phone, state, reference, waiting, line);
    }

    private static Text text(String style) {
        Text text = new Text();
        text.getStyleClass().add(style);
        return text;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    /** A change that leaves the height as it is concerns only this row; otherwise the list view measures all its cells again. */
    @Override
    public void requestLayout() {
        if (getParent() != null && getWidth() > 0 && getHeight() == snapSizeY(computePrefHeight(getWidth()))) {
            setNeedsLayout(true);
        } else {
            super.requestLayout();
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        double sides = snappedLeftInset() + snappedRightInset() + TIME;
        double below = line.isManaged() ? snapSizeY(line.prefHeight(width - sides)) : 0;
        return snappedTopInset() + snappedBottomInset() + Math.max(FACTS + below, heightOfTimes());
    }

    private double heightOfTimes() {
        return times().mapToDouble(node -> snapSizeY(node.prefHeight(-1))).sum();
    }

    private Stream<Node> times() {
        return Stream.<Node>of(time, day, provider).filter(Node::isManaged);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double right = getWidth() - snappedRightInset();
        double y = top + Math.max(0, (FACTS - heightOfTimes()) / 2);
        for (Node node : times().toList()) {
            double height = snapSizeY(node.prefHeight(-1));
            layoutInArea(node, left, y, TIME, height, 0, HPos.LEFT, VPos.CENTER);
            y += height;
        }
        double x = left + TIME;
        double lineWidth = right - x;
        x += place(amount, x, top, Math.max(AMOUNT, amount.prefWidth(-1) + GAP));
        if (phone.isManaged()) {
            x += place(phone, x, top, Math.max(PHONE, phone.prefWidth(-1) + GAP));
        }
        double end = right - snapSizeX(waiting.prefWidth(-1));
        place(waiting, end, top, right - end);
        double room = end - BEFORE_WAITING - x;
        for (Label label : List.of(state, reference)) {
            if (label.isManaged()) {
                double width = Math.max(label.minWidth(-1), Math.min(snapSizeX(label.prefWidth(-1)), room));
                x += place(label, x, top, width);
                room -= width;
            }
        }
        if (line.isManaged()) {
            line.resizeRelocate(left + TIME, top + FACTS, lineWidth, snapSizeY(line.prefHeight(lineWidth)));
        }
    }

    /** Places a fact in the line and returns the width of its column. */
    private double place(Node fact, double x, double top, double width) {
        double column = snapSizeX(width);
        layoutInArea(fact, x, top, column, FACTS, 0, null, false, false, HPos.LEFT, VPos.CENTER);
        return column;
    }
}

package uz.fiskaldesk.desk.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;

/** Checks all nodes of a window and reports what cannot be read or touched. Used on the JavaFX thread. */
final class AccessibilityCheck {
    /** The minimum size of a touch target in pixels (WCAG 2.5.5). */
    private static final double FINGER = 44;

    /** The minimum contrast ratio for normal text (WCAG AA). */
    private static final double CONTRAST = 4.5;

    /** The minimum contrast ratio for the outline of a control (WCAG 1.4.11). */
    private static final double OUTLINE_CONTRAST = 3;

    /** Style classes of text that may be truncated, because it is shown in full elsewhere. */
    private static final Set<String> MAY_BE_SHORT = Set.of("row-reference");

    private final Parent root;
    private final List<String> complaints = new ArrayList<>();

    private AccessibilityCheck(Parent root) {
        this.root = root;
    }

    static List<String> complaints(Parent root) {
        // The first round creates cells that have just become visible, the second one applies their CSS.
        for (int i = 0; i < 2; i++) {
            root.applyCss();
            root.layout();
        }
        AccessibilityCheck look = new AccessibilityCheck(root);
        look.at(root, false, Color.TRANSPARENT);
        return look.complaints;
    }

    private void at(Node node, boolean scrolls, Color ground) {
        if (!node.isVisible() || node instanceof ScrollBar) {
            return;
        }
        Color under = node instanceof Region region ? painted(region, ground) : ground;
        if (node instanceof Labeled labeled) {
            text(labeled, under);
        }
        if (node instanceof Region region && isOperated(node) && !node.isDisabled()) {
            outline(region, ground, under);
        }
        if (node instanceof TextField field) {
            prompt(field, under);
        }
        boolean isTouched = node instanceof ButtonBase || node instanceof TextField;
        if (isTouched && (node.getBoundsInLocal().getHeight() < FINGER - 0.5 || width(node) < FINGER - 0.5)) {
            complain(node, "is smaller than a finger: " + node.getBoundsInLocal());
        }
        if (isTouched || node instanceof Labeled) {
            inside(node, scrolls);
        }
        if (node instanceof Parent parent) {
            boolean within = scrolls || node instanceof ScrollPane || node instanceof ListView<?>;
            parent.getChildrenUnmodifiable().forEach(child -> at(child, within, under));
        }
    }

    private static double width(Node node) {
        return node.getBoundsInLocal().getWidth();
    }

    private void text(Labeled labeled, Color ground) {
        String whole = Objects.requireNonNullElse(labeled.getText(), "");
        if (whole.isBlank() || labeled.getStyleClass().stream().anyMatch(MAY_BE_SHORT::contains)) {
            return;
        }
        for (Node child : labeled.getChildrenUnmodifiable()) {
            if (child instanceof Text shown
                    && shown.getStyleClass().contains("text")
                    && !plain(shown.getText()).equals(plain(whole))) {
                complain(labeled, "shows only: " + shown.getText());
            }
        }
        if (labeled.getTextFill() instanceof Color fill) {
            double contrast = contrast(over(fill, ground), ground);
            if (contrast < CONTRAST) {
                complain(labeled, "has a contrast of " + contrast + ": " + fill + " on " + ground);
            }
        }
    }

    private static boolean isOperated(Node node) {
        return node instanceof TextField
                || node instanceof ComboBoxBase<?>
                || node.getStyleClass().contains("box")
                || node.getStyleClass().contains("chip")
                || node.getStyleClass().contains("action")
                || node.getStyleClass().contains("second-button")
                || node.getStyleClass().contains("main-button");
    }

    /** The edge of a control, or the control itself, must stand out (WCAG 1.4.11). */
    private void outline(Region control, Color around, Color inside) {
        List<Color> edges = new ArrayList<>();
        edges.add(inside);
        if (control.getBackground() != null) {
            control.getBackground().getFills().stream()
                    .filter(fill -> fill.getInsets().getTop() <= 0 && fill.getFill() instanceof Color)
                    .map(fill -> over((Color) fill.getFill(), around))
                    .forEach(edges::add);
        }
        if (control.getBorder() != null) {
            control.getBorder().getStrokes().stream()
                    .filter(stroke -> stroke.getInsets().getTop() == 0 && stroke.getTopStroke() instanceof Color)
                    .map(stroke -> over((Color) stroke.getTopStroke(), around))
                    .forEach(edges::add);
        }
        double best =
                edges.stream().mapToDouble(edge -> contrast(edge, around)).max().orElse(1);
        if (best < OUTLINE_CONTRAST && !control.getStyleClass().contains("flat")) {
            complain(control, "has an outline with a contrast of " + best + " on " + around);
        }
    }

    private void prompt(TextField field, Color ground) {
        String prompt = Objects.requireNonNullElse(field.getPromptText(), "");
        if (!prompt.isEmpty() && field.getText().isEmpty()) {
            field.lookupAll(".text").stream()
                    .filter(node -> node instanceof Text text && text.getText().equals(prompt))
                    .map(node -> ((Text) node).getFill())
                    .filter(Color.class::isInstance)
                    .map(fill -> contrast(over((Color) fill, ground), ground))
                    .filter(contrast -> contrast < CONTRAST)
                    .forEach(contrast -> complain(field, "has a prompt with a contrast of " + contrast));
        }
    }

    /** Whether a ring of at least two pixels around the control, away from it, shows that it has the focus. */
    static boolean hasFocusRing(Region control, Color ground) {
        return control.getBorder() != null
                && control.getBorder().getStrokes().stream()
                        .anyMatch(stroke -> stroke.getWidths().getTop() >= 2
                                && stroke.getInsets().getTop() <= -4
                                && stroke.getTopStroke() instanceof Color color
                                && contrast(over(color, ground), ground) >= OUTLINE_CONTRAST);
    }

    /** What is painted behind a node. */
    static Color groundOf(Node node) {
        Parent parent = node.getParent();
        if (parent == null) {
            return Color.WHITE;
        }
        Color behind = groundOf(parent);
        return parent instanceof Region region ? painted(region, behind) : behind;
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private void inside(Node node, boolean scrolls) {
        Bounds bounds = node.localToScene(node.getBoundsInLocal());
        double width = root.getScene().getWidth();
        double height = root.getScene().getHeight();
        boolean isOut = bounds.getMinX() < -1 || bounds.getMaxX() > width + 1;
        boolean isLow = !scrolls && (bounds.getMinY() < -1 || bounds.getMaxY() > height + 1);
        if (isOut || isLow) {
            complain(node, "reaches out of the window: " + bounds);
        }
        Parent around = node.getParent();
        if (around instanceof Region region && around.getStyleClass().contains("page")) {
            Bounds room = region.localToScene(region.getLayoutBounds());
            if (bounds.getMaxX() > room.getMaxX() + 1) {
                complain(node, "reaches out of its page");
            }
        }
    }

    private void complain(Node node, String what) {
        String text = node instanceof Labeled labeled ? " “" + labeled.getText() + "”" : "";
        complaints.add(
                node.getClass().getSimpleName() + " #" + node.getId() + " " + node.getStyleClass() + text + " " + what);
    }

    private static Color painted(Region region, Color ground) {
        Color result = ground;
        if (region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                if (fill.getFill() instanceof Color color) {
                    result = over(color, result);
                }
            }
        }
        return result;
    }

    private static Color over(Color above, Color below) {
        double opacity = above.getOpacity();
        return new Color(
                above.getRed() * opacity + below.getRed() * (1 - opacity),
                above.getGreen() * opacity + below.getGreen() * (1 - opacity),
                above.getBlue() * opacity + below.getBlue() * (1 - opacity),
                Math.max(opacity, below.getOpacity()));
    }

    private static double contrast(Color a, Color b) {
        double one = luminance(a);
        double other = luminance(b);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.03928 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}

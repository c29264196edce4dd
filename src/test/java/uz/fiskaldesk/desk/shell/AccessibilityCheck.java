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
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/** Checks all nodes of a window and reports what cannot be read or touched. Used on the JavaFX thread. */
final class AccessibilityCheck {
    /** The minimum size of a touch target in pixels (WCAG 2.5.5). */
    private static final double FINGER = 44;

    /** The minimum contrast ratio for normal text (WCAG AA). */
    private static final double CONTRAST = 4.5;

    /** The minimum contrast ratio for the outline of a control (WCAG 1.4.11). */
    private static final double OUTLINE_CONTRAST = 3;

    /** Style classes of text that may be truncated, because it is shown in full elsewhere. */
    private static final Set<String> MAY_BE_SHORT = Set.of("row-reference", "state-by-hand");

    private final List<String> complaints = new ArrayList<>();

    private AccessibilityCheck() {}

    static List<String> complaints(Parent root) {
        // The first round creates cells that have just become visible, the second one applies their CSS.
        for (int i = 0; i < 2; i++) {
            root.applyCss();
            root.layout();
        }
        AccessibilityCheck look = new AccessibilityCheck();
        look.at(root, Color.TRANSPARENT, 1);
        look.complaints.addAll(LayoutCheck.complaints(root));
        look.complaints.addAll(ScreenReaderCheck.complaints(root));
        return look.complaints;
    }

    private void at(Node node, Color ground, double opacity) {
        if (!node.isVisible()) {
            return;
        }
        double visible = opacity * node.getOpacity();
        Color under = node instanceof Region region ? painted(region, ground) : ground;
        if (node instanceof Labeled labeled) {
            text(labeled, under, visible);
        }
        if (node instanceof Region region && isOperated(node) && !node.isDisabled()) {
            outline(region, ground, under);
        }
        if (node instanceof TextInputControl field) {
            written(field, under, visible);
        }
        if (node instanceof FontIcon icon && icon.getFill() instanceof Color fill) {
            icon(icon, fill, ground, visible);
        }
        target(node);
        if (node instanceof Parent parent && !(node instanceof ScrollBar)) {
            parent.getChildrenUnmodifiable().forEach(child -> at(child, under, visible));
        }
    }

    /** A scroll bar is touched anywhere beside its thumb, so only its width counts. */
    private void target(Node node) {
        boolean isTouched = node instanceof ButtonBase
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase<?>
                || node instanceof Slider
                || node.getStyleClass().contains("menu-item")
                || (node instanceof ListCell<?> cell
                        && !cell.isEmpty()
                        && !(cell.getParent() instanceof ComboBoxBase<?>));
        Bounds bounds = node.getBoundsInLocal();
        if (isTouched && (bounds.getHeight() < FINGER - 0.5 || bounds.getWidth() < FINGER - 0.5)) {
            complain(node, "is smaller than a finger: " + bounds);
        }
        if (node instanceof ScrollBar && Math.min(bounds.getWidth(), bounds.getHeight()) < FINGER - 0.5) {
            complain(node, "is narrower than a finger: " + bounds);
        }
    }

    private void icon(FontIcon icon, Color fill, Color ground, double opacity) {
        double contrast = contrast(over(faded(fill, opacity), ground), ground);
        if (contrast < OUTLINE_CONTRAST) {
            complain(icon, "is an icon with a contrast of " + contrast + ": " + fill + " on " + ground);
        }
    }

    private static Color faded(Color color, double opacity) {
        return color.deriveColor(0, 1, 1, opacity);
    }

    private void text(Labeled labeled, Color ground, double opacity) {
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
            double contrast = contrast(over(faded(fill, opacity), ground), ground);
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

    /** What was written into a field, or its prompt. */
    private void written(TextInputControl field, Color ground, double opacity) {
        String prompt = Objects.requireNonNullElse(field.getPromptText(), "");
        String shown = field.getText().isEmpty() ? prompt : field.getText();
        field.lookupAll(".text").stream()
                .filter(node -> node instanceof Text text
                        && !shown.isBlank()
                        && text.getText().equals(shown))
                .filter(Node::isVisible)
                .map(node -> ((Text) node).getFill())
                .filter(Color.class::isInstance)
                .map(fill -> contrast(over(faded((Color) fill, opacity), ground), ground))
                .filter(contrast -> contrast < CONTRAST)
                .forEach(contrast -> complain(field, "has a text with a contrast of " + contrast));
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

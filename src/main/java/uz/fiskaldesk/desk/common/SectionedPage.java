package uz.fiskaldesk.desk.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A page of the whole window with sections. Their names on the left lead to them, and a search keeps the entries that have all
 * of its words.
 */
public abstract class SectionedPage extends FormPage {
    /** Below this width in pixels the names of the sections are left out. */
    private static final double NARROW = 760;

    private static final double NAMES = 240;
    private static final double WIDEST_CONTENT = 860;

    private record Section(VBox box, Button name, String title, List<Node> entries) {}

    private final List<Section> sections = new ArrayList<>();
    private final VBox names = new VBox(4);
    private final SimpleStringProperty wanted = new SimpleStringProperty("");
    private final TextField search;
    private final Label nothing;
    private @Nullable ScrollPane sectionScroll;

    @SuppressWarnings("this-escape") // no page overrides what a node's own setters call
    protected SectionedPage(Ui ui, String id, String titleKey, Runnable back) {
        super(ui, id, titleKey, back);
        getStyleClass().add("full-page");
        search = ui.field(id + "-search", "sections.search", wanted);
        search.setOnAction(_ -> focusFirstShown());
        HBox.setHgrow(search, Priority.ALWAYS);
        search.setMaxWidth(WIDEST_CONTENT / 2);
        nothing = ui.wrappedLabel(ui.text("sections.nothing-found"), "muted");
        Ui.setShown(nothing, false);
        ScrollPane allNames = Scrolling.vertical(names);
        allNames.setMinWidth(NAMES);
        allNames.setPrefWidth(NAMES);
        surround(scroll -> {
            sectionScroll = scroll;
            HBox.setHgrow(scroll, Priority.ALWAYS);
            HBox row = new HBox(20, allNames, scroll);
            row.setMinHeight(0);
            return row;
        });
        title.setMinWidth(Region.USE_PREF_SIZE);
        HBox top = new HBox(20, title, search);
        top.setAlignment(Pos.CENTER_LEFT);
        getChildren().addFirst(top);
        ui.observe(widthProperty(), width -> Ui.setShown(allNames, width.doubleValue() >= NARROW));
        ui.observe(wanted, this::filter);
    }

    /** Adds a section; each of its entries is found by the texts in it. */
    protected final void addSection(String titleKey, Node... entries) {
        addSection(titleKey, "", entries);
    }

    /**
     * Adds a section.
     *
     * @param noteKey the text about all of its entries; empty if there is none
     */
    protected final void addSection(String titleKey, String noteKey, Node... entries) {
        Label heading = ui.wrappedLabel(ui.text(titleKey), "section-title");
        VBox box = new VBox(12, heading);
        if (!noteKey.isEmpty()) {
            box.getChildren().add(ui.wrappedLabel(ui.text(noteKey), "muted"));
        }
        box.getChildren().addAll(entries);
        box.setMaxWidth(WIDEST_CONTENT);
        Button name = ui.button(getId() + "-" + titleKey.replace('.', '-'), titleKey, () -> show(box), "flat");
        name.getStyleClass().add("section-name");
        name.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(0);
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        names.getChildren().add(name);
        sections.add(new Section(box, name, ui.text(titleKey), List.of(entries)));
        List<Node> all = new ArrayList<>();
        all.add(nothing);
        sections.forEach(section -> all.add(section.box()));
        setContent(all);
    }

    /** One entry of several nodes, such as a field, its test and the result. */
    protected static VBox entry(Node... nodes) {
        return new VBox(8, nodes);
    }

    private void show(VBox section) {
        ScrollPane pane = sectionScroll;
        if (section.getParent() != null && section.getParent().getParent() != null && pane != null) {
            double hidden = pane.getContent().getLayoutBounds().getHeight()
                    - pane.getViewportBounds().getHeight();
            pane.setVvalue(
                    hidden <= 0 ? 0 : Math.clamp(section.getBoundsInParent().getMinY() / hidden, 0, 1));
        }
    }

    private void filter(String text) {
        List<String> words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean any = false;
        for (Section section : sections) {
            boolean whole = containsAll(section.title(), words);
            boolean found = whole;
            for (Node entry : section.entries()) {
                boolean fits = whole || containsAll(textIn(entry), words);
                Ui.setShown(entry, fits);
                found |= fits;
            }
            Ui.setShown(section.box(), found);
            section.name().setDisable(!found);
            any |= found;
        }
        Ui.setShown(nothing, !any && !words.isEmpty());
    }

    private static boolean containsAll(String text, List<String> words) {
        String all = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(all::contains);
    }

    private static String textIn(Node node) {
        StringBuilder text = new StringBuilder();
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            text.append(labeled.getText()).append(' ');
            if (labeled.getGraphic() != null) {
                text.append(textIn(labeled.getGraphic()));
            }
        }
        if (node instanceof TextInputControl field && field.getPromptText() != null) {
            text.append(field.getPromptText()).append(' ');
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> text.append(textIn(child)));
        }
        return text.toString();
    }

    private void focusFirstShown() {
        for (Section section : sections) {
            for (Node entry : section.entries()) {
                if (section.box().isVisible() && entry.isVisible()) {
                    Node field = firstFocusable(entry);
                    if (field != null) {
                        field.requestFocus();
                        return;
                    }
                }
            }
        }
    }

    private static @Nullable Node firstFocusable(Node node) {
        if (node.isFocusTraversable() && !node.isDisabled()) {
            return node;
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Node found = firstFocusable(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    @Override
    public Node initialFocus() {
        return search;
    }
}

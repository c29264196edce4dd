package uz.fiskaldesk.desk.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.intake.ColumnsModel.FileColumn;
import uz.fiskaldesk.desk.intake.ColumnsModel.Preview;
import uz.fiskaldesk.intake.Column;
import uz.fiskaldesk.support.CellText;
import uz.fiskaldesk.wording.IntakeMessages;

/** The preview of a file: each column with some of its values and a choice of what it means. */
public final class ColumnsPage extends FormPage {
    private final IntakeMessages intake;
    private final Label problem;
    private final Map<String, ComboBox<Optional<Column>>> choices = new LinkedHashMap<>();

    public ColumnsPage(Ui ui, ColumnsModel columns, Runnable back) {
        super(ui, "columns-page", "columns.title", back);
        intake = new IntakeMessages(ui.messages().texts());
        problem = ui.messageLabel(columns.problem(), "danger-text");
        getChildren().add(problem);
        addSubmitButtons("columns-do", "action.use-columns", () -> columns.submit(chosen()));
        ui.observe(columns.preview(), this::show);
    }

    private Map<String, Optional<Column>> chosen() {
        Map<String, Optional<Column>> chosen = new LinkedHashMap<>();
        choices.forEach((name, choice) -> chosen.put(name, choice.getValue()));
        return chosen;
    }

    private void show(@Nullable Preview preview) {
        choices.clear();
        List<Node> rows = new ArrayList<>();
        if (preview != null) {
            rows.add(ui.wrappedLabel(ui.text("columns.how", preview.fileName()), "muted"));
            for (FileColumn column : preview.columns()) {
                rows.add(row(column, preview.choices(), rows.size()));
            }
        }
        setContent(rows);
    }

    private Node row(FileColumn column, List<Column> meanings, int number) {
        ComboBox<Optional<Column>> choice = new ComboBox<>();
        choice.setId("column-" + number);
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setVisibleRowCount(12);
        choice.setConverter(new Names());
        choice.getItems().add(Optional.empty());
        meanings.forEach(meaning -> choice.getItems().add(Optional.of(meaning)));
        choice.setValue(column.meaning().filter(meanings::contains));
        choices.put(column.name(), choice);
        Label name = ui.wrappedLabel(CellText.quoted(column.name()), "field-name");
        name.setLabelFor(choice);
        Label values =
                ui.label(column.values().stream().map(CellText::quoted).collect(Collectors.joining("  ·  ")), "muted");
        return new VBox(3, name, values, choice);
    }

    @Override
    public Node initialFocus() {
        return choices.values().stream().findFirst().<Node>map(choice -> choice).orElse(this);
    }

    private final class Names extends StringConverter<Optional<Column>> {
        @Override
        @SuppressWarnings("NullableOptional") // a combo box without a choice passes null
        public String toString(@Nullable Optional<Column> column) {
            return column == null || column.isEmpty() ? ui.text("columns.ignore") : intake.column(column.get());
        }

        @Override
        public Optional<Column> fromString(String text) {
            return Optional.empty();
        }
    }
}

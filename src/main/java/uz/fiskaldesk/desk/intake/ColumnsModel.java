package uz.fiskaldesk.desk.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.intake.Column;
import uz.fiskaldesk.intake.ColumnMapping;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.FilePreview;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.PaymentField;

/** The preview of a file, on which the cashier says what its columns mean. The answer is remembered. */
public final class ColumnsModel {
    /**
     * A column of the file.
     *
     * @param values some of its values
     * @param meaning as recognised or remembered; empty if it has none
     */
    public record FileColumn(String name, List<String> values, Optional<Column> meaning) {}

    /**
     * A file to be understood.
     *
     * @param choices the meanings that a column may have
     */
    public record Preview(String fileName, List<FileColumn> columns, List<Column> choices) {}

    private record Opened(Preview preview, List<String> names) {}

    private static final Logger LOG = LoggerFactory.getLogger(ColumnsModel.class);

    private final ColumnMemory memory;
    private final PageModel pages;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectWrapper<@Nullable Preview> preview = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable LocalizedText> problem = new ReadOnlyObjectWrapper<>();
    private List<String> names = List.of();
    private Use use = Use.IMPORT;
    private Runnable then = () -> {};

    public ColumnsModel(ColumnMemory memory, PageModel pages, BackgroundTasks tasks) {
        this.memory = memory;
        this.pages = pages;
        this.tasks = tasks;
    }

    public ReadOnlyObjectProperty<@Nullable Preview> preview() {
        return preview.getReadOnlyProperty();
    }

    /** What is wrong with the choice; null if nothing is. */
    public ReadOnlyObjectProperty<@Nullable LocalizedText> problem() {
        return problem.getReadOnlyProperty();
    }

    /** The remembered mapping for a file with these columns; on any thread. */
    ColumnMapping mappingFor(Use use, List<String> columns) {
        return memory.mappingFor(use, columns);
    }

    /**
     * Reads the beginning of a file and opens the page.
     *
     * @param use what the file is used for
     * @param fields the fields that a column may have
     * @param then called when the meanings are remembered
     */
    void open(Path file, Use use, PaymentField[] fields, Runnable then) {
        tasks.inBackground(
                () -> read(file, use, fields),
                // A file that cannot be read any more is used as it is, which says why it cannot.
                opened -> opened.ifPresentOrElse(read -> show(read, use, then), then));
    }

    private void show(Opened opened, Use newUse, Runnable next) {
        use = newUse;
        then = next;
        names = opened.names();
        problem.set(null);
        preview.set(opened.preview());
        pages.openResult(Page.COLUMNS);
    }

    private Optional<Opened> read(Path file, Use use, PaymentField[] fields) {
        try {
            FilePreview read = FilePreview.of(file);
            ColumnMapping mapping = memory.mappingFor(use, read.columns());
            List<FileColumn> columns = read.columns().stream()
                    .map(name ->
                            new FileColumn(name, read.values().getOrDefault(name, List.of()), mapping.meaning(name)))
                    .toList();
            List<Column> choices = new ArrayList<>();
            for (PaymentField field : fields) {
                choices.add(new Column(field, false));
                if (field == PaymentField.AMOUNT) {
                    choices.add(new Column(field, true));
                }
            }
            String name = FileNames.shown(file);
            return Optional.of(new Opened(new Preview(name, columns, choices), read.columns()));
        } catch (ImportFileException e) {
            LOG.info("The columns of {} cannot be read", file, e);
            return Optional.empty();
        }
    }

    /** Remembers the meanings of the columns and goes on. */
    public void submit(Map<String, Optional<Column>> meanings) {
        Set<PaymentField> used = new HashSet<>();
        for (Optional<Column> column : meanings.values()) {
            if (column.isPresent() && !used.add(column.get().field())) {
                problem.set(LocalizedText.of("columns.twice"));
                return;
            }
        }
        problem.set(null);
        Use remembered = use;
        List<String> columns = names;
        Runnable next = then;
        ColumnMapping mapping = ColumnMapping.of(new LinkedHashMap<>(meanings));
        tasks.inBackground(() -> remember(remembered, columns, mapping), stored -> {
            if (stored) {
                if (pages.currentPage() == Page.COLUMNS) {
                    pages.back();
                }
                next.run();
            } else {
                problem.set(LocalizedText.of("columns.not-stored"));
            }
        });
    }

    private boolean remember(Use remembered, List<String> columns, ColumnMapping mapping) {
        try {
            memory.remember(remembered, columns, mapping);
            return true;
        } catch (IOException e) {
            LOG.warn("The meanings of columns cannot be stored", e);
            return false;
        }
    }
}

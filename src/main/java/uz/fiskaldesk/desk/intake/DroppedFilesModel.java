package uz.fiskaldesk.desk.intake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.FilePreview;
import uz.fiskaldesk.intake.ImportFileException;

/**
 * Takes files that were dropped on the window or pasted into it. Whether a file is a list of payments to be added or a
 * statement to be compared is known from the page or from columns that the cashier has chosen before; otherwise the
 * cashier is asked.
 */
public final class DroppedFilesModel {
    private final ImportModel imports;
    private final StatementModel statement;
    private final ColumnMemory memory;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectWrapper<List<Path>> files = new ReadOnlyObjectWrapper<>(List.of());

    public DroppedFilesModel(
            ImportModel imports,
            StatementModel statement,
            ColumnMemory memory,
            PageModel pages,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.imports = imports;
        this.statement = statement;
        this.memory = memory;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
    }

    /** The files that the cashier is asked about. */
    public ReadOnlyObjectProperty<List<Path>> files() {
        return files.getReadOnlyProperty();
    }

    /** Whether files are compared with the list, because that page is open. */
    public boolean isForStatement() {
        return pages.currentPage() == Page.STATEMENT;
    }

    /** Adds or compares the files, or asks which. */
    public void take(List<Path> dropped) {
        if (dropped.isEmpty()) {
            return;
        }
        if (isForStatement()) {
            compare(dropped);
            return;
        }
        tasks.inBackground(() -> usesOf(dropped), uses -> {
            if (uses.equals(Set.of(Optional.of(Use.IMPORT)))) {
                imports.importFiles(dropped);
            } else if (uses.equals(Set.of(Optional.of(Use.STATEMENT))) && dropped.size() == 1) {
                statement.check(dropped.getFirst(), () -> notices.info("dropped.compared"));
            } else {
                files.set(List.copyOf(dropped));
                pages.openResult(Page.DROPPED);
            }
        });
    }

    private Set<Optional<Use>> usesOf(List<Path> dropped) {
        return dropped.stream().map(this::useOf).collect(Collectors.toSet());
    }

    private Optional<Use> useOf(Path file) {
        try {
            return memory.useOf(FilePreview.of(file).columns());
        } catch (ImportFileException e) {
            // It is read again, and the reason shown, when the cashier has answered.
            return Optional.empty();
        }
    }

    /** The answer that the files are lists of payments. */
    public void add() {
        imports.importFiles(files.get());
    }

    /** The answer that the file is a statement. */
    public void compare() {
        compare(files.get());
    }

    private void compare(List<Path> statements) {
        Path first = statements.getFirst();
        statement.check(first, () -> {
            if (statements.size() > 1) {
                notices.warning("statement.one-at-a-time", FileNames.shown(first));
            }
        });
    }
}

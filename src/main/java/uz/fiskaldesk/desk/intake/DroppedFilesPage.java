package uz.fiskaldesk.desk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;

/** Asks whether files that were dropped on the window are added or compared. No answer is the default. */
public final class DroppedFilesPage extends FormPage {
    private final Button add;
    private final Button compare;

    public DroppedFilesPage(Ui ui, DroppedFilesModel dropped, Runnable back) {
        super(ui, "dropped-page", "dropped.title", back);
        add = ui.button("dropped-add", "dropped.add", dropped::add, "action");
        compare = ui.button("dropped-compare", "dropped.compare", dropped::compare, "action");
        add.setWrapText(true);
        compare.setWrapText(true);
        addBackButton();
        ui.observe(dropped.files(), this::show);
    }

    private void show(List<Path> files) {
        List<Node> lines = new ArrayList<>();
        files.forEach(file -> lines.add(ui.wrappedLabel(FileNames.shown(file), "card-title")));
        boolean several = files.size() > 1;
        title.setText(ui.text(several ? "dropped.title-several" : "dropped.title"));
        lines.add(ui.wrappedLabel(ui.text(several ? "dropped.how-several" : "dropped.how")));
        Ui.setShown(compare, !several);
        lines.add(new FlowPane(10, 10, compare, add));
        setContent(lines);
    }
}

package uz.fiskaldesk.desk.update;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.update.UpdateModel.State;
import uz.fiskaldesk.update.Release;

/** A newer version: what is new, what its installation means, and the two answers. */
public final class UpdatePage extends FormPage {
    private final UpdateModel update;
    private final Button install;
    private final Button later;

    public UpdatePage(Ui ui, UpdateModel update, Runnable back) {
        super(ui, "update-page", "update.title", back);
        this.update = update;
        install = ui.button("update-install", "update.install", update::install, "second-button");
        later = ui.button("update-later", "update.later", update::later, "second-button");
        addBackButton(install, later);
        ui.observe(update.state(), this::show);
    }

    private void show(State state) {
        boolean offered = state instanceof State.Offered;
        Ui.setShown(install, offered && update.command().isEmpty());
        Ui.setShown(later, !(state instanceof State.Installing));
        later.setText(ui.text(offered ? "update.later" : "update.seen"));
        List<Node> lines = new ArrayList<>();
        switch (state) {
            case State.None _ -> lines.add(ui.wrappedLabel(ui.text("update.none"), "muted"));
            case State.Offered(Release release, boolean migrates) -> {
                describe(release, lines);
                if (migrates) {
                    lines.add(box("migrates", ui.text("update.migrates"), "warning-box"));
                }
                String how = update.command()
                        .map(command -> ui.text("update.by-command", command))
                        .orElseGet(() -> ui.text("update.how"));
                lines.add(box("how", how, "info-box"));
            }
            case State.Installing(Release release, long percent) -> {
                describe(release, lines);
                lines.add(box("progress", ui.text("update.installing", percent), "info-box"));
            }
            case State.Done done -> lines.add(box("done", done.text().in(ui.messages()), "success-box"));
        }
        setContent(lines);
    }

    private void describe(Release release, List<Node> lines) {
        lines.add(ui.wrappedLabel(ui.text("update.versions", release.version(), update.version())));
        String tag = ui.messages().texts().language().tag();
        String notes = release.notes().getOrDefault(tag, release.notes().getOrDefault("en", ""));
        if (!notes.isBlank()) {
            Label label = ui.wrappedLabel(notes);
            label.setId("update-notes");
            lines.add(label);
        }
    }

    private Label box(String name, String text, String style) {
        Label label = ui.wrappedLabel(text, style);
        label.setId("update-" + name);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }
}

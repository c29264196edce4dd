package uz.fiskaldesk.desk.payment;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.common.Ui;

/**
 * Tells screen readers the state of the selected payment. JavaFX has no live regions, so it becomes the name of the page,
 * which has the focus while a payment is sent and after it failed; a change of that name is read out. After a success the
 * next payment is selected and {@link Ui#announceIn} tells the notice.
 */
final class ResultAnnouncer {
    private final Ui ui;
    private final DeskModel model;
    private final Node page;

    /** @param page has the focus while a payment is sent, and after it failed */
    ResultAnnouncer(Ui ui, DeskModel model, Node page) {
        this.ui = ui;
        this.model = model;
        this.page = page;
    }

    void start() {
        page.setAccessibleRole(AccessibleRole.TEXT);
        ui.observe(model.list().selected(), this::announce);
    }

    private void announce(@Nullable LedgerEntry entry) {
        String text = entry == null
                ? ""
                : ui.messages().brief(entry) + ". " + ui.messages().line(entry);
        if (!text.equals(page.getAccessibleText())) {
            page.setAccessibleText(text);
            page.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        }
    }
}

package uz.fiskaldesk.desk.payment;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.Ui;

/**
 * Tells screen readers the result of a payment. JavaFX has no live regions, so the result becomes a text of what has the
 * focus then: the page after a failure, whose change of name is read out, and the field for the next receipt after a
 * success, whose help is read out when it gets the focus.
 */
final class ResultAnnouncer {
    private final Ui ui;
    private final DeskModel model;
    private final Node page;
    private final Node nextField;

    /**
     * @param page has the focus while a payment is sent, and after it failed
     * @param nextField gets the focus when the next payment is selected
     */
    ResultAnnouncer(Ui ui, DeskModel model, Node page, Node nextField) {
        this.ui = ui;
        this.model = model;
        this.page = page;
        this.nextField = nextField;
    }

    void start() {
        page.setAccessibleRole(AccessibleRole.TEXT);
        ui.observe(model.list().selected(), this::announce);
        ui.observe(model.notices().current(), this::announce);
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

    private void announce(@Nullable Notice notice) {
        nextField.setAccessibleHelp(notice == null ? null : notice.text().in(ui.messages()));
    }
}

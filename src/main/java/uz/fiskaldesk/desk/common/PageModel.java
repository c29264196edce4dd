package uz.fiskaldesk.desk.common;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The page that the right side of the window shows. */
public final class PageModel {
    private final ReadOnlyObjectWrapper<Page> current = new ReadOnlyObjectWrapper<>(Page.RECEIPT);
    private @Nullable Page waiting;

    public ReadOnlyObjectProperty<Page> current() {
        return current.getReadOnlyProperty();
    }

    public Page currentPage() {
        return current.get();
    }

    public void open(Page page) {
        if (page == waiting) {
            waiting = null;
        }
        current.set(page);
    }

    /**
     * Opens a page with a result that was waited for. A form that the person is filling in by now is left first: what is
     * typed would be lost, and Enter would mean something else.
     */
    public void openResult(Page page) {
        if (currentPage().isForm()) {
            waiting = page;
        } else {
            open(page);
        }
    }

    /** Opens the page, or closes it if it is open. */
    public void toggle(Page page) {
        if (current.get() == page) {
            back();
        } else {
            open(page);
        }
    }

    /** Returns to {@link Page#RECEIPT}, or goes on to a result that has waited for the form to be left. */
    public void back() {
        Page next = waiting;
        waiting = null;
        current.set(next == null ? Page.RECEIPT : next);
    }
}

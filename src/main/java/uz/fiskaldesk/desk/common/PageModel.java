package uz.fiskaldesk.desk.common;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The page that the right side of the window shows. */
public final class PageModel {
    private final ReadOnlyObjectWrapper<Page> current = new ReadOnlyObjectWrapper<>(Page.RECEIPT);
    private final SequencedSet<Page> waiting = new LinkedHashSet<>();

    public ReadOnlyObjectProperty<Page> current() {
        return current.getReadOnlyProperty();
    }

    public Page currentPage() {
        return current.get();
    }

    public void open(Page page) {
        waiting.remove(page);
        current.set(page);
    }

    /**
     * Opens a page with a result that was waited for. A form that the person is filling in by now is left first: what is
     * typed would be lost, and Enter would mean something else. Several results are shown one after the other.
     */
    public void openResult(Page page) {
        if (currentPage().isForm()) {
            waiting.add(page);
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

    /** Returns to {@link Page#RECEIPT}, or goes on to the first result that has waited for the form to be left. */
    public void back() {
        current.set(waiting.isEmpty() ? Page.RECEIPT : waiting.removeFirst());
    }
}

package uz.fiskaldesk.desk.common;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The page that the right side of the window shows. */
public final class PageModel {
    private final ReadOnlyObjectWrapper<Page> current = new ReadOnlyObjectWrapper<>(Page.RECEIPT);

    public ReadOnlyObjectProperty<Page> current() {
        return current.getReadOnlyProperty();
    }

    public Page currentPage() {
        return current.get();
    }

    public void open(Page page) {
        current.set(page);
    }

    /** Opens the page, or closes it if it is open. */
    public void toggle(Page page) {
        current.set(current.get() == page ? Page.RECEIPT : page);
    }

    /** Returns to {@link Page#RECEIPT}. */
    public void back() {
        current.set(Page.RECEIPT);
    }
}

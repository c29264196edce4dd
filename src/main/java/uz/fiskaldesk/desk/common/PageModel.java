package uz.fiskaldesk.desk.common;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Which page the right side shows. */
public final class PageModel {
    private final ReadOnlyObjectWrapper<Page> current = new ReadOnlyObjectWrapper<>(Page.RECEIPT);

    public ReadOnlyObjectProperty<Page> current() {
        return current.getReadOnlyProperty();
    }

    public Page now() {
        return current.get();
    }

    public void open(Page page) {
        current.set(page);
    }

    /** The page, or back to the receipt where it is open already: what the key of a page does. */
    public void toggle(Page page) {
        current.set(current.get() == page ? Page.RECEIPT : page);
    }

    public void back() {
        current.set(Page.RECEIPT);
    }
}

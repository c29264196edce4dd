package uz.fiskaldesk.desk.list;

/** Called before and after the rows of the list change, so that a view can keep its scroll position. */
public interface RowChangeListener {
    RowChangeListener NONE = new RowChangeListener() {
        @Override
        public void rowsWillChange() {}

        @Override
        public void rowsHaveChanged() {}
    };

    void rowsWillChange();

    void rowsHaveChanged();
}

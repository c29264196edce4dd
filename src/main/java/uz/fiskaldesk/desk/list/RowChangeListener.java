package uz.fiskaldesk.desk.list;

/** Is called before and after the rows of the list change, so that a view can keep its scroll position. */
public interface RowChangeListener {
    RowChangeListener NONE = new RowChangeListener() {
        @Override
        public void rowsWillChange() {}

        @Override
        public void rowsHaveChanged() {}
    };

    /** The number of rows that fill the view at most; any number before it is shown. */
    default int rowsInView() {
        return 20;
    }

    void rowsWillChange();

    void rowsHaveChanged();
}

package uz.fiskaldesk.desk.list;

/** A view of the payments' rows, which keeps its place while they change. */
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

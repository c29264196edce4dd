package uz.fiskaldesk.desk.model;

/** A view of the payments' rows, which keeps its place while they change. */
public interface RowView {
    RowView NONE = new RowView() {
        @Override
        public void rowsWillChange() {}

        @Override
        public void rowsHaveChanged() {}
    };

    void rowsWillChange();

    void rowsHaveChanged();
}

package uz.fiskaldesk.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the payments of a JSON text in memory. */
public final class JsonPayments {
    private JsonPayments() {}

    /**
     * Reads an object, an array of objects, or JSON Lines, each object in the format of an import or FiscalBox's answer to
     * {@code POST /payment/anor}.
     *
     * @throws ImportFileException if the text is not JSON
     */
    public static List<ImportRow> read(byte[] json) throws ImportFileException {
        Rows rows = new Rows();
        try {
            new JsonRows(TextFile.of(() -> new ByteArrayInputStream(json))).read(rows);
        } catch (IOException e) {
            throw new ImportFileException(ImportFileException.Reason.UNREADABLE, "", e);
        }
        return rows.rows;
    }

    /** Collects rows. An amount that is ignored because its unit is not known becomes a remark. */
    private static final class Rows implements RowSink {
        private final List<ImportRow> rows = new ArrayList<>();
        private final List<FieldProblem> remarks = new ArrayList<>();

        @Override
        public void row(long line, PaymentFields fields) {
            rows.add(new ImportRow(line, fields, remarks));
            remarks.clear();
        }

        @Override
        public void broken(long line, FieldProblem why) {
            rows.add(new ImportRow(line, null, List.of(why)));
            remarks.clear();
        }

        @Override
        public void ignored(String column) {
            // Clients may send further fields.
            if (column.equals(AnorAnswer.AMOUNT)) {
                remarks.add(new FieldProblem(PaymentField.AMOUNT, FieldProblem.UNCLEAR));
            }
        }
    }
}

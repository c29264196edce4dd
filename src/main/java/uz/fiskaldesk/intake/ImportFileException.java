package uz.fiskaldesk.intake;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.support.CellText;

/** Thrown when a file cannot be read as a list of payments. Nothing was imported. */
public final class ImportFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The reason, with a stable code for the language files. */
    public enum Reason {
        /** The file is missing, is a folder, or may not be read. */
        UNREADABLE("unreadable"),
        /** The file is larger than any list of payments; {@code detail} is the limit in megabytes. */
        TOO_LARGE("too-large"),
        /** Reading the file takes more memory than is available. */
        TOO_COSTLY("too-costly"),
        EMPTY("empty"),
        /** The file is neither text nor a workbook. */
        UNKNOWN_KIND("unknown-kind"),
        /** The file is a binary workbook, XLS or XLSB. */
        OLD_EXCEL("old-excel"),
        /** The workbook is encrypted. */
        PASSWORD("password"),
        /** A row is longer than any payment; {@code detail} is the line. */
        ROW_TOO_LONG("row-too-long"),
        /** A cell has more characters than spreadsheets allow; {@code detail} is the limit. */
        CELL_TOO_LONG("cell-too-long"),
        /** The sheet has more columns than spreadsheets allow; {@code detail} is the limit. */
        TOO_WIDE("too-wide"),
        /** The header has no column {@code transaction_id}. */
        NO_ID_COLUMN("no-id-column"),
        /** A column that the given mapping names is missing; {@code detail} is the name. */
        NO_SUCH_COLUMN("no-such-column"),
        /** A statement has more rows than can be compared; {@code detail} is the limit. */
        TOO_MANY_ROWS("too-many-rows"),
        /** A statement has neither an ID column nor amount and time. */
        NO_STATEMENT_COLUMNS("no-statement-columns"),
        /** A column occurs twice; {@code detail} is its name. */
        COLUMN_TWICE("column-twice"),
        /** The only amount column has a name that is not fully understood; {@code detail} is the name. */
        UNCLEAR_AMOUNT("unclear-amount"),
        /** The quotes of a CSV file are unbalanced; {@code detail} is the line. */
        BAD_QUOTES("bad-quotes"),
        /** The JSON is invalid; {@code detail} is the line. */
        BAD_JSON("bad-json"),
        /** The workbook is damaged. */
        BAD_WORKBOOK("bad-workbook");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** Whether a column mapping can help. */
        public boolean concernsColumns() {
            return switch (this) {
                case NO_ID_COLUMN, NO_SUCH_COLUMN, NO_STATEMENT_COLUMNS, COLUMN_TWICE, UNCLEAR_AMOUNT -> true;
                default -> false;
            };
        }
    }

    private final Reason reason;
    private final String detail;

    ImportFileException(Reason reason, String detail) {
        this(reason, detail, null);
    }

    ImportFileException(Reason reason, String detail, @Nullable Throwable cause) {
        super(reason.code() + " " + detail, cause);
        this.reason = reason;
        this.detail = CellText.quoted(detail);
    }

    public Reason reason() {
        return reason;
    }

    /** Returns a line, a name or a limit, depending on the reason; blank if there is none. */
    public String detail() {
        return detail;
    }
}

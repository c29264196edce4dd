package uz.fiskaldesk.intake;

/** A file that cannot be read as a list of payments at all; nothing of it was taken. */
public final class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, with a stable name for the language files. */
    public enum Reason {
        /** It is not there, is a folder, or may not be read. */
        UNREADABLE("unreadable"),
        /** Larger than any list of payments; {@code detail} is the limit in megabytes. */
        TOO_LARGE("too-large"),
        /** It takes more memory to read than there is. */
        TOO_COSTLY("too-costly"),
        EMPTY("empty"),
        /** Neither text nor a workbook. */
        UNKNOWN_KIND("unknown-kind"),
        /** A binary workbook, XLS or XLSB. */
        OLD_EXCEL("old-excel"),
        /** A workbook that opens with a password only. */
        PASSWORD("password"),
        /** A row that no payment needs; {@code detail} is the line. */
        ROW_TOO_LONG("row-too-long"),
        /** A cell with more characters than spreadsheets allow; {@code detail} is their number. */
        CELL_TOO_LONG("cell-too-long"),
        /** A sheet with more columns than spreadsheets have; {@code detail} is their number. */
        TOO_WIDE("too-wide"),
        /** The first row names no column {@code transaction_id}. */
        NO_ID_COLUMN("no-id-column"),
        /** A column is named twice; {@code detail} is its name. */
        COLUMN_TWICE("column-twice"),
        /** The name of the only column with an amount is not understood as a whole; {@code detail} is the name. */
        UNCLEAR_AMOUNT("unclear-amount"),
        /** The quotes of a CSV file do not match; {@code detail} is the line. */
        BAD_QUOTES("bad-quotes"),
        /** Not JSON; {@code detail} is the line. */
        BAD_JSON("bad-json"),
        /** A workbook that is damaged. */
        BAD_WORKBOOK("bad-workbook");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Reason reason;
    private final String detail;

    BrokenFileException(Reason reason, String detail) {
        super(reason.code() + " " + detail);
        this.reason = reason;
        this.detail = detail;
    }

    BrokenFileException(Reason reason, String detail, Throwable cause) {
        super(reason.code() + " " + detail, cause);
        this.reason = reason;
        this.detail = detail;
    }

    public Reason reason() {
        return reason;
    }

    /** A line, a name or a limit to be named with the reason; blank where there is nothing to name. */
    public String detail() {
        return detail;
    }
}

package uz.fiskaldesk.report;

import java.util.Locale;
import java.util.Optional;

/** The kinds of files that payments are exported to. */
public enum ExportFormat {
    /** UTF-8 with a byte order mark, commas, a header; for programs and for spreadsheets. */
    CSV,
    /** A workbook, for people. */
    XLSX,
    /** One array of payments as in {@link PaymentJson}. */
    JSON;

    /** The format of this name, in any case. */
    public static Optional<ExportFormat> named(String name) {
        for (ExportFormat format : values()) {
            if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}

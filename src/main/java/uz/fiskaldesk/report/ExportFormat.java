package uz.fiskaldesk.report;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The file formats of exports. */
public enum ExportFormat {
    /** UTF-8 with a byte order mark, comma-separated, with a header line. */
    CSV,
    /** An Excel workbook. */
    XLSX,
    /** An array of payments as in {@link PaymentJson}. */
    JSON;

    /** Finds the format for the extension of a file name; empty if it has none of a format. */
    public static Optional<ExportFormat> of(Path file) {
        String name = file.toString();
        return ofName(name.substring(name.lastIndexOf('.') + 1));
    }

    /** Finds a format by name, ignoring case. */
    public static Optional<ExportFormat> ofName(String name) {
        for (ExportFormat format : values()) {
            if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}

package uz.fiskaldesk.scan.soliq.template;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The format of a receipt's URL, character by character: which are fixed, and which values the others can have. Another
 * URL format is supported by describing it here.
 *
 * <p>The URL is that of the tax system: {@code t} is two letters and twelve digits, {@code c} the time of issue in
 * Tashkent, {@code s} twelve digits.
 */
final class ReceiptFormat {
    /** The largest number of digits of {@code r}. */
    static final int MAX_NUMBER_DIGITS = 10;

    /** Online cash registers have printed these URLs since this year. */
    private static final int FIRST_YEAR = 2020;

    /** Applies when the clock of a till is set to a date before this program existed. */
    private static final int EARLIEST_LAST_YEAR = 2027;

    /** The format has a fixed "20" before two digits. */
    private static final int LATEST_YEAR = 2099;

    private final List<Cell> cells = new ArrayList<>();
    /** The index of the time of issue. */
    private final int issued;

    private final int lastYear;

    /**
     * One character.
     *
     * @param value of the known bits
     * @param known mask of the bits that all allowed values have in common
     * @param first the smallest allowed value
     * @param last the largest allowed value; all values between are allowed
     */
    record Cell(int value, int known, char first, char last) {
        static Cell between(char first, char last) {
            int free = first == last ? 0 : Integer.highestOneBit(first ^ last) * 2 - 1;
            return new Cell(first & ~free, 0xFF & ~free, first, last);
        }

        /** The number of allowed values. */
        int choices() {
            return last - first + 1;
        }

        /** Whether it is an unknown digit whose low four bits, where known, are 0. */
        boolean isDigit() {
            return value == '0' && last <= '9' && choices() > 1;
        }

        boolean allows(char c) {
            return c >= first && c <= last;
        }
    }

    /**
     * A format.
     *
     * @param path of the URL: "check" or "epi"
     * @param numberDigits digits of {@code r}
     * @param lastYear the last year in which a receipt can have been issued
     */
    ReceiptFormat(String path, int numberDigits, int lastYear) {
        this.lastYear = lastYear;
        fixed("https://ofd.soliq.uz/" + path + "?t=");
        cells.add(Cell.between('A', 'Z'));
        cells.add(Cell.between('A', 'Z'));
        digits(12);
        fixed("&r=");
        digits(numberDigits);
        fixed("&c=");
        issued = cells.size();
        fixed("20");
        cells.add(Cell.between(tens(FIRST_YEAR), tens(lastYear)));
        digits(1);
        // Month, day, hour, minute and second, of which the first digits are limited.
        for (char last : new char[] {'1', '3', '2', '5', '5'}) {
            cells.add(Cell.between('0', last));
            digits(1);
        }
        fixed("&s=");
        digits(12);
    }

    /**
     * The last year in which a receipt can have been issued: the next one, as this computer's clock may be behind the
     * cash register's. It is at least {@value #EARLIEST_LAST_YEAR}, so that current receipts are read even when the clock is
     * far behind.
     */
    static int lastYear(Clock clock) {
        int next = clock.instant().atOffset(FiscalReceipt.TASHKENT).getYear() + 1;
        return Math.clamp(next, EARLIEST_LAST_YEAR, LATEST_YEAR);
    }

    /** All formats that are tried. */
    static List<ReceiptFormat> all(int lastYear) {
        List<ReceiptFormat> formats = new ArrayList<>();
        for (String path : List.of("check", "epi")) {
            for (int digits = 1; digits <= MAX_NUMBER_DIGITS; digits++) {
                formats.add(new ReceiptFormat(path, digits, lastYear));
            }
        }
        return formats;
    }

    private void fixed(String text) {
        text.chars().forEach(c -> cells.add(Cell.between((char) c, (char) c)));
    }

    private static char tens(int year) {
        return (char) ('0' + year / 10 % 10);
    }

    private void digits(int count) {
        for (int i = 0; i < count; i++) {
            cells.add(Cell.between('0', '9'));
        }
    }

    int length() {
        return cells.size();
    }

    Cell cell(int index) {
        return cells.get(index);
    }

    /** Whether a text has this format and a valid time of issue. */
    boolean allows(String text) {
        if (text.length() != cells.size()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!cells.get(i).allows(text.charAt(i))) {
                return false;
            }
        }
        return isTime(text.substring(issued, issued + 14));
    }

    private boolean isTime(String digits) {
        try {
            int year = LocalDateTime.parse(digits, FiscalReceipt.WALL_CLOCK).getYear();
            return year >= FIRST_YEAR && year <= lastYear;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}

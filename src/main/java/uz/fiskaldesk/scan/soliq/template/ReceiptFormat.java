package uz.fiskaldesk.scan.soliq;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The shape of a receipt's link, character by character: which are fixed, and what the others can be. To widen the
 * reader to another shape, describe it here.
 *
 * <p>The link is that of the tax system: {@code t} is two letters and twelve digits, {@code c} the time of issue in
 * Tashkent, {@code s} twelve digits.
 */
final class ReceiptForm {
    /** The length of {@code r}, digits. */
    static final int LONGEST_NUMBER = 10;

    /** Online cash registers have printed these links since then. */
    private static final int FIRST_YEAR = 2020;

    /** The clock of a till may stand still at a date before this program existed. */
    private static final int EARLIEST_LAST_YEAR = 2027;

    /** The form has "20" in front of two digits. */
    private static final int LATEST_YEAR = 2099;

    private final List<Cell> cells = new ArrayList<>();
    private final int issued;
    private final int lastYear;

    /**
     * One character.
     *
     * @param value of the known bits
     * @param known mask of the bits that are the same in all values it can have
     * @param first the smallest value it can have
     * @param last the largest; all between them are allowed
     */
    record Cell(int value, int known, char first, char last) {
        static Cell between(char first, char last) {
            int free = first == last ? 0 : Integer.highestOneBit(first ^ last) * 2 - 1;
            return new Cell(first & ~free, 0xFF & ~free, first, last);
        }

        /** How many values it can have. */
        int choices() {
            return last - first + 1;
        }

        /** Whether it is an unknown digit whose known bits, below those that all digits share, are 0. */
        boolean isDigit() {
            return value == '0' && last <= '9' && choices() > 1;
        }

        boolean allows(char c) {
            return c >= first && c <= last;
        }
    }

    /**
     * A form.
     *
     * @param path of the link: "check" or "epi"
     * @param number digits of {@code r}
     * @param lastYear in which a receipt can have been issued
     */
    ReceiptForm(String path, int number, int lastYear) {
        this.lastYear = lastYear;
        fixed("https://ofd.soliq.uz/" + path + "?t=");
        cells.add(Cell.between('A', 'Z'));
        cells.add(Cell.between('A', 'Z'));
        digits(12);
        fixed("&r=");
        digits(number);
        fixed("&c=");
        issued = cells.size();
        fixed("20");
        tens();
        digits(1);
        cells.add(Cell.between('0', '1'));
        digits(1);
        cells.add(Cell.between('0', '3'));
        digits(1);
        cells.add(Cell.between('0', '2'));
        digits(1);
        cells.add(Cell.between('0', '5'));
        digits(1);
        cells.add(Cell.between('0', '5'));
        digits(1);
        fixed("&s=");
        digits(12);
    }

    /**
     * The last year in which a receipt can have been issued: the next one, as a till's clock may be behind this one. A
     * clock that is far behind or ahead must not keep receipts of today from being read, so the first year is fixed.
     */
    static int lastYear(Clock clock) {
        int next = clock.instant().atOffset(FiscalReceipt.TASHKENT).getYear() + 1;
        return Math.clamp(next, EARLIEST_LAST_YEAR, LATEST_YEAR);
    }

    /** All forms that are tried. */
    static List<ReceiptForm> all(int lastYear) {
        List<ReceiptForm> forms = new ArrayList<>();
        for (String path : List.of("check", "epi")) {
            for (int number = 1; number <= LONGEST_NUMBER; number++) {
                forms.add(new ReceiptForm(path, number, lastYear));
            }
        }
        return forms;
    }

    private void fixed(String text) {
        text.chars().forEach(c -> cells.add(Cell.between((char) c, (char) c)));
    }

    private void tens() {
        cells.add(Cell.between((char) ('0' + FIRST_YEAR / 10 % 10), (char) ('0' + lastYear / 10 % 10)));
    }

    private void digits(int count) {
        for (int i = 0; i < count; i++) {
            cells.add(Cell.between('0', '9'));
        }
    }

    int length() {
        return cells.size();
    }

    Cell cell(int place) {
        return cells.get(place);
    }

    /** Whether a text is of this form, with letters that are letters and a time that is in the calendar. */
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
            LocalDate day = LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8));
            LocalTime.of(number(digits, 8, 10), number(digits, 10, 12), number(digits, 12, 14));
            return day.getYear() >= FIRST_YEAR && day.getYear() <= lastYear;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }
}

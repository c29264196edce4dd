package uz.fiskaldesk.scan.soliq;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a receipt's link, character by character: which are fixed, and what the others can be. To widen the
 * reader to another shape, describe it here.
 *
 * <p>The link is that of the tax system: {@code t} is two letters and twelve digits, {@code c} the time of issue in
 * Tashkent between 2020 and 2029, {@code s} twelve digits.
 */
final class ReceiptForm {
    /** The length of {@code r}, digits. */
    static final int LONGEST_NUMBER = 10;

    private final List<Cell> cells = new ArrayList<>();
    private final int issued;

    /**
     * One character.
     *
     * @param value of the known bits
     * @param known mask of the bits that are the same in all values it can have
     * @param largestDigit for a digit; -1 for others
     * @param choices how many values it can have
     */
    record Cell(int value, int known, int largestDigit, int choices) {
        static Cell fixed(char c) {
            return new Cell(c, 0xFF, -1, 1);
        }

        static Cell letter() {
            return new Cell('A', 0xE0, -1, 26);
        }

        static Cell digit(int largest) {
            int free = Integer.highestOneBit(largest) * 2 - 1;
            return new Cell('0', 0xFF & ~free, largest, largest + 1);
        }
    }

    /**
     * A form.
     *
     * @param path of the link: "check" or "epi"
     * @param number digits of {@code r}
     */
    ReceiptForm(String path, int number) {
        fixed("https://ofd.soliq.uz/" + path + "?t=");
        cells.add(Cell.letter());
        cells.add(Cell.letter());
        digits(12);
        fixed("&r=");
        digits(number);
        fixed("&c=");
        issued = cells.size();
        fixed("202");
        digits(1);
        cells.add(Cell.digit(1));
        digits(1);
        cells.add(Cell.digit(3));
        digits(1);
        cells.add(Cell.digit(2));
        digits(1);
        cells.add(Cell.digit(5));
        digits(1);
        cells.add(Cell.digit(5));
        digits(1);
        fixed("&s=");
        digits(12);
    }

    /** All forms that are tried. */
    static List<ReceiptForm> all() {
        List<ReceiptForm> forms = new ArrayList<>();
        for (String path : List.of("check", "epi")) {
            for (int number = 1; number <= LONGEST_NUMBER; number++) {
                forms.add(new ReceiptForm(path, number));
            }
        }
        return forms;
    }

    private void fixed(String text) {
        text.chars().forEach(c -> cells.add(Cell.fixed((char) c)));
    }

    private void digits(int count) {
        for (int i = 0; i < count; i++) {
            cells.add(Cell.digit(9));
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
            if (!allows(cells.get(i), text.charAt(i))) {
                return false;
            }
        }
        return isTime(text.substring(issued, issued + 14));
    }

    private static boolean allows(Cell cell, char c) {
        if (cell.known() == 0xFF) {
            return c == cell.value();
        }
        if (cell.largestDigit() < 0) {
            return c >= 'A' && c <= 'Z';
        }
        return c >= '0' && c <= '0' + cell.largestDigit();
    }

    private static boolean isTime(String digits) {
        try {
            LocalDate.of(number(digits, 0, 4), number(digits, 4, 6), number(digits, 6, 8));
            LocalTime.of(number(digits, 8, 10), number(digits, 10, 12), number(digits, 12, 14));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }
}

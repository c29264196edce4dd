package uz.fiskaldesk.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Reads the time of a payment: ISO 8601 ({@code 2026-11-24T14:02:11+05:00}, a blank may stand for the T), or as people
 * and spreadsheets here write it ({@code 24.11.2026 9:05}, {@code 24.11.2026, 14:02:11}). Without an offset it is
 * Tashkent's wall clock. Nothing is guessed: a date alone, a time alone, a year of two digits and a date with slashes
 * are refused. Every kind of file has its times read here.
 */
final class PaidAt {
    /** What comes of a text. */
    sealed interface Reading {
        record Good(Instant instant) implements Reading {}

        /** @param code one of {@link FieldProblem}'s */
        record Bad(String code) implements Reading {}
    }

    /** Before FiscalBox and after us: years that are slips of the hand. */
    private static final int FIRST_YEAR = 2015;

    private static final int LAST_YEAR = 2100;

    private static final String DATE =
            "(?:(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})|(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4}))";

    private static final String TIME =
            "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,9}))?)?"
                    + "(?: ?(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?))?";

    private static final Pattern MOMENT = Pattern.compile(DATE + "(?:T| ?, ?| )" + TIME, Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE_ALONE = Pattern.compile(DATE);
    private static final Pattern TIME_ALONE = Pattern.compile(TIME, Pattern.CASE_INSENSITIVE);
    private static final Pattern SHORT_YEAR = Pattern.compile("\\d{1,2}[.-]\\d{1,2}[.-]\\d{2}\\b.*");

    /** The month first or the day first: of 03/04/2026 nobody can tell. */
    private static final Pattern SLASHES = Pattern.compile("\\d{1,4}/\\d{1,2}/\\d{1,4}\\b.*");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u202f]+");

    private PaidAt() {}

    static Reading read(String text) {
        String plain = BLANKS.matcher(text).replaceAll(" ").strip();
        Matcher moment = MOMENT.matcher(plain);
        if (!moment.matches()) {
            return new Reading.Bad(whyNot(plain));
        }
        try {
            LocalDateTime local = LocalDateTime.of(date(moment), time(moment));
            Instant instant = local.toInstant(offset(moment.group("offset")));
            int year = instant.atOffset(FiscalReceipt.TASHKENT).getYear();
            return year >= FIRST_YEAR && year <= LAST_YEAR
                    ? new Reading.Good(instant.truncatedTo(ChronoUnit.MILLIS))
                    : new Reading.Bad(FieldProblem.WRONG_YEAR);
        } catch (DateTimeException noSuchMoment) {
            return new Reading.Bad(FieldProblem.INVALID);
        }
    }

    private static String whyNot(String text) {
        if (DATE_ALONE.matcher(text).matches()) {
            return FieldProblem.NO_TIME;
        }
        if (TIME_ALONE.matcher(text).matches()) {
            return FieldProblem.NO_DATE;
        }
        if (SLASHES.matcher(text).matches()) {
            return FieldProblem.SLASHES;
        }
        return SHORT_YEAR.matcher(text).matches() ? FieldProblem.SHORT_YEAR : FieldProblem.INVALID;
    }

    private static LocalDate date(Matcher moment) {
        return moment.group("year") != null
                ? LocalDate.of(number(moment, "year"), number(moment, "month"), number(moment, "day"))
                : LocalDate.of(number(moment, "y"), number(moment, "m"), number(moment, "d"));
    }

    private static LocalTime time(Matcher moment) {
        String second = moment.group("second");
        String fraction = moment.group("fraction");
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        return LocalTime.of(
                number(moment, "hour"), number(moment, "minute"), second == null ? 0 : Integer.parseInt(second), nanos);
    }

    private static ZoneOffset offset(@Nullable String text) {
        return text == null ? FiscalReceipt.TASHKENT : ZoneOffset.of(text.toUpperCase(Locale.ROOT));
    }

    private static int number(Matcher moment, String group) {
        return Integer.parseInt(moment.group(group));
    }
}

package uz.fiskaldesk.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Parses the time of a payment: ISO 8601 ({@code 2026-11-24T14:02:11+05:00}, with T or a space), or the usual local
 * notation ({@code 24.11.2026 9:05}, {@code 24.11.2026, 14:02:11}). Without an offset it is Tashkent's local time.
 * Ambiguous values are refused: a date alone, a time alone, a two-digit year and a date with slashes. Used for all file
 * formats.
 */
final class PaidAtParser {
    /** The result of parsing. */
    sealed interface Reading {
        record Good(Instant instant) implements Reading {}

        /** @param code a code of {@link FieldProblem} */
        record Bad(String code) implements Reading {}
    }

    /** Years outside this range are typing errors. */
    private static final int FIRST_YEAR = 2015;

    private static final int LAST_YEAR = 2100;

    private static final String DATE =
            "(?:(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})|(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4}))";

    private static final String TIME =
            "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,9}))?)?"
                    + "(?: ?(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?))?";

    private static final Pattern DATE_TIME = Pattern.compile(DATE + "(?:T| ?, ?| )" + TIME, Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE_ALONE = Pattern.compile(DATE);
    private static final Pattern TIME_ALONE = Pattern.compile(TIME, Pattern.CASE_INSENSITIVE);
    private static final Pattern SHORT_YEAR = Pattern.compile("\\d{1,2}[.-]\\d{1,2}[.-]\\d{2}\\b.*");

    /** Ambiguous: 03/04/2026 may be in March or in April. */
    private static final Pattern SLASHES = Pattern.compile("\\d{1,4}/\\d{1,2}/\\d{1,4}\\b.*");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u202f]+");

    private PaidAtParser() {}

    static Reading read(String text) {
        String plain = BLANKS.matcher(text).replaceAll(" ").strip();
        Matcher dateTime = DATE_TIME.matcher(plain);
        if (!dateTime.matches()) {
            return new Reading.Bad(problemOf(plain));
        }
        try {
            LocalDateTime local = LocalDateTime.of(date(dateTime), time(dateTime));
            Instant instant = local.toInstant(offset(dateTime.group("offset")));
            int year = instant.atOffset(FiscalReceipt.TASHKENT).getYear();
            return year >= FIRST_YEAR && year <= LAST_YEAR
                    ? new Reading.Good(instant.truncatedTo(ChronoUnit.MILLIS))
                    : new Reading.Bad(FieldProblem.WRONG_YEAR);
        } catch (DateTimeException noSuchTime) {
            return new Reading.Bad(FieldProblem.INVALID);
        }
    }

    /** Midnight of a date without a time; empty if there is no such day. */
    static Optional<Instant> startOfDay(String date) {
        return read(date.strip() + " 00:00") instanceof Reading.Good good
                ? Optional.of(good.instant())
                : Optional.empty();
    }

    private static String problemOf(String text) {
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

    private static LocalDate date(Matcher dateTime) {
        return dateTime.group("year") != null
                ? LocalDate.of(number(dateTime, "year"), number(dateTime, "month"), number(dateTime, "day"))
                : LocalDate.of(number(dateTime, "y"), number(dateTime, "m"), number(dateTime, "d"));
    }

    private static LocalTime time(Matcher dateTime) {
        String second = dateTime.group("second");
        String fraction = dateTime.group("fraction");
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        return LocalTime.of(
                number(dateTime, "hour"),
                number(dateTime, "minute"),
                second == null ? 0 : Integer.parseInt(second),
                nanos);
    }

    private static ZoneOffset offset(@Nullable String text) {
        return text == null ? FiscalReceipt.TASHKENT : ZoneOffset.of(text.toUpperCase(Locale.ROOT));
    }

    private static int number(Matcher dateTime, String group) {
        return Integer.parseInt(dateTime.group(group));
    }
}

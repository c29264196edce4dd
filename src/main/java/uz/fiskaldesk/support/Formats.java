package uz.fiskaldesk.support;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Formats times in Tashkent's time zone, whatever the machine's time zone and locale are. The patterns are fixed
 * because locale data differs between Java versions.
 */
public final class Formats {
    /** UTC+5, no daylight saving. */
    public static final ZoneOffset TASHKENT = ZoneOffset.ofHours(5);

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(TASHKENT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(TASHKENT);
    private static final DateTimeFormatter TIME_SECONDS =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(TASHKENT);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd.MM.yyyy").withZone(TASHKENT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("dd.MM").withZone(TASHKENT);

    private Formats() {}

    /** {@code 24.11.2026 14:02:11}. */
    public static String dateTime(Instant moment) {
        return DATE_TIME.format(moment);
    }

    /** {@code 14:02}. */
    public static String time(Instant moment) {
        return TIME.format(moment);
    }

    /** {@code 14:02:11}. */
    public static String timeWithSeconds(Instant moment) {
        return TIME_SECONDS.format(moment);
    }

    /** {@code 24.11.2026}. */
    public static String date(Instant moment) {
        return DATE.format(moment);
    }

    /** {@code 24.11}. */
    public static String day(Instant moment) {
        return DAY.format(moment);
    }

    /** {@code 2026-11-24}, for names of files. */
    public static String fileDay(Instant moment) {
        return LocalDate.ofInstant(moment, TASHKENT).toString();
    }

    /** Returns the start, in Tashkent, of the day that contains this moment. */
    public static Instant startOfDay(Instant moment) {
        return LocalDate.ofInstant(moment, TASHKENT).atStartOfDay(TASHKENT).toInstant();
    }

    public static boolean sameDay(Instant a, Instant b) {
        return LocalDate.ofInstant(a, TASHKENT).equals(LocalDate.ofInstant(b, TASHKENT));
    }

    /** {@code 14:02:11}, preceded by the date unless it is the same day as {@code now}. */
    public static String timeOrDate(Instant moment, Instant now) {
        return sameDay(moment, now) ? timeWithSeconds(moment) : dateTime(moment);
    }

    /**
     * Returns the time elapsed since {@code then} in words; zero if {@code then} lies in the future, as after a clock
     * change.
     */
    public static String elapsed(Instant then, Instant now, Translations texts) {
        return duration(now.isBefore(then) ? Duration.ZERO : Duration.between(then, now), texts);
    }

    /**
     * Formats a duration in words: {@code 57 min}, {@code 3 h 20 min}, {@code 2 d 4 h}; less than a minute is
     * {@code 40 s}.
     */
    public static String duration(Duration span, Translations texts) {
        Duration d = span.abs();
        if (d.toMinutes() == 0) {
            return texts.get("span.seconds", d.toSeconds());
        }
        if (d.toHours() == 0) {
            return texts.get("span.minutes", d.toMinutes());
        }
        if (d.toDays() == 0) {
            return d.toMinutesPart() == 0
                    ? texts.get("span.hours", d.toHours())
                    : texts.get("span.hours-minutes", d.toHours(), d.toMinutesPart());
        }
        return d.toHoursPart() == 0
                ? texts.get("span.days", d.toDays())
                : texts.get("span.days-hours", d.toDays(), d.toHoursPart());
    }
}

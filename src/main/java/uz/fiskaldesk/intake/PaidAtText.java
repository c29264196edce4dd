package uz.fiskaldesk.intake;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds dates with times in a message. A two-digit year is not completed, and a date with slashes is only taken if its order
 * is certain.
 */
final class PaidAtText {
    private static final String TIME = "(?<time>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)";
    private static final String TIME_FIRST = "(?<first>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)";
    private static final String BEFORE = "(?<![0-9A-Za-z.,:/-])";
    private static final String AFTER = "(?![0-9:/]|[.,-][0-9])";

    private static final String DATE = "(?:(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
            + "|(?<d>[0-9]{1,2})(?<sign>[./])(?<m>[0-9]{1,2})\\k<sign>(?<y>[0-9]{4}|[0-9]{2})"
            + "|(?<nd>[0-9]{1,2})[ -](?<name>\\p{L}{3,9})[ ,]+(?<ny>[0-9]{4}))";

    private static final Pattern DATE_TIME = Pattern.compile(
            BEFORE + "(?:" + TIME_FIRST + "(?:, ?| )"
                    + DATE.replace("?<", "?<a").replace("k<", "k<a") + "|" + DATE
                    + "(?: ?г\\.?,?| yil,?| йил,?)?(?:[T,]? ?(?:в |at |soat |соат )?)" + TIME
                    + "(?<offset>(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?)" + AFTER,
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A date or a time alone, which is no amount. */
    private static final Pattern OTHER = Pattern.compile(
            BEFORE + "(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}([./])[0-9]{1,2}\\1(?:[0-9]{4}|[0-9]{2})"
                    + "|[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)" + AFTER);

    /** The beginnings of the names of months in English, Russian and Uzbek. */
    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("янв", 1),
            Map.entry("yan", 1),
            Map.entry("feb", 2),
            Map.entry("фев", 2),
            Map.entry("fev", 2),
            Map.entry("mar", 3),
            Map.entry("мар", 3),
            Map.entry("apr", 4),
            Map.entry("апр", 4),
            Map.entry("may", 5),
            Map.entry("май", 5),
            Map.entry("мая", 5),
            Map.entry("jun", 6),
            Map.entry("июн", 6),
            Map.entry("jul", 7),
            Map.entry("июл", 7),
            Map.entry("aug", 8),
            Map.entry("авг", 8),
            Map.entry("avg", 8),
            Map.entry("sep", 9),
            Map.entry("сен", 9),
            Map.entry("sen", 9),
            Map.entry("oct", 10),
            Map.entry("окт", 10),
            Map.entry("okt", 10),
            Map.entry("nov", 11),
            Map.entry("ноя", 11),
            Map.entry("noy", 11),
            Map.entry("dec", 12),
            Map.entry("дек", 12),
            Map.entry("dek", 12));

    private PaidAtText() {}

    static void take(PaymentText.Remaining text, PaymentText.Candidates into) {
        text.take(DATE_TIME, match -> {
            String value = value(match);
            if (value != null && PaidAtParser.read(value) instanceof PaidAtParser.Reading.Good) {
                into.certain().add(value);
            }
        });
        text.take(OTHER, _ -> {});
    }

    private static @Nullable String value(Matcher match) {
        boolean isTimeFirst = match.group("first") != null;
        String prefix = isTimeFirst ? "a" : "";
        String time = match.group(isTimeFirst ? "first" : "time");
        String offset = isTimeFirst ? null : match.group("offset");
        if (match.group(prefix + "year") != null) {
            return match.group(prefix + "year") + "-" + match.group(prefix + "month") + "-"
                    + match.group(prefix + "day") + " " + time + (offset == null ? "" : offset);
        }
        if (match.group(prefix + "name") != null) {
            int month = month(match.group(prefix + "name"));
            return month == 0
                    ? null
                    : match.group(prefix + "nd") + "." + month + "." + match.group(prefix + "ny") + " " + time;
        }
        int day = Integer.parseInt(match.group(prefix + "d"));
        boolean isOrderCertain = match.group(prefix + "sign").equals(".") || day > 12;
        return isOrderCertain
                ? day + "." + match.group(prefix + "m") + "." + match.group(prefix + "y") + " " + time
                : null;
    }

    /** The number of a month; 0 if it is none. */
    private static int month(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("iyun")) {
            return 6;
        }
        return lower.startsWith("iyul") ? 7 : MONTHS.getOrDefault(lower.substring(0, 3), 0);
    }
}

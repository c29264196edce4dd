package uz.fiskaldesk.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tashkent's wall clock in the three ways FiscalBox and its receipts write it; UTC+5 the whole year. */
final class Tashkent {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(5);
    private static final DateTimeFormatter INFO = formatter("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter URL = formatter("yyyyMMddHHmmss");
    private static final DateTimeFormatter PRINTED = formatter("dd.MM.yyyy HH:mm:ss");

    private Tashkent() {}

    /** As in {@code current_time} of {@code /info/}. */
    static String asInfo(Instant time) {
        return INFO.format(time);
    }

    /** As in {@code c=} of a receipt's URL. */
    static String asInUrl(Instant time) {
        return URL.format(time);
    }

    /** As printed on a receipt. */
    static String asPrinted(Instant time) {
        return PRINTED.format(time);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZONE);
    }
}

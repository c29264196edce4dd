package uz.fiskaldesk.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Reads the time of a payment: ISO 8601 ({@code 2026-11-24T14:02:11+05:00}, a blank may stand for the T), or as people
 * here write it ({@code 24.11.2026 14:02}). Without an offset it is Tashkent's wall clock. A date alone is refused: the
 * hour would be made up.
 */
final class PaidAt {
    /** Before FiscalBox and after us: years that are slips of the hand. */
    private static final int FIRST_YEAR = 2015;

    private static final int LAST_YEAR = 2100;

    private static final DateTimeFormatter ISO = withTime("uuuu-MM-dd['T'][' ']");
    private static final DateTimeFormatter LOCAL = withTime("dd.MM.uuuu' '");

    private PaidAt() {}

    private static DateTimeFormatter withTime(String date) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(date)
                .appendPattern("HH:mm[:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .appendPattern("][XXX][XX][X]")
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    static Optional<Instant> parse(String text) {
        return parse(ISO, text).or(() -> parse(LOCAL, text));
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String text) {
        try {
            TemporalAccessor time = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            Instant instant = time instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.from(time).toInstant(FiscalReceipt.TASHKENT);
            int year = Year.from(instant.atOffset(FiscalReceipt.TASHKENT)).getValue();
            return year >= FIRST_YEAR && year <= LAST_YEAR
                    ? Optional.of(instant.truncatedTo(ChronoUnit.MILLIS))
                    : Optional.empty();
        } catch (DateTimeException notThisFormat) {
            return Optional.empty();
        }
    }
}

package uz.fiskaldesk.receipt;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A fiscal receipt of the Uzbek tax system, parsed from its link.
 *
 * @param url the link as scanned, trimmed and with the keyboard layout repaired; sent to FiscalBox unchanged
 * @param terminalId the number of the fiscal module ({@code t}), as written
 * @param receiptNumber the receipt number ({@code r}), with its leading zeros
 * @param issuedAt the time of issue ({@code c}, which is Tashkent local time)
 * @param fiscalSign the fiscal sign ({@code s}), twelve digits
 */
public record FiscalReceipt(String url, String terminalId, String receiptNumber, Instant issuedAt, String fiscalSign) {
    /** The time zone of receipts. Tashkent has used UTC+5 without daylight saving since 1992. */
    public static final ZoneOffset TASHKENT = ZoneOffset.ofHours(5);

    /** The format of the time of issue in the link. */
    public static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** Equal for all links of a receipt, regardless of scheme, path, parameter order, case and leading zeros. */
    public String identity() {
        String number = receiptNumber.replaceFirst("^0+(?=.)", "");
        return terminalId.toUpperCase(Locale.ROOT) + "/" + number + "/" + issuedWallClock() + "/" + fiscalSign;
    }

    /** The identity without the number. Receipts that are equal in this are very likely the same. */
    public String issue() {
        return terminalId.toUpperCase(Locale.ROOT) + "/" + issuedWallClock() + "/" + fiscalSign;
    }

    /** The {@link #issue} of the receipt with this {@link #identity}. */
    public static String issueOf(String identity) {
        return identity.replaceFirst("/[^/]*/", "/");
    }

    /** How long after a payment it was issued, in whole seconds as both times are shown; negative if before. */
    public Duration issuedAfter(Instant paidAt) {
        return Duration.between(paidAt.truncatedTo(ChronoUnit.SECONDS), issuedAt);
    }

    /** The time of issue as in the link ({@code c}): {@code yyyyMMddHHmmss}, Tashkent local time. */
    public String issuedWallClock() {
        return WALL_CLOCK.format(LocalDateTime.ofInstant(issuedAt, TASHKENT));
    }

    /**
     * The link that a till prints for these fields. Used for receipts keyed in by hand.
     *
     * @param issued Tashkent local time
     */
    public static String linkOf(String terminalId, String receiptNumber, LocalDateTime issued, String fiscalSign) {
        return "https://ofd.soliq.uz/check?t=" + terminalId + "&r=" + receiptNumber + "&c=" + WALL_CLOCK.format(issued)
                + "&s=" + fiscalSign;
    }
}

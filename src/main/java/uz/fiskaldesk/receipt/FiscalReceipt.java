package uz.fiskaldesk.receipt;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * A fiscal receipt of the Uzbek tax system, as its link names it.
 *
 * @param url what was scanned, trimmed and with the keyboard layout repaired; sent to FiscalBox as it is
 * @param terminalId number of the fiscal module ({@code t}), as written
 * @param receiptNumber receipt number ({@code r}), text because it is shown and sent with its leading zeros
 * @param issuedAt {@code c}, printed as Tashkent wall clock
 * @param fiscalSign fiscal sign ({@code s}), twelve digits
 */
public record FiscalReceipt(String url, String terminalId, String receiptNumber, Instant issuedAt, String fiscalSign) {
    /** Tashkent has been at UTC+5 without daylight saving since 1992; receipts print its wall clock. */
    public static final ZoneOffset TASHKENT = ZoneOffset.ofHours(5);

    static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** What makes two links the same receipt, whatever their scheme, path, order, case or zeros before the number. */
    public String identity() {
        String number = receiptNumber.replaceFirst("^0+(?=.)", "");
        return terminalId.toUpperCase(Locale.ROOT) + "/" + number + "/" + issuedWallClock() + "/" + fiscalSign;
    }

    /** The identity without the number: receipts that differ in nothing else are very likely one. */
    public String issue() {
        return terminalId.toUpperCase(Locale.ROOT) + "/" + issuedWallClock() + "/" + fiscalSign;
    }

    /** {@code c} as it stands in the link: {@code yyyyMMddHHmmss}, Tashkent. */
    public String issuedWallClock() {
        return WALL_CLOCK.format(LocalDateTime.ofInstant(issuedAt, TASHKENT));
    }

    /** The link that a till prints for these four fields; for a receipt keyed in by hand. */
    public static String linkOf(String terminalId, String receiptNumber, LocalDateTime issued, String fiscalSign) {
        return "https://ofd.soliq.uz/check?t=" + terminalId + "&r=" + receiptNumber + "&c=" + WALL_CLOCK.format(issued)
                + "&s=" + fiscalSign;
    }
}

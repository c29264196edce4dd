package uz.fiskaldesk.receipt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a printer that does not know the QR command prints in its place: the parameters of the command and the link, as
 * text. The command is {@code GS ( k} of ESC/POS: {@code 1A} model, {@code 1C} size, {@code 1E} error level, {@code 1P0} the
 * text, {@code 1Q0} print. Which of the control characters appear on paper, and how, depends on the printer.
 *
 * <p>Nothing but such parameters may stand before and after the link, and the link must be exactly what a till prints:
 * without a QR code's error correction, a torn or misread text must not become another receipt.
 */
final class PrintedCommand {
    /** What control characters may look like; {@code (k} is the visible part of the start of a command. */
    private static final String SIGN = "[^\\p{L}\\p{N}:/?&=#@.]";

    private static final String START = SIGN + "{0,8}(?:k" + SIGN + "{0,8})?";
    private static final String MODEL_OR_SIZE = "(?:" + START + "1?(?:A[12]0?|C\\d{0,2}))";
    private static final String LEVEL = START + "1?E[0-3]";

    /** The letter after {@code k} is the low byte of the length, which is the number of the following bytes. */
    private static final String TEXT = SIGN + "{0,8}(?:k(?<length>[P-~])?" + SIGN + "{0,8})?1?P0";

    private static final Pattern BEFORE =
            Pattern.compile(MODEL_OR_SIZE + "{0,2}" + LEVEL + MODEL_OR_SIZE + "{0,2}" + TEXT + "(?=https?://)");

    private static final Pattern LINK =
            Pattern.compile("https?://ofd\\.soliq\\.uz/check\\?t=[A-Z]{2}\\d{12}&r=\\d{1,20}&c=\\d{14}&s=\\d{12}");

    /** {@code Q0} right after the link could be the rest of {@code 1Q0} whose 1 is taken for the last digit of the sign. */
    private static final Pattern AFTER =
            Pattern.compile("(?:1Q0|(?:" + SIGN + "{0,8}k" + SIGN + "{0,8}|" + SIGN + "{1,8})1?Q0)?" + SIGN + "{0,8}");

    /** The number of bytes that the length covers besides the link: {@code 1P0}. */
    private static final int COUNTED = 3;

    private PrintedCommand() {}

    /** Null if the text does not begin like such a command, or has several links. */
    static @Nullable ReceiptReading read(String text) {
        // The paper is narrower than the text.
        String line = text.replaceAll("[\\r\\n\\t]+", "");
        Matcher before = BEFORE.matcher(line);
        if (!before.lookingAt() || line.indexOf("://") != line.lastIndexOf("://")) {
            return null;
        }
        Matcher link = LINK.matcher(line).region(before.end(), line.length());
        String length = before.group("length");
        boolean whole = link.lookingAt()
                && AFTER.matcher(line).region(link.end(), line.length()).matches()
                && (length == null || link.group().length() == length.charAt(0) - COUNTED);
        return whole ? ReceiptLink.read(link.group()) : new ReceiptReading.Refused(ReceiptRefusal.TORN, text);
    }
}

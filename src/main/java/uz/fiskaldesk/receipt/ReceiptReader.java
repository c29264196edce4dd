package uz.fiskaldesk.receipt;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds and parses the link of a fiscal receipt in scanned, pasted or typed text. The link is never rewritten, only
 * trimmed and with the keyboard layout repaired. It is also never opened: the first request to the tax system binds the
 * customer's cashback. Thread-safe.
 */
public final class ReceiptReader {
    /** Tolerance for clocks of tills that run ahead; FiscalBox itself allows five minutes. */
    static final Duration FUTURE_ALLOWED = Duration.ofMinutes(10);

    /** The maximum length of a text. */
    private static final int MAX_LENGTH = 8_192;

    /** A link ends at a character that no link contains: white space, brackets, quotes, or anything but ASCII. */
    private static final Pattern LINK =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{0,15}://[\\x21-\\x7e&&[^<>\"`{}|\\\\^]]*");

    private static final Pattern LINK_START = Pattern.compile("(?i)https?://");
    private static final String HOST = "://ofd.soliq.uz";
    private static final List<String> STARTS = List.of("https://ofd.soliq.uz/", "http://ofd.soliq.uz/");

    /** The maximum length of a prefix that a scanner may be configured to send before each code. */
    private static final int MAX_PREFIX_LENGTH = 8;

    private static final String TRAILING_PUNCTUATION = ".,;:!?)]'*";
    /** Contains no repeated group: the matcher would recurse for each line, and long texts would overflow the stack. */
    private static final Pattern WRAPPED_LINK = Pattern.compile("\\S[\\S\\r\\n\\t]*\\S");

    private final Clock clock;
    private final KeyboardLayouts layouts = new KeyboardLayouts();

    public ReceiptReader(Clock clock) {
        this.clock = clock;
    }

    /** Reads a text. Never throws. */
    public ReceiptReading read(String scanned) {
        if (scanned.length() > MAX_LENGTH) {
            return new ReceiptReading.Refused(ReceiptRefusal.TOO_LONG, scanned.substring(0, MAX_LENGTH));
        }
        String text = trim(scanned);
        if (text.isEmpty()) {
            return new ReceiptReading.Refused(ReceiptRefusal.EMPTY, text);
        }
        ReceiptReading printed = PrintedCommand.read(text);
        return switch (printed == null ? readLinks(text) : printed) {
            case ReceiptReading.Accepted accepted -> withClockWarning(accepted);
            case ReceiptReading.Refused torn when printed != null -> torn;
            case ReceiptReading.Refused refused when refused.reason() == ReceiptRefusal.TWO_LINKS -> refused;
            case ReceiptReading.Refused refused -> repair(text, refused);
        };
    }

    /** Tries all keyboard layouts. Accepts the repair only if all layouts that yield a receipt yield the same one. */
    private ReceiptReading repair(String text, ReceiptReading.Refused original) {
        Set<ReceiptReading.Accepted> receipts = new LinkedHashSet<>();
        ReceiptReading.Refused closest = original;
        for (String candidate : layouts.repairs(text)) {
            // Mixed case shows that another layout was active, one that does not change some letter with Caps Lock.
            if (!candidate.contains(HOST) && !candidate.contains(HOST.toUpperCase(Locale.ROOT))) {
                continue;
            }
            switch (readLinks(candidate)) {
                case ReceiptReading.Accepted accepted -> receipts.add(accepted);
                case ReceiptReading.Refused refused -> {
                    if (isMoreSpecific(refused, closest)) {
                        closest = refused;
                    }
                }
            }
        }
        if (receipts.size() > 1 || (receipts.isEmpty() && isFromUnknownLayout(text, original, closest))) {
            return new ReceiptReading.Refused(ReceiptRefusal.KEYBOARD_LAYOUT, text);
        }
        if (receipts.isEmpty()) {
            return closest;
        }
        ReceiptReading.Accepted only = receipts.iterator().next();
        return withClockWarning(new ReceiptReading.Accepted(only.receipt(), only.warnings(), true));
    }

    /**
     * Whether a layout that cannot be reversed has changed the text: only the start of a link is recognisable, or a part is
     * missing after the repair, because a dead key was lost or two keys produce the same character.
     */
    private static boolean isFromUnknownLayout(
            String text, ReceiptReading.Refused original, ReceiptReading.Refused closest) {
        return switch (closest.reason()) {
            case NO_LINK -> startsLikeALink(text);
            case PATH, TERMINAL_MISSING, NUMBER_MISSING, TIME_MISSING, SIGN_MISSING -> !closest.equals(original);
            default -> false;
        };
    }

    /** Whether the text starts like a link typed with an unknown layout. */
    private static boolean startsLikeALink(String text) {
        for (int start = 0; start <= MAX_PREFIX_LENGTH; start++) {
            for (String link : STARTS) {
                int end = start + link.length();
                if (end <= text.length() && KeyboardLayouts.couldProduce(text.substring(start, end), link)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the reason is more specific. A candidate with two links, or with one on the right host, was intended. */
    private static boolean isMoreSpecific(ReceiptReading.Refused candidate, ReceiptReading.Refused closest) {
        boolean intended = candidate.reason() == ReceiptRefusal.TWO_LINKS
                || candidate.reason().compareTo(ReceiptRefusal.PATH) >= 0;
        return intended && candidate.reason().compareTo(closest.reason()) > 0;
    }

    private ReceiptReading.Accepted withClockWarning(ReceiptReading.Accepted accepted) {
        if (!accepted.receipt().issuedAt().isAfter(clock.instant().plus(FUTURE_ALLOWED))) {
            return accepted;
        }
        List<ReceiptWarning> warnings = new ArrayList<>(accepted.warnings());
        warnings.add(ReceiptWarning.IN_THE_FUTURE);
        return new ReceiptReading.Accepted(accepted.receipt(), warnings, accepted.layoutRepaired());
    }

    private static ReceiptReading readLinks(String text) {
        Set<String> links = links(text);
        if (links.size() > 1) {
            return new ReceiptReading.Refused(ReceiptRefusal.TWO_LINKS, text);
        }
        if (links.isEmpty()) {
            return new ReceiptReading.Refused(ReceiptRefusal.NO_LINK, text);
        }
        ReceiptReading reading = ReceiptLink.read(links.iterator().next());
        if (!(joinWrapped(text) instanceof ReceiptReading.Accepted joined)) {
            return reading;
        }
        if (!(reading instanceof ReceiptReading.Accepted firstLine)) {
            return joined;
        }
        boolean same = firstLine.receipt().identity().equals(joined.receipt().identity());
        return same ? firstLine : new ReceiptReading.Refused(ReceiptRefusal.TWO_LINKS, text);
    }

    /** Joins the lines of a link that a mail program has wrapped; null if the text is not a wrapped link. */
    private static @Nullable ReceiptReading joinWrapped(String text) {
        if (!WRAPPED_LINK.matcher(text).matches()) {
            return null;
        }
        String joined = text.replaceAll("[\\r\\n\\t]+", "");
        return joined.length() < text.length() && LINK.matcher(joined).matches() ? ReceiptLink.read(joined) : null;
    }

    /** The distinct links in a text. A scanner that sends a code twice yields one link. */
    private static Set<String> links(String text) {
        Set<String> links = new LinkedHashSet<>();
        Matcher matcher = LINK.matcher(text);
        while (matcher.find()) {
            for (String link : splitAtStarts(matcher.group())) {
                links.add(withoutTrailingPunctuation(link));
            }
        }
        return links;
    }

    private static String withoutTrailingPunctuation(String link) {
        int end = link.length();
        while (end > 0 && TRAILING_PUNCTUATION.indexOf(link.charAt(end - 1)) >= 0) {
            end--;
        }
        return link.substring(0, end);
    }

    private static List<String> splitAtStarts(String run) {
        List<String> links = new ArrayList<>();
        int from = 0;
        Matcher starts = LINK_START.matcher(run);
        while (starts.find()) {
            // Ignores a match at the start of this link or within its scheme.
            if (starts.start() > from && run.lastIndexOf("://", starts.start()) >= from) {
                links.add(run.substring(from, starts.start()));
                from = starts.start();
            }
        }
        links.add(run.substring(from));
        return links;
    }

    /** Removes white space, control and format characters and {@code <>} at both ends. */
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isTrimmed(text.charAt(from))) {
            from++;
        }
        while (to > from && isTrimmed(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isTrimmed(char c) {
        return c == '<'
                || c == '>'
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}

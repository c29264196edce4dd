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
 * Reads a fiscal receipt from a text: scanned, pasted or typed, with whatever stands around the link. What it accepts
 * is the scanned text itself, only trimmed and with the keyboard layout repaired. It never opens the link: the first
 * look into the tax system binds the customer's cashback. Safe for use by several threads.
 */
public final class ReceiptReader {
    /** Clocks of tills may run ahead; FiscalBox itself allows five minutes. */
    static final Duration FUTURE_ALLOWED = Duration.ofMinutes(10);

    /** Longer than any page a receipt link is pasted from by mistake, short enough to be read in no time. */
    private static final int LONGEST_TEXT = 8_192;

    /** A link ends where something stands that no link contains: blanks, brackets, quotes, any letter beyond ASCII. */
    private static final Pattern LINK =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{0,15}://[\\x21-\\x7e&&[^<>\"`{}|\\\\^]]*");

    private static final Pattern LINK_START = Pattern.compile("(?i)https?://");
    private static final String HOST = "://ofd.soliq.uz";
    private static final List<String> STARTS = List.of("https://ofd.soliq.uz/", "http://ofd.soliq.uz/");

    /** Scanners may be set to send a few characters before each code. */
    private static final int LONGEST_PREFIX = 8;

    private static final String SENTENCE_END = ".,;:!?)]'*";
    /** Without a group that repeats: the matcher would recurse for each line, and a long text would overflow the stack. */
    private static final Pattern WRAPPED_LINK = Pattern.compile("\\S[\\S\\r\\n\\t]*\\S");

    private final Clock clock;
    private final KeyboardLayouts layouts = new KeyboardLayouts();

    public ReceiptReader(Clock clock) {
        this.clock = clock;
    }

    /** Judges a text. Never throws on any text. */
    public ReceiptReading read(String scanned) {
        if (scanned.length() > LONGEST_TEXT) {
            return new ReceiptReading.Refused(ReceiptRefusal.TOO_LONG, scanned.substring(0, LONGEST_TEXT));
        }
        String text = trimmed(scanned);
        if (text.isEmpty()) {
            return new ReceiptReading.Refused(ReceiptRefusal.EMPTY, text);
        }
        return switch (readLinks(text)) {
            case ReceiptReading.Accepted accepted -> withClock(accepted);
            case ReceiptReading.Refused refused when refused.reason() == ReceiptRefusal.TWO_LINKS -> refused;
            case ReceiptReading.Refused refused -> repaired(text, refused);
        };
    }

    /** The reading of what a scanner must have pressed, where exactly one keyboard layout explains the text. */
    private ReceiptReading repaired(String text, ReceiptReading.Refused asItIs) {
        Set<ReceiptReading.Accepted> receipts = new LinkedHashSet<>();
        ReceiptReading.Refused closest = asItIs;
        for (String candidate : layouts.repairs(text)) {
            // In one case: a layout that leaves out one letter under Caps Lock is another one than was active.
            if (!candidate.contains(HOST) && !candidate.contains(HOST.toUpperCase(Locale.ROOT))) {
                continue;
            }
            switch (readLinks(candidate)) {
                case ReceiptReading.Accepted accepted -> receipts.add(accepted);
                case ReceiptReading.Refused refused -> {
                    if (knowsMore(refused, closest)) {
                        closest = refused;
                    }
                }
            }
        }
        if (receipts.size() > 1 || (receipts.isEmpty() && isOfAnUnknownLayout(text, asItIs, closest))) {
            return new ReceiptReading.Refused(ReceiptRefusal.KEYBOARD_LAYOUT, text);
        }
        if (receipts.isEmpty()) {
            return closest;
        }
        ReceiptReading.Accepted only = receipts.iterator().next();
        return withClock(new ReceiptReading.Accepted(only.receipt(), only.warnings(), true));
    }

    /**
     * Whether a layout that cannot be undone has changed the text: only the beginning of a link shows through, or after
     * a repair something is missing, as where the system dropped a dead key or two keys make the same.
     */
    private static boolean isOfAnUnknownLayout(
            String text, ReceiptReading.Refused asItIs, ReceiptReading.Refused closest) {
        return switch (closest.reason()) {
            case NO_LINK -> isDisguised(text);
            case PATH, TERMINAL_MISSING, NUMBER_MISSING, TIME_MISSING, SIGN_MISSING -> !closest.equals(asItIs);
            default -> false;
        };
    }

    /** Whether the beginning of a link is there in other characters. */
    private static boolean isDisguised(String text) {
        for (int start = 0; start <= LONGEST_PREFIX; start++) {
            for (String link : STARTS) {
                int end = start + link.length();
                if (end <= text.length() && KeyboardLayouts.mayBeMadeOf(text.substring(start, end), link)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A candidate with two links, or with one on the right host, is what was meant; its reason says more. */
    private static boolean knowsMore(ReceiptReading.Refused candidate, ReceiptReading.Refused closest) {
        boolean meant = candidate.reason() == ReceiptRefusal.TWO_LINKS
                || candidate.reason().compareTo(ReceiptRefusal.PATH) >= 0;
        return meant && candidate.reason().compareTo(closest.reason()) > 0;
    }

    private ReceiptReading.Accepted withClock(ReceiptReading.Accepted accepted) {
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
        if (!(unwrapped(text) instanceof ReceiptReading.Accepted joined)) {
            return reading;
        }
        if (!(reading instanceof ReceiptReading.Accepted firstLine)) {
            return joined;
        }
        boolean same = firstLine.receipt().identity().equals(joined.receipt().identity());
        return same ? firstLine : new ReceiptReading.Refused(ReceiptRefusal.TWO_LINKS, text);
    }

    /** The link that the lines of a text make together, as a mail program breaks it; it is a link like any other. */
    private static @Nullable ReceiptReading unwrapped(String text) {
        if (!WRAPPED_LINK.matcher(text).matches()) {
            return null;
        }
        String joined = text.replaceAll("[\\r\\n\\t]+", "");
        return joined.length() < text.length() && LINK.matcher(joined).matches() ? ReceiptLink.read(joined) : null;
    }

    /** The different links in a text; a scanner that fired twice without a pause gives one. */
    private static Set<String> links(String text) {
        Set<String> links = new LinkedHashSet<>();
        Matcher matcher = LINK.matcher(text);
        while (matcher.find()) {
            for (String link : splitAtStarts(matcher.group())) {
                links.add(withoutSentenceEnd(link));
            }
        }
        return links;
    }

    private static String withoutSentenceEnd(String link) {
        int end = link.length();
        while (end > 0 && SENTENCE_END.indexOf(link.charAt(end - 1)) >= 0) {
            end--;
        }
        return link.substring(0, end);
    }

    private static List<String> splitAtStarts(String run) {
        List<String> links = new ArrayList<>();
        int from = 0;
        Matcher starts = LINK_START.matcher(run);
        while (starts.find()) {
            // A start right at the beginning, or within the scheme of this very link, does not end it.
            if (starts.start() > from && run.lastIndexOf("://", starts.start()) >= from) {
                links.add(run.substring(from, starts.start()));
                from = starts.start();
            }
        }
        links.add(run.substring(from));
        return links;
    }

    /** Without what stands invisibly or as a bracket at both ends: blanks, controls, format characters, {@code <>}. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isAround(text.charAt(from))) {
            from++;
        }
        while (to > from && isAround(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isAround(char c) {
        return c == '<'
                || c == '>'
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}

package uz.fiskaldesk.scan.wedge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import uz.fiskaldesk.receipt.KeyboardLayouts;

/**
 * Distinguishes a scanner in keyboard mode from manual typing, character by character. A scanner sends a character every 2
 * to 60 ms. Three criteria are applied:
 *
 * <ul>
 *   <li>Receipts: the text begins with {@code https://ofd.soliq.uz/} under some keyboard layout, at more than twelve
 *       characters a second.
 *   <li>Other codes, outside of text fields: {@value #MIN_LENGTH_OF_OTHER} characters at intervals of up to 40 ms. Manual
 *       typing is slower, and a key that is held down repeats itself.
 *   <li>Other codes in text fields, where a fast burst may also come from a form filler: at least
 *       {@value #MIN_LENGTH_IN_FIELD} characters, which is longer than any field's value.
 * </ul>
 *
 * <p>Until a scan is detected, its characters are delivered like typed ones, and have to be removed afterwards. A scan ends
 * with Enter, Tab or a pause; its total duration does not matter. While the text is not a complete receipt, a longer pause
 * is required, as the rest may be delayed. Time during which the JavaFX thread was busy does not count as a pause, so pauses
 * are measured in small steps that the window reports.
 *
 * <p>Times are monotonic nanoseconds. For one thread.
 */
public final class KeyboardScanDetector {
    /** How to handle a character. */
    public sealed interface Verdict {
        /** Presumably typed manually: deliver it. */
        record Typed() implements Verdict {}

        /**
         * Part of a scan: do not deliver it.
         *
         * @param takeBack the number of previously delivered characters that are also part of the scan
         */
        record Scanned(int takeBack) implements Verdict {}
    }

    private static final long MILLI = 1_000_000;
    /** A delay of the window within the first characters may appear this long. */
    private static final long MAX_DELAY = 1_000 * MILLI;

    private static final long MAX_MEAN_GAP_OF_RECEIPT = 80 * MILLI;
    private static final long MAX_GAP_OF_RECEIPT = 150 * MILLI;
    private static final long MAX_GAP_OF_OTHER = 40 * MILLI;
    /** Shorter gaps are of characters that were queued while the window was busy; their source is unknown. */
    private static final long MAX_GAP_OF_QUEUED = MILLI;

    private static final int MIN_LENGTH_OF_OTHER = 10;
    /** Characters that differ from the previous one. */
    private static final int MIN_CHANGES_OF_OTHER = 6;

    /** Longer than any field's value; nobody types it at 185 words a minute. */
    private static final int MIN_LENGTH_IN_FIELD = 40;

    private static final int MIN_CHANGES_IN_FIELD = 20;
    private static final long MAX_MEAN_GAP_IN_FIELD = 65 * MILLI;
    /** Of the prefix that a scanner may be configured to send before each code. */
    private static final int MAX_PREFIX = 8;

    private static final int MAX_RUN = MIN_LENGTH_IN_FIELD + MAX_PREFIX;
    private static final long PAUSE = 200 * MILLI;
    /** While the text is not a complete receipt. */
    private static final long LONG_PAUSE = 1_500 * MILLI;
    /** A longer step means that the window was busy; it counts as this long. */
    private static final long MAX_STEP = 50 * MILLI;
    /** Scanners may send CR and LF, or Enter twice. */
    private static final long MAX_TAIL = 300 * MILLI;

    private static final int MAX_SCAN = 8_000;
    private static final List<String> STARTS_OF_RECEIPT = List.of("https://", "http://", "HTTPS://", "HTTP://");

    /** Long enough to be recognised by its repeated characters under any layout. */
    private static final List<String> LONG_STARTS = List.of("https://ofd.soliq.uz/", "http://ofd.soliq.uz/");

    private record Typed(char character, long gap, boolean inField) {}

    private final Predicate<String> isComplete;
    private final KeyboardLayouts layouts = new KeyboardLayouts();
    private final List<Typed> run = new ArrayList<>();
    private final StringBuilder scan = new StringBuilder();
    private boolean scanning;
    private long last;
    private long lastStep;
    private long pause;
    private long endedAt;
    private boolean hasEnded;

    /** @param isComplete whether a text is a complete receipt, so that a short pause ends the scan */
    public KeyboardScanDetector(Predicate<String> isComplete) {
        this.isComplete = isComplete;
    }

    /**
     * A character was typed; for Enter and Tab see {@link #enter}.
     *
     * @param inField whether a text field has the focus
     */
    public Verdict typed(char character, boolean inField, long now) {
        long gap = now - last;
        last = now;
        lastStep = now;
        pause = 0;
        if (scanning) {
            if (scan.length() < MAX_SCAN) {
                scan.append(character);
            }
            return new Verdict.Scanned(0);
        }
        if (gap > MAX_DELAY) {
            run.clear();
        }
        run.add(new Typed(character, run.isEmpty() ? 0 : gap, inField));
        if (run.size() > MAX_RUN) {
            run.removeFirst();
        }
        int start = startOfReceipt();
        if (start < 0) {
            start = startOfOther();
        }
        if (start < 0) {
            start = startOfScanInField();
        }
        return start < 0 ? new Verdict.Typed() : begin(start);
    }

    private Verdict begin(int start) {
        run.subList(start, run.size()).forEach(typed -> scan.append(typed.character));
        int from = start;
        while (from > 0 && start - from < MAX_PREFIX && run.get(from).gap <= MAX_MEAN_GAP_OF_RECEIPT) {
            from--;
        }
        int takeBack = run.size() - 1 - from;
        run.clear();
        scanning = true;
        return new Verdict.Scanned(takeBack);
    }

    /** The start in the run of a receipt whose beginning was just completed; negative where there is none. */
    private int startOfReceipt() {
        StringBuilder text = new StringBuilder();
        run.forEach(typed -> text.append(typed.character));
        for (String prefix : STARTS_OF_RECEIPT) {
            int start = text.length() - prefix.length();
            if (start >= 0 && reads(text.substring(start), prefix)) {
                return isFast(run.subList(start + 1, run.size())) ? start : -1;
            }
        }
        for (String prefix : LONG_STARTS) {
            int start = text.length() - prefix.length();
            if (start >= 0 && KeyboardLayouts.couldProduce(text.substring(start), prefix)) {
                return isFast(run.subList(start + 1, run.size())) ? start : -1;
            }
        }
        return -1;
    }

    /** Whether the typed text is the wanted one under a known keyboard layout. */
    private boolean reads(String typed, String wanted) {
        return typed.equalsIgnoreCase(wanted) || layouts.produces(typed, wanted);
    }

    /** The largest gap is ignored, as it may be a delay of the window. */
    private static boolean isFast(List<Typed> characters) {
        long[] gaps = characters.stream().mapToLong(Typed::gap).sorted().toArray();
        long sum = 0;
        for (int i = 0; i < gaps.length - 1; i++) {
            sum += gaps[i];
        }
        return gaps[gaps.length - 2] <= MAX_GAP_OF_RECEIPT && sum <= MAX_MEAN_GAP_OF_RECEIPT * (gaps.length - 1);
    }

    /** The start of a code outside of text fields; negative where there is none. */
    private int startOfOther() {
        int start = run.size() - MIN_LENGTH_OF_OTHER;
        if (start < 0) {
            return -1;
        }
        boolean fast = run.subList(start + 1, run.size()).stream()
                .allMatch(typed -> typed.gap <= MAX_GAP_OF_OTHER && typed.gap >= MAX_GAP_OF_QUEUED && !typed.inField);
        if (!fast || changes(start) < MIN_CHANGES_OF_OTHER) {
            return -1;
        }
        while (start > 0 && run.get(start).gap <= MAX_GAP_OF_OTHER && !run.get(start - 1).inField) {
            start--;
        }
        return start;
    }

    /** The start of a long, fast burst in a text field or under an unknown layout; negative where there is none. */
    private int startOfScanInField() {
        int start = run.size() - MIN_LENGTH_IN_FIELD;
        if (start < 0) {
            return -1;
        }
        List<Typed> characters = run.subList(start + 1, run.size());
        long sum = characters.stream().mapToLong(Typed::gap).sum();
        long queued = characters.stream()
                .filter(typed -> typed.gap < MAX_GAP_OF_QUEUED)
                .count();
        boolean scanned = sum <= MAX_MEAN_GAP_IN_FIELD * characters.size()
                && 2 * queued < characters.size()
                && changes(start) >= MIN_CHANGES_IN_FIELD;
        while (scanned && start > 0 && run.get(start).gap <= MAX_MEAN_GAP_OF_RECEIPT) {
            start--;
        }
        return scanned ? start : -1;
    }

    private int changes(int start) {
        int changes = 0;
        for (int i = start + 1; i < run.size(); i++) {
            changes += run.get(i).character == run.get(i - 1).character ? 0 : 1;
        }
        return changes;
    }

    /** Enter, Tab or a line feed was typed; returns the scan that it ends, if any. */
    public Optional<String> enter(long now) {
        if (!scanning) {
            run.clear();
            return Optional.empty();
        }
        return Optional.of(end(now));
    }

    /** Whether Enter, Tab or a line feed belongs to a scan that has just ended, and must not be delivered. */
    public boolean isTrailingTerminator(long now) {
        return hasEnded && now - endedAt < MAX_TAIL;
    }

    /** Whether a scan has begun and not ended. */
    public boolean isScanning() {
        return scanning;
    }

    /** To be called every few hundredths of a second while {@link #isScanning}; returns the scan that a pause ends, if any. */
    public Optional<String> step(long now) {
        pause += Math.min(now - lastStep, MAX_STEP);
        lastStep = now;
        boolean over = scanning && pause >= PAUSE && (pause >= LONG_PAUSE || isComplete.test(scan.toString()));
        return over ? Optional.of(end(now)) : Optional.empty();
    }

    /** The user did something that no scanner does, such as a click or Backspace. */
    public void reset() {
        run.clear();
    }

    private String end(long now) {
        String text = scan.toString();
        scan.setLength(0);
        scanning = false;
        hasEnded = true;
        endedAt = now;
        return withoutPrefix(text);
    }

    /** Removes the prefix of a receipt whose burst was detected before its beginning. */
    private String withoutPrefix(String text) {
        for (int start = 0; start <= MAX_PREFIX; start++) {
            for (String prefix : STARTS_OF_RECEIPT) {
                int end = start + prefix.length();
                if (end <= text.length() && reads(text.substring(start, end), prefix)) {
                    return text.substring(start);
                }
            }
        }
        return text;
    }
}

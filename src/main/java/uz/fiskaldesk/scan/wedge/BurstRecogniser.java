package uz.fiskaldesk.scan.wedge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import uz.fiskaldesk.receipt.KeyboardLayouts;

/**
 * Tells a scanner in keyboard mode from typing by hand, character by character. A scanner sends one character each 2 to
 * 60 ms and is judged by two things:
 *
 * <ul>
 *   <li>what it types: a receipt begins with {@code https://ofd.soliq.uz/}, whatever the keyboard layout makes of it, and
 *       nobody types that at twelve characters a second;
 *   <li>how it types, for codes that are no receipts: ten characters, each within 40 ms of the one before, which
 *       fingers do not do; a key that is held down does, but repeats itself. This is so only outside of fields, where
 *       the Enter of such a code would press a button: what fills in a field that fast may be a program for that, unless
 *       it is longer than what any field is for.
 * </ul>
 *
 * <p>Until it is recognised, a burst goes where typing goes, and has to be taken back from there. It ends with Enter or
 * Tab, or by silence; how long it takes altogether does not matter. Half a receipt is not ended by a short silence: its rest
 * may be held up. A moment in which the window was busy is no silence:
 * time is counted in small steps that the window reports.
 *
 * <p>Times are nanoseconds of any one clock. For one thread.
 */
public final class BurstRecogniser {
    /** What to do with a character. */
    public sealed interface Verdict {
        /** Typed by hand, as far as can be told: let it through. */
        record ByHand() implements Verdict {}

        /**
         * Part of a scan: keep it from the window.
         *
         * @param takeBack how many of the characters let through before it belong to the scan too
         */
        record OfScan(int takeBack) implements Verdict {}
    }

    private static final long MILLI = 1_000_000;
    /** A hiccup of the window within the first characters may look this long. */
    private static final long LONGEST_HICCUP = 1_000 * MILLI;

    private static final long MEAN_GAP_OF_RECEIPT = 80 * MILLI;
    private static final long GAP_OF_RECEIPT = 150 * MILLI;
    private static final long GAP_OF_OTHER = 40 * MILLI;
    /** Characters that come faster have waited together while the window was busy; who typed them cannot be told. */
    private static final long GAP_OF_QUEUE = MILLI;

    private static final int LENGTH_OF_OTHER = 10;
    private static final int CHANGES_OF_OTHER = 6;

    /** Nothing that belongs into a field of the desk is longer, and nobody types 185 words a minute. */
    private static final int LENGTH_OF_ANY = 40;

    private static final int CHANGES_OF_ANY = 20;
    private static final long MEAN_GAP_OF_ANY = 65 * MILLI;
    /** What a scanner is set to send before each code is short. */
    private static final int LONGEST_PREFIX = 8;

    private static final int REMEMBERED = LENGTH_OF_ANY + LONGEST_PREFIX;
    private static final long SILENCE = 200 * MILLI;
    /** For what is not whole. */
    private static final long LONG_SILENCE = 1_500 * MILLI;
    /** A longer step means that the window was busy: it counts as this much. */
    private static final long STEP = 50 * MILLI;
    /** Scanners may send CR and LF, or Enter twice. */
    private static final long TAIL = 300 * MILLI;

    private static final int LONGEST_SCAN = 8_000;
    private static final List<String> STARTS_OF_RECEIPT = List.of("https://", "http://", "HTTPS://", "HTTP://");

    /** Long enough to be known by its repetitions alone, whatever a layout makes of each character. */
    private static final List<String> LONG_STARTS = List.of("https://ofd.soliq.uz/", "http://ofd.soliq.uz/");

    private record Typed(char character, long gap, boolean inField) {}

    private final Predicate<String> isWhole;
    private final KeyboardLayouts layouts = new KeyboardLayouts();
    private final List<Typed> run = new ArrayList<>();
    private final StringBuilder scan = new StringBuilder();
    private boolean scanning;
    private long last;
    private long lastStep;
    private long silence;
    private long endedAt;
    private boolean hasEnded;

    /** @param isWhole whether a text is a receipt as it stands, so that nothing more need be waited for */
    public BurstRecogniser(Predicate<String> isWhole) {
        this.isWhole = isWhole;
    }

    /**
     * A character that makes text; Enter and Tab are told by {@link #enter}.
     *
     * @param inField whether the cursor stands in a field
     */
    public Verdict typed(char character, boolean inField, long now) {
        long gap = now - last;
        last = now;
        lastStep = now;
        silence = 0;
        if (scanning) {
            if (scan.length() < LONGEST_SCAN) {
                scan.append(character);
            }
            return new Verdict.OfScan(0);
        }
        if (gap > LONGEST_HICCUP) {
            run.clear();
        }
        run.add(new Typed(character, run.isEmpty() ? 0 : gap, inField));
        if (run.size() > REMEMBERED) {
            run.removeFirst();
        }
        int start = startOfReceipt();
        if (start < 0) {
            start = startOfOther();
        }
        if (start < 0) {
            start = startOfAny();
        }
        return start < 0 ? new Verdict.ByHand() : begin(start);
    }

    private Verdict begin(int start) {
        run.subList(start, run.size()).forEach(typed -> scan.append(typed.character));
        int from = start;
        while (from > 0 && start - from < LONGEST_PREFIX && run.get(from).gap <= MEAN_GAP_OF_RECEIPT) {
            from--;
        }
        int takeBack = run.size() - 1 - from;
        run.clear();
        scanning = true;
        return new Verdict.OfScan(takeBack);
    }

    /** Where a receipt begins that is known for one by its last character; negative where there is none. */
    private int startOfReceipt() {
        StringBuilder text = new StringBuilder();
        run.forEach(typed -> text.append(typed.character));
        for (String begun : STARTS_OF_RECEIPT) {
            int start = text.length() - begun.length();
            if (start >= 0 && reads(text.substring(start), begun)) {
                return isFast(run.subList(start + 1, run.size())) ? start : -1;
            }
        }
        for (String begun : LONG_STARTS) {
            int start = text.length() - begun.length();
            if (start >= 0 && KeyboardLayouts.mayBeMadeOf(text.substring(start), begun)) {
                return isFast(run.subList(start + 1, run.size())) ? start : -1;
            }
        }
        return -1;
    }

    /** Whether a scanner that means the one may have typed the other under a known keyboard layout. */
    private boolean reads(String typed, String wanted) {
        return typed.equalsIgnoreCase(wanted) || layouts.makes(typed, wanted);
    }

    /** The largest gap is left out: it may be a hiccup of the window. */
    private static boolean isFast(List<Typed> characters) {
        long[] gaps = characters.stream().mapToLong(Typed::gap).sorted().toArray();
        long sum = 0;
        for (int i = 0; i < gaps.length - 1; i++) {
            sum += gaps[i];
        }
        return gaps[gaps.length - 2] <= GAP_OF_RECEIPT && sum <= MEAN_GAP_OF_RECEIPT * (gaps.length - 1);
    }

    private int startOfOther() {
        int start = run.size() - LENGTH_OF_OTHER;
        if (start < 0) {
            return -1;
        }
        int changes = 0;
        for (int i = start + 1; i < run.size(); i++) {
            long gap = run.get(i).gap;
            if (gap > GAP_OF_OTHER || gap < GAP_OF_QUEUE || run.get(i).inField) {
                return -1;
            }
            changes += run.get(i).character == run.get(i - 1).character ? 0 : 1;
        }
        if (changes < CHANGES_OF_OTHER) {
            return -1;
        }
        while (start > 0 && run.get(start).gap <= GAP_OF_OTHER && !run.get(start - 1).inField) {
            start--;
        }
        return start;
    }

    /** What no layout table explains and what stands in a field: by its length and its speed. */
    private int startOfAny() {
        int start = run.size() - LENGTH_OF_ANY;
        if (start < 0) {
            return -1;
        }
        List<Typed> characters = run.subList(start + 1, run.size());
        long sum = characters.stream().mapToLong(Typed::gap).sum();
        long atOnce =
                characters.stream().filter(typed -> typed.gap < GAP_OF_QUEUE).count();
        int changes = 0;
        for (int i = start + 1; i < run.size(); i++) {
            changes += run.get(i).character == run.get(i - 1).character ? 0 : 1;
        }
        boolean scanned = sum <= MEAN_GAP_OF_ANY * characters.size()
                && 2 * atOnce < characters.size()
                && changes >= CHANGES_OF_ANY;
        while (scanned && start > 0 && run.get(start).gap <= MEAN_GAP_OF_RECEIPT) {
            start--;
        }
        return scanned ? start : -1;
    }

    /** Enter, Tab or a line feed: the scan that it ends, if it ends one. */
    public Optional<String> enter(long now) {
        if (!scanning) {
            run.clear();
            return Optional.empty();
        }
        return Optional.of(end(now));
    }

    /** Whether Enter, Tab or a line feed belongs to a scan that has just ended: keep it from the window. */
    public boolean isTail(long now) {
        return hasEnded && now - endedAt < TAIL;
    }

    /** Whether a scan is under way. */
    public boolean isScanning() {
        return scanning;
    }

    /** Time goes by; to be told every few hundredths of a second while {@link #isScanning}. The scan that silence ends. */
    public Optional<String> step(long now) {
        silence += Math.min(now - lastStep, STEP);
        lastStep = now;
        boolean over = scanning && silence >= SILENCE && (silence >= LONG_SILENCE || isWhole.test(scan.toString()));
        return over ? Optional.of(end(now)) : Optional.empty();
    }

    /** Something that no scanner does, such as a click or the key that deletes. */
    public void byHand() {
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

    /** A burst may have been known for a scan before it was known for a receipt. */
    private String withoutPrefix(String text) {
        for (int start = 0; start <= LONGEST_PREFIX; start++) {
            for (String begun : STARTS_OF_RECEIPT) {
                int end = start + begun.length();
                if (end <= text.length() && reads(text.substring(start, end), begun)) {
                    return text.substring(start);
                }
            }
        }
        return text;
    }
}

package uz.fiskaldesk.receipt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Undoes what an active keyboard layout did to a scan. A USB scanner in keyboard mode presses the keys of a US
 * keyboard; with another layout, Caps Lock or Shift Lock on, the system turns them into other characters. Layouts that
 * make a different character of each key that a receipt's link needs can be undone; they are in
 * {@link KeyboardTable}. Safe for use by several threads.
 */
public final class KeyboardLayouts {
    /** Of one keyboard: keys without Shift, then the same keys with Shift. */
    private static final int KEYS = 47;

    private static final char NOTHING = '\ufffd';

    /** Longer texts were pasted, not typed by a scanner: a link has fewer than 100 characters. */
    private static final int LONGEST_TYPED = 1_024;

    /**
     * A key that waits for the next one.
     *
     * @param mark what stands for it in the table
     * @param spacing what it leaves before a character that it does not combine with
     * @param composed what it makes of each of the bases
     */
    private record DeadKey(char mark, char spacing, String bases, String composed) {}

    /** Those that stand where links need a key. */
    private static final List<DeadKey> DEAD_KEYS = List.of(
            new DeadKey('\u0300', '`', "AEINOUWYaeinouwy", "ÀÈÌǸÒÙẀỲàèìǹòùẁỳ"),
            new DeadKey('\u0301', '´', "ACEGIKLMNOPRSUWYZacegiklmnoprsuwyz", "ÁĆÉǴÍḰĹḾŃÓṔŔŚÚẂÝŹáćéǵíḱĺḿńóṕŕśúẃýź"),
            new DeadKey('\u0302', '^', "ACEGHIJOSUWYZaceghijosuwyz", "ÂĈÊĜĤÎĴÔŜÛŴŶẐâĉêĝĥîĵôŝûŵŷẑ"));

    /** With Caps Lock some layouts make the same of two keys. */
    private static final int MERGED_KEYS = 2;

    /** All characters of the links of receipts: two keys that make the same of these cannot be told apart. */
    private static final String NEEDED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.?=&";

    /**
     * What the keys of a US keyboard make, under one layout and one state of its locks.
     *
     * @param us the characters of a US keyboard
     * @param made for each of them what comes instead, {@link #NOTHING} where that is no character or not certain
     */
    private record Layout(String us, String made) {
        /** What was pressed; empty where this layout cannot make the text. */
        Optional<String> undo(String typed) {
            StringBuilder pressed = new StringBuilder(typed.length());
            for (int i = 0; i < typed.length(); i++) {
                char c = typed.charAt(i);
                int key = made.indexOf(c);
                if (c <= ' ') {
                    pressed.append(c);
                } else if (key >= 0) {
                    pressed.append(us.charAt(key));
                } else if (!undoDeadKey(c, pressed)) {
                    return Optional.empty();
                }
            }
            return Optional.of(pressed.toString());
        }

        /** A dead key and the next one make one character of two, or two where they do not combine. */
        private boolean undoDeadKey(char c, StringBuilder pressed) {
            for (DeadKey dead : DEAD_KEYS) {
                int at = dead.composed().indexOf(c);
                int mark = made.indexOf(dead.mark());
                int base = at < 0 ? -1 : made.indexOf(dead.bases().charAt(at));
                if (mark >= 0 && (base >= 0 || c == dead.spacing())) {
                    pressed.append(us.charAt(mark)).append(base < 0 ? "" : us.substring(base, base + 1));
                    return true;
                }
            }
            return false;
        }

        /** Caps Lock may make the same of two letters that differ without it. */
        boolean isOneToOne() {
            return NEEDED.chars().allMatch(c -> made.charAt(us.indexOf(c)) != NOTHING);
        }

        boolean makes(String typed, String pressed) {
            for (int i = 0; i < pressed.length(); i++) {
                if (typed.charAt(i) != made.charAt(us.indexOf(pressed.charAt(i)))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Taken apart when a text first needs it: most receipts never do. */
    private static final class Known {
        private static final List<Layout> LAYOUTS = read();

        private static List<Layout> read() {
            Set<Layout> layouts = new LinkedHashSet<>();
            List<String> lines = KeyboardTable.LAYOUTS.lines().toList();
            String us = keys(lines.getFirst());
            for (String line : lines) {
                String keys = keys(line);
                layouts.add(certain(us, keys));
                layouts.add(certain(us, withCapsLock(keys)));
                layouts.add(certain(us, keys.substring(KEYS) + keys.substring(0, KEYS)));
            }
            layouts.removeIf(layout -> layout.made().equals(us) || !layout.isOneToOne());
            return List.copyOf(layouts);
        }

        private static String keys(String line) {
            String[] columns = line.split("\t", -1);
            return columns[1] + columns[2];
        }
    }

    /** Caps Lock exchanges the two letters of a key, and makes a capital of a letter that shares its key with a sign. */
    private static String withCapsLock(String keys) {
        StringBuilder locked = new StringBuilder(keys);
        for (int i = 0; i < KEYS; i++) {
            char plain = keys.charAt(i);
            char shifted = keys.charAt(KEYS + i);
            boolean pair = plain != shifted
                    && (Character.toUpperCase(plain) == shifted || Character.toLowerCase(shifted) == plain);
            locked.setCharAt(i, pair ? shifted : Character.toUpperCase(plain));
            locked.setCharAt(KEYS + i, pair ? plain : Character.toUpperCase(shifted));
        }
        return locked.toString();
    }

    /** The keys without what two of them make, unless only one of the two can be part of a link. */
    private static Layout certain(String us, String keys) {
        StringBuilder made = new StringBuilder(keys);
        for (int i = 0; i < keys.length(); i++) {
            char c = keys.charAt(i);
            int self = i;
            boolean certain = IntStream.range(0, keys.length())
                    .filter(other -> other != self && keys.charAt(other) == c)
                    .allMatch(other -> isNeeded(us, self) && !isNeeded(us, other));
            if (!certain) {
                made.setCharAt(i, NOTHING);
            }
        }
        return new Layout(us, made.toString());
    }

    private static boolean isNeeded(String us, int key) {
        return NEEDED.indexOf(us.charAt(key)) >= 0;
    }

    /**
     * What the scanner may have pressed for {@code typed}, other than {@code typed} itself: each layout with its locks off
     * and on. A character that a layout cannot make rules that layout out.
     */
    public List<String> repairs(String typed) {
        if (typed.length() > LONGEST_TYPED || typed.indexOf(NOTHING) >= 0) {
            return List.of();
        }
        Set<String> pressed = new LinkedHashSet<>();
        for (Layout layout : Known.LAYOUTS) {
            layout.undo(typed).ifPresent(pressed::add);
        }
        pressed.remove(typed);
        return new ArrayList<>(pressed);
    }

    /** Whether a known layout makes the one of the other. */
    public boolean makes(String typed, String pressed) {
        return typed.length() == pressed.length()
                && typed.indexOf(NOTHING) < 0
                && Known.LAYOUTS.stream().anyMatch(layout -> layout.makes(typed, pressed));
    }

    /**
     * Whether some layout, known or not, may have made {@code typed} of {@code pressed}: equal characters have stayed
     * equal, and nearly all different ones different. Says little of short texts.
     */
    public static boolean mayBeMadeOf(String typed, String pressed) {
        if (typed.length() != pressed.length() || typed.equals(pressed)) {
            return false;
        }
        boolean equalStayEqual = IntStream.range(0, typed.length())
                .allMatch(i -> typed.charAt(i) == typed.charAt(pressed.indexOf(pressed.charAt(i))));
        return equalStayEqual
                && typed.chars().distinct().count()
                        >= pressed.chars().distinct().count() - MERGED_KEYS;
    }
}

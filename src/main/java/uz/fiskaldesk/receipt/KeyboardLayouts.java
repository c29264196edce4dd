package uz.fiskaldesk.receipt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reverses the effect of the active keyboard layout on a scan. A USB scanner in keyboard mode sends the key codes of a US
 * keyboard; with another layout, or with Caps Lock or Shift Lock on, the operating system maps them to other characters.
 * A layout can be reversed if it maps the characters of receipt links one to one; these are in {@link KeyboardTable}.
 * Thread-safe.
 */
public final class KeyboardLayouts {
    /** The number of keys. A layout has this many characters without Shift, and as many with Shift. */
    private static final int KEYS = 47;

    private static final char NOTHING = '\ufffd';

    /** Longer texts were not typed by a scanner: a link has fewer than 100 characters. */
    private static final int MAX_TYPED_LENGTH = 1_024;

    /**
     * A dead key, which combines with the next key.
     *
     * @param mark the character that represents it in the table
     * @param spacing the character that it produces if it does not combine with the next key
     * @param bases the characters that it combines with
     * @param composed the results, in the order of the bases
     */
    private record DeadKey(char mark, char spacing, String bases, String composed) {}

    /** The dead keys in places of characters that links contain. */
    private static final List<DeadKey> DEAD_KEYS = List.of(
            new DeadKey('\u0300', '`', "AEINOUWYaeinouwy", "ÀÈÌǸÒÙẀỲàèìǹòùẁỳ"),
            new DeadKey('\u0301', '´', "ACEGIKLMNOPRSUWYZacegiklmnoprsuwyz", "ÁĆÉǴÍḰĹḾŃÓṔŔŚÚẂÝŹáćéǵíḱĺḿńóṕŕśúẃýź"),
            new DeadKey('\u0302', '^', "ACEGHIJOSUWYZaceghijosuwyz", "ÂĈÊĜĤÎĴÔŜÛŴŶẐâĉêĝĥîĵôŝûŵŷẑ"));

    /** How many keys may produce the same character as another one with Caps Lock. */
    private static final int MAX_MERGED_KEYS = 2;

    /** All characters of receipt links. */
    private static final String LINK_CHARACTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.?=&";

    /**
     * The mapping of one layout and one state of its locks.
     *
     * @param us the characters of a US keyboard
     * @param made the character produced for each of them; {@link #NOTHING} if there is none or it is ambiguous
     */
    private record Layout(String us, String made) {
        /** The original characters; empty if this layout cannot produce the text. */
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

        /** Reverses a character composed by a dead key and the next key. */
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

        /** Whether all characters of links can be reversed. */
        boolean isOneToOne() {
            return LINK_CHARACTERS.chars().allMatch(c -> made.charAt(us.indexOf(c)) != NOTHING);
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

    /** Initialised on first use, because most receipts need no repair. */
    private static final class KnownLayouts {
        private static final List<Layout> LAYOUTS = read();

        private static List<Layout> read() {
            Set<Layout> layouts = new LinkedHashSet<>();
            List<String> lines = KeyboardTable.LAYOUTS.lines().toList();
            String us = keys(lines.getFirst());
            for (String line : lines) {
                String keys = keys(line);
                layouts.add(unambiguous(us, keys));
                layouts.add(unambiguous(us, withCapsLock(keys)));
                layouts.add(unambiguous(us, keys.substring(KEYS) + keys.substring(0, KEYS)));
            }
            layouts.removeIf(layout -> layout.made().equals(us) || !layout.isOneToOne());
            return List.copyOf(layouts);
        }

        private static String keys(String line) {
            String[] columns = line.split("\t", -1);
            return columns[1] + columns[2];
        }
    }

    /** Applies Caps Lock: swaps the two cases of a letter, and capitalises a letter that shares its key with a symbol. */
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

    /** Removes characters that two keys produce, unless only one of the keys can occur in a link. */
    private static Layout unambiguous(String us, String keys) {
        StringBuilder made = new StringBuilder(keys);
        for (int i = 0; i < keys.length(); i++) {
            char c = keys.charAt(i);
            int self = i;
            boolean unique = IntStream.range(0, keys.length())
                    .filter(other -> other != self && keys.charAt(other) == c)
                    .allMatch(other -> isLinkCharacter(us, self) && !isLinkCharacter(us, other));
            if (!unique) {
                made.setCharAt(i, NOTHING);
            }
        }
        return new Layout(us, made.toString());
    }

    private static boolean isLinkCharacter(String us, int key) {
        return LINK_CHARACTERS.indexOf(us.charAt(key)) >= 0;
    }

    /**
     * All texts other than {@code typed} that the scanner may have sent, by any layout and any state of its locks. A layout
     * that cannot produce one of the characters is ruled out.
     */
    public List<String> repairs(String typed) {
        if (typed.length() > MAX_TYPED_LENGTH || typed.indexOf(NOTHING) >= 0) {
            return List.of();
        }
        Set<String> pressed = new LinkedHashSet<>();
        for (Layout layout : KnownLayouts.LAYOUTS) {
            layout.undo(typed).ifPresent(pressed::add);
        }
        pressed.remove(typed);
        return new ArrayList<>(pressed);
    }

    /** Whether a known layout produces {@code typed} from {@code pressed}. */
    public boolean produces(String typed, String pressed) {
        return typed.length() == pressed.length()
                && typed.indexOf(NOTHING) < 0
                && KnownLayouts.LAYOUTS.stream().anyMatch(layout -> layout.makes(typed, pressed));
    }

    /**
     * Whether any layout, known or not, may produce {@code typed} from {@code pressed}: equal characters remain equal, and
     * almost all different characters remain different. Not reliable for short texts.
     */
    public static boolean couldProduce(String typed, String pressed) {
        if (typed.length() != pressed.length() || typed.equals(pressed)) {
            return false;
        }
        boolean equalStayEqual = IntStream.range(0, typed.length())
                .allMatch(i -> typed.charAt(i) == typed.charAt(pressed.indexOf(pressed.charAt(i))));
        return equalStayEqual
                && typed.chars().distinct().count()
                        >= pressed.chars().distinct().count() - MAX_MERGED_KEYS;
    }
}

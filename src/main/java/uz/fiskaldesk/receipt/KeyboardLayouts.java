package uz.fiskaldesk.receipt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Undoes what an active keyboard layout did to a scan. A USB scanner in keyboard mode presses the keys of a US
 * keyboard; with another layout or Caps Lock on, the system turns them into other characters, one to one.
 *
 * <p>Source of the tables: XKB {@code us}, {@code ru}, {@code uz(cyrillic)} and Windows kbdru and kbduzb, which agree
 * on these keys.
 */
public final class KeyboardLayouts {
    private static final String US =
            "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?";
    private static final String RUSSIAN =
            "ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю." + "Ё!\"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,";
    private static final String UZBEK_CYRILLIC =
            "ё1234567890ғҳйцукенгшўзхъ\\фқвапролджэячсмитьбю." + "Ё!\"№;%:?*()ҒҲЙЦУКЕНГШЎЗХЪ/ФҚВАПРОЛДЖЭЯЧСМИТЬБЮ,";

    private final List<Map<Character, Character>> layouts = List.of(toUs(RUSSIAN), toUs(UZBEK_CYRILLIC));

    private static Map<Character, Character> toUs(String layout) {
        Map<Character, Character> keys = new HashMap<>();
        for (int i = 0; i < layout.length(); i++) {
            keys.put(layout.charAt(i), US.charAt(i));
        }
        return Map.copyOf(keys);
    }

    /**
     * What the scanner may have pressed for {@code typed}, other than {@code typed} itself: each layout with Caps Lock
     * off and on. A character that a layout cannot produce rules that layout out.
     */
    public List<String> repairs(String typed) {
        List<String> candidates = new ArrayList<>();
        String capsUndone = invertCase(typed);
        candidates.add(capsUndone);
        for (Map<Character, Character> layout : layouts) {
            addIfPossible(candidates, layout, typed);
            addIfPossible(candidates, layout, capsUndone);
        }
        return candidates;
    }

    private static void addIfPossible(List<String> candidates, Map<Character, Character> layout, String typed) {
        StringBuilder keys = new StringBuilder(typed.length());
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            Character key = c <= ' ' ? Character.valueOf(c) : layout.get(c);
            if (key == null) {
                return;
            }
            keys.append(key.charValue());
        }
        candidates.add(keys.toString());
    }

    /**
     * Caps Lock inverts letters of the active layout, and no other key. What does not come back when inverted twice is
     * on none of these layouts: the Kelvin sign would turn into a plain k.
     */
    private static String invertCase(String text) {
        StringBuilder inverted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inverted.append(inverted(inverted(c)) == c ? inverted(c) : c);
        }
        return inverted.toString();
    }

    private static char inverted(char c) {
        return Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    }
}

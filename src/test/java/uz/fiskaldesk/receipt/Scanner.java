package uz.fiskaldesk.receipt;

import java.util.Locale;

/**
 * Simulates a scanner in keyboard mode with another layout or Caps Lock. Written from printed keyboards and not from the
 * table of {@link KeyboardLayouts}, so that it can detect errors there.
 */
public enum Scanner {
    US("", ""),
    RUSSIAN(
            "q й w ц e у r к t е y н u г i ш o щ p з [ х ] ъ a ф s ы d в f а g п h р j о k л l д ; ж ' э z я x ч c с v м b и n т m ь , б . ю / . ` ё",
            ": Ж & ? ? , @ \" # № $ ; ^ : | / \" Э < Б > Ю { Х } Ъ ~ Ё"),
    UZBEK_CYRILLIC(
            "q й w ц e у r к t е y н u г i ш o ў p з [ х ] ъ a ф s қ d в f а g п h р j о k л l д ; ж ' э z я x ч c с v м b и n т m ь , б . ю / . ` ё - ғ = ҳ",
            ": Ж & ? ? , @ \" # № $ ; ^ : | / \" Э < Б > Ю { Х } Ъ ~ Ё _ Ғ + Ҳ"),
    KAZAKH(
            "1 \" 2 ә 3 і 4 ң 5 ғ 6 , 7 . 8 ү 9 ұ 0 қ - ө = һ q й w ц e у r к t е y н u г i ш o щ p з [ х ] ъ a ф s ы d в f а g п h р j о k л l д ; ж ' э z я x ч c с v м b и n т m ь , б . ю / № ` (",
            ": Ж & : ? ?"),
    TURKISH("i ı . ç , ö / . = - - * ; ş ' i [ ğ ] ü", ": Ş & / ? :"),
    /** As on Windows, where a dead key produces its own character if it does not combine. */
    GERMAN("y z z y - ß = ´ [ ü ; ö ' ä / -", ": Ö & / ? _"),
    FRENCH("1 & 2 é 3 \" 4 ' 5 ( 6 - 7 è 8 _ 9 ç 0 à a q q a z w w z m , ; m , ; . : / !", ": M & 7 ? § M ?");

    /** Maps characters of a US keyboard to those of this layout. */
    private final String plain;

    private final String shifted;

    Scanner(String plain, String shifted) {
        this.plain = plain;
        this.shifted = shifted;
    }

    /** The text that the computer receives when the scanner types {@code text}. */
    public String types(String text, boolean capsLock) {
        StringBuilder typed = new StringBuilder();
        text.chars().forEach(c -> typed.append(typed(Character.toString(c))));
        return capsLock ? inverted(typed.toString()) : typed.toString();
    }

    private String typed(String character) {
        String lower = character.toLowerCase(Locale.ROOT);
        String upper = counterpart(shifted, character);
        if (!upper.isEmpty()) {
            return upper;
        }
        String key = counterpart(plain, lower);
        if (key.isEmpty()) {
            return character;
        }
        return character.equals(lower) ? key : key.toUpperCase(Locale.ROOT);
    }

    private static String counterpart(String pairs, String key) {
        int at = (" " + pairs + " ").indexOf(" " + key + " ");
        while (at >= 0 && at % 4 != 0) {
            at = (" " + pairs + " ").indexOf(" " + key + " ", at + 1);
        }
        return at < 0 || key.isBlank() ? "" : pairs.substring(at + 2, at + 3);
    }

    private static String inverted(String text) {
        StringBuilder inverted = new StringBuilder();
        text.chars()
                .forEach(c -> inverted.append(
                        (char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
        return inverted.toString();
    }
}

package uz.fiskaldesk.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects a second t, r, c or s that another program may see in a link. Programs differ: some decode percent escapes
 * repeatedly, ignore case, apply Unicode compatibility normalisation, treat {@code t[]} as t, or split parameters at
 * semicolons.
 */
final class HiddenParameters {
    private static final String NAMES = "trcs";

    /** The characters at which some program ends a parameter. */
    private static final Pattern SEPARATORS = Pattern.compile("[&;?#,\\s\\x00-\\x1f]");

    private static final Pattern ESCAPES = Pattern.compile("((?:%[0-9a-fA-F]{2})++)|%[uU]([0-9a-fA-F]{4})");

    /** The maximum number of times that a parameter may be encoded. */
    private static final int MAX_DECODINGS = 8;

    private static final char UNREADABLE = '\ufffd';

    private HiddenParameters() {}

    /**
     * Whether any interpretation contains a receipt field more than once, or a name that cannot be decoded.
     *
     * @param parameters query and fragment of a link that contains t, r, c and s exactly once
     */
    static boolean in(String parameters) {
        String text = parameters;
        for (int round = 0; round <= MAX_DECODINGS; round++) {
            if (hasDuplicate(text)) {
                return true;
            }
            String decoded = decode(text);
            if (decoded.equals(text)) {
                return false;
            }
            text = decoded;
        }
        return true;
    }

    private static boolean hasDuplicate(String text) {
        int[] counts = new int[NAMES.length()];
        for (String parameter : SEPARATORS.split(text, -1)) {
            int equals = parameter.indexOf('=');
            String name = normalise(equals < 0 ? parameter : parameter.substring(0, equals));
            int field = name.length() == 1 ? NAMES.indexOf(name) : -1;
            if (name.indexOf(UNREADABLE) >= 0 || (field >= 0 && ++counts[field] > 1)) {
                return true;
            }
        }
        return false;
    }

    private static String normalise(String name) {
        int array = name.indexOf('[');
        String plain = Normalizer.normalize(array < 0 ? name : name.substring(0, array), Normalizer.Form.NFKC);
        StringBuilder visible = new StringBuilder();
        plain.codePoints()
                .filter(c -> c != '+'
                        && !Character.isSpaceChar(c)
                        && !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT)
                .forEach(visible::appendCodePoint);
        return visible.toString().toLowerCase(Locale.ROOT);
    }

    /** Decodes each {@code %74} and {@code %u0074} once; other percent signs stay. */
    private static String decode(String text) {
        return ESCAPES.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? Character.toString(HexFormat.fromHexDigits(escape.group(2)))
                                : new String(
                                        HexFormat.of().parseHex(escape.group(1).replace("%", "")), UTF_8)));
    }
}

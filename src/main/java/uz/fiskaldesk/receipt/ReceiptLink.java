package uz.fiskaldesk.receipt;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses one link by the rules of the Soliq receipt URL. Does not use a URI class: these accept or normalise what has to
 * be refused here (user info, escapes, dots in the path).
 */
public final class ReceiptLink {
    private static final Pattern PARTS =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
    private static final String HOST = "ofd.soliq.uz";
    private static final Pattern TERMINAL = Pattern.compile("[A-Z]{2}[0-9]{12}");
    private static final Pattern TERMINAL_OTHER = Pattern.compile("[A-Z0-9]{1,32}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");
    private static final Pattern TIME = Pattern.compile("[0-9]{14}");
    private static final Pattern SIGN = Pattern.compile("[0-9]{12}");

    private final String text;
    private final List<ReceiptWarning> warnings = new ArrayList<>();

    private ReceiptLink(String text) {
        this.text = text;
    }

    /**
     * Parses a link that was accepted before, possibly by a version that did not check for hidden parameters; empty if it
     * is not a receipt link.
     */
    public static Optional<FiscalReceipt> parse(String link) {
        return read(link, true) instanceof ReceiptReading.Accepted accepted
                ? Optional.of(accepted.receipt())
                : Optional.empty();
    }

    /** Parses a link without surrounding text. */
    static ReceiptReading read(String text) {
        return read(text, false);
    }

    private static ReceiptReading read(String text, boolean acceptedBefore) {
        try {
            return new ReceiptLink(text).accepted(acceptedBefore);
        } catch (RefusedException e) {
            return new ReceiptReading.Refused(e.reason, text);
        }
    }

    private ReceiptReading accepted(boolean before) throws RefusedException {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new RefusedException(ReceiptRefusal.NO_LINK);
        }
        checkScheme(parts.group(1));
        checkHost(parts.group(2));
        checkPath(parts.group(3));
        String query = parts.group(4) == null ? "" : parts.group(4);
        String fragment = parts.group(5) == null ? "" : parts.group(5);
        String[] fields = fields(query);
        if (!before) {
            checkOthers(query, fragment);
        }
        checkTerminal(fields[0]);
        check(NUMBER, fields[1], ReceiptRefusal.NUMBER_BAD);
        LocalDateTime issued = time(fields[2]);
        check(SIGN, fields[3], ReceiptRefusal.SIGN_BAD);
        FiscalReceipt receipt =
                new FiscalReceipt(text, fields[0], fields[1], issued.toInstant(FiscalReceipt.TASHKENT), fields[3]);
        return new ReceiptReading.Accepted(receipt, warnings, false);
    }

    private void checkScheme(String scheme) throws RefusedException {
        switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> {}
            case "http" -> warnings.add(ReceiptWarning.PLAIN_HTTP);
            default -> throw new RefusedException(ReceiptRefusal.SCHEME);
        }
    }

    private static void checkHost(String authority) throws RefusedException {
        if (authority.equalsIgnoreCase(HOST)) {
            return;
        }
        boolean hasPortOrUser = authority.contains("@") || authority.contains(":");
        throw new RefusedException(hasPortOrUser ? ReceiptRefusal.PORT_OR_USER : ReceiptRefusal.HOST);
    }

    private void checkPath(String path) throws RefusedException {
        switch (path) {
            case "/check" -> {}
            case "", "/", "/check/" -> warnings.add(ReceiptWarning.UNUSUAL_PATH);
            case "/epi", "/epi/avans", "/epi/kredit" -> warnings.add(ReceiptWarning.INTERNET_RECEIPT);
            default -> throw new RefusedException(ReceiptRefusal.PATH);
        }
    }

    /** The values of t, r, c and s, each of which must occur exactly once. Other parameters are ignored. */
    private static String[] fields(String query) throws RefusedException {
        String names = "trcs";
        ReceiptRefusal[] twice = {
            ReceiptRefusal.TERMINAL_TWICE,
            ReceiptRefusal.NUMBER_TWICE,
            ReceiptRefusal.TIME_TWICE,
            ReceiptRefusal.SIGN_TWICE
        };
        ReceiptRefusal[] missing = {
            ReceiptRefusal.TERMINAL_MISSING,
            ReceiptRefusal.NUMBER_MISSING,
            ReceiptRefusal.TIME_MISSING,
            ReceiptRefusal.SIGN_MISSING
        };
        String[] values = new String[names.length()];
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            int field = name.length() == 1 ? names.indexOf(name) : -1;
            if (field < 0) {
                continue;
            }
            if (values[field] != null) {
                throw new RefusedException(twice[field]);
            }
            values[field] = equals < 0 ? "" : parameter.substring(equals + 1);
        }
        for (int field = 0; field < values.length; field++) {
            if (values[field] == null) {
                throw new RefusedException(missing[field]);
            }
        }
        return values;
    }

    /** Other parameters are allowed, unless another program could interpret them as t, r, c or s. */
    private void checkOthers(String query, String fragment) throws RefusedException {
        if (HiddenParameters.in(query + "&" + fragment)) {
            throw new RefusedException(ReceiptRefusal.HIDDEN_PARAMETER);
        }
        boolean more = Arrays.stream(query.split("&"))
                .anyMatch(parameter -> !parameter.isEmpty() && !parameter.matches("[trcs]=.*"));
        if (more) {
            warnings.add(ReceiptWarning.EXTRA_PARAMETER);
        }
        if (!fragment.isEmpty()) {
            warnings.add(ReceiptWarning.FRAGMENT);
        }
    }

    private void checkTerminal(String terminal) throws RefusedException {
        String upper = terminal.toUpperCase(Locale.ROOT);
        if (!TERMINAL.matcher(upper).matches()) {
            check(TERMINAL_OTHER, upper, ReceiptRefusal.TERMINAL_BAD);
            warnings.add(ReceiptWarning.TERMINAL_SHAPE);
        }
        if (upper.startsWith("ZZ")) {
            warnings.add(ReceiptWarning.TEST_RECEIPT);
        }
    }

    private static LocalDateTime time(String digits) throws RefusedException {
        check(TIME, digits, ReceiptRefusal.TIME_BAD);
        try {
            LocalDateTime time = LocalDateTime.parse(digits, FiscalReceipt.WALL_CLOCK);
            if (time.getYear() > 0) {
                return time;
            }
        } catch (DateTimeParseException invalid) {
            // refused below
        }
        throw new RefusedException(ReceiptRefusal.TIME_BAD);
    }

    private static void check(Pattern shape, String value, ReceiptRefusal otherwise) throws RefusedException {
        if (!shape.matcher(value).matches()) {
            throw new RefusedException(otherwise);
        }
    }

    /** Stops parsing at the first violated rule. Never leaves this class. */
    private static final class RefusedException extends Exception {
        private final ReceiptRefusal reason;

        RefusedException(ReceiptRefusal reason) {
            super(reason.code(), null, false, false);
            this.reason = reason;
        }
    }
}

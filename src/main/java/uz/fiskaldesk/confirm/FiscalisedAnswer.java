package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A refusal of FiscalBox that means that the payment is fiscalised already, as an administrator has established. It
 * counts as confirmed where an attempt with the same receipt, and with no other one, ended without a definite answer
 * before. FiscalBox documents no such answer, so nobody but a person can say which one it is. Holds for every till of the
 * list.
 *
 * @param code FiscalBox's error code, as it was sent
 * @param pattern what FiscalBox's message contains; case and the number of blanks do not count
 * @param who established it
 */
public record FiscalisedAnswer(String code, String pattern, String who, Instant at) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Codes alone never decide: FiscalBox reuses them between causes. */
    public FiscalisedAnswer {
        code = code.strip();
        pattern = BLANKS.matcher(pattern.strip()).replaceAll(" ");
        if (code.isEmpty() || pattern.isEmpty() || who.isBlank()) {
            throw new IllegalArgumentException("a rule has a code, a pattern and somebody who made it");
        }
    }

    public boolean matches(Answer answer) {
        String message = answer.message();
        return code.equals(answer.code()) && message != null && fold(message).contains(fold(pattern));
    }

    private static String fold(String text) {
        return BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** The rule as it is named in the history of a payment. */
    public String words() {
        return code + ": " + pattern + " (" + who + ")";
    }
}

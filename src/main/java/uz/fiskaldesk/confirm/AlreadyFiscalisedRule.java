package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import uz.fiskaldesk.payment.Provider;

/**
 * A rule that a certain rejection means that the payment is already fiscalised. FiscalBox documents no such answer, so an
 * administrator has to establish it. The rejection counts as confirmed only if an earlier attempt with the same receipt,
 * and with no other, ended without a definite answer. Rules apply to every till that shares the ledger.
 *
 * @param code FiscalBox's error code, as sent. Codes are reused among providers, so that of another provider than Anor
 *     has a prefix: {@code click:24}
 * @param pattern text that FiscalBox's message contains, ignoring case and repeated white space
 * @param who the person who established the rule
 */
public record AlreadyFiscalisedRule(String code, String pattern, String who, Instant at) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Requires a pattern: FiscalBox reuses codes for different causes. */
    public AlreadyFiscalisedRule {
        code = Provider.normalised(code);
        pattern = BLANKS.matcher(pattern.strip()).replaceAll(" ");
        if (code.isEmpty() || pattern.isEmpty() || who.isBlank()) {
            throw new IllegalArgumentException("a rule needs a code, a pattern and the name of its author");
        }
    }

    /** Whether the rejection of a provider's payment with this answer is one that the rule describes. */
    public boolean matches(Provider provider, Answer answer) {
        String message = answer.message();
        return answer.code() != null
                && code.equals(provider.qualify(answer.code()))
                && message != null
                && fold(message).contains(fold(pattern));
    }

    private static String fold(String text) {
        return BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** The rule as it is shown in the history of a payment. */
    public String toDisplayText() {
        return text() + " (" + who + ")";
    }

    /** The rule without who made it. */
    public String text() {
        return code + ": " + pattern;
    }

    /** Who made it, as an act of the list's history. */
    public Act act(Act.Kind kind) {
        return new Act(kind, who, at, text());
    }
}

package uz.fiskaldesk.report;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Outcome;

/** Stable names of outcomes and error codes for other programs. */
final class OutcomeNames {
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");

    private OutcomeNames() {}

    static String kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed _ -> "Confirmed";
            case Outcome.Rejected _ -> "Rejected";
            case Outcome.NotSent _ -> "NotSent";
            case Outcome.Unknown _ -> "Unknown";
        };
    }

    /** Whether the response came from a simulator, so that nothing was fiscalised. */
    static boolean isPractice(@Nullable Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed confirmed -> confirmed.practice();
            case Outcome.Unknown unknown -> unknown.reason() == Outcome.UnknownReason.PRACTICE_FISCALBOX;
            case null, default -> false;
        };
    }

    /** Whether a text is a JSON integer. */
    static boolean isInteger(String code) {
        return INTEGER.matcher(code).matches();
    }
}

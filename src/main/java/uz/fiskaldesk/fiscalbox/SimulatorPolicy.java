package uz.fiskaldesk.fiscalbox;

import uz.fiskaldesk.confirm.Outcome;

/** How answers of the FiscalBox simulator are treated. The simulator marks each answer with {@link #HEADER}. */
public enum SimulatorPolicy {
    /** Training mode: they count like those of a real FiscalBox. */
    EXPECTED,
    /** They count, but the history names the simulator. For trying out the program. */
    NOTED,
    /** They prove nothing. Used if a supervisor guards the settings, so that nobody can fake a confirmation. */
    REFUSED;

    /** The header that {@code fiskaldesk simulator} sends with every answer. */
    static final String HEADER = "X-FiskalDesk-Simulator";

    /** The outcome of an answer with the header. */
    Outcome of(Outcome judged) {
        return switch (judged) {
            case Outcome.Confirmed confirmed when this == NOTED -> new Outcome.Confirmed(confirmed.answer(), true);
            case Outcome.Confirmed _, Outcome.Rejected _
            when this == REFUSED -> new Outcome.Unknown(Outcome.UnknownReason.PRACTICE_FISCALBOX, judged.answer());
            case Outcome.Confirmed _, Outcome.Rejected _, Outcome.NotSent _, Outcome.Unknown _ -> judged;
        };
    }
}

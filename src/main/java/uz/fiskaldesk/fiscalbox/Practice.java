package uz.fiskaldesk.fiscalbox;

import uz.fiskaldesk.confirm.Outcome;

/** What is made of the answers of the practice FiscalBox, which marks each with {@link #HEADER}. */
public enum Practice {
    /** In training: they count like those of a real one. */
    EXPECTED,
    /** They count, and the history says whose they are; for whoever tries the program out. */
    NOTED,
    /** They prove nothing: where a supervisor guards the settings, nobody makes a payment look done with them. */
    REFUSED;

    /** Set by {@code fiskaldesk simulator} in all that it answers. */
    static final String HEADER = "X-FiskalDesk-Simulator";

    /** The outcome of an answer that carries the mark. */
    Outcome of(Outcome judged) {
        return switch (judged) {
            case Outcome.Confirmed confirmed when this == NOTED -> new Outcome.Confirmed(confirmed.answer(), true);
            case Outcome.Confirmed _, Outcome.Rejected _
            when this == REFUSED -> new Outcome.Unknown(Outcome.UnknownReason.PRACTICE_FISCALBOX, judged.answer());
            case Outcome.Confirmed _, Outcome.Rejected _, Outcome.NotSent _, Outcome.Unknown _ -> judged;
        };
    }
}

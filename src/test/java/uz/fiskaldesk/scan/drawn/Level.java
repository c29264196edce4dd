package uz.fiskaldesk.scan.drawn;

/** How hard a picture is: a little of every degradation, and some strong ones. */
public enum Level {
    EASY(0.10, 1, 0.10, 0.35, 0.05, 0.37),
    MEDIUM(0.12, 2, 0.16, 0.40, 0.08, 0.45),
    HARD(0.18, 2, 0.28, 0.60, 0.18, 0.57),
    EXTREME(0.20, 2, 0.38, 0.80, 0.28, 0.69);

    /** Every degradation has a strength of up to this. */
    final double everywhere;

    /** As many degradations are stronger. */
    final int strong;

    final double strongFrom;
    final double strongTo;
    final double fineFrom;
    final double fineTo;

    Level(double everywhere, int strong, double strongFrom, double strongTo, double fineFrom, double fineTo) {
        this.everywhere = everywhere;
        this.strong = strong;
        this.strongFrom = strongFrom;
        this.strongTo = strongTo;
        this.fineFrom = fineFrom;
        this.fineTo = fineTo;
    }
}

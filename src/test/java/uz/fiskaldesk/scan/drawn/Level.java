package uz.fiskaldesk.scan.drawn;

/** The difficulty of a picture: all degradations are weakly present, some strongly. */
public enum Level {
    EASY(0.10, 1, 0.10, 0.35, 0.05, 0.37),
    MEDIUM(0.12, 2, 0.16, 0.40, 0.08, 0.45),
    HARD(0.18, 2, 0.28, 0.60, 0.18, 0.57),
    EXTREME(0.20, 2, 0.38, 0.80, 0.28, 0.69);

    /** The maximal strength of all degradations. */
    final double everywhere;

    /** The number of strong degradations. */
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

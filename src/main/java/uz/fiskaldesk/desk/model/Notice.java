package uz.fiskaldesk.desk.model;

/** One line that tells the cashier what has happened. */
public record Notice(Kind kind, Words words) {
    /** How it is coloured. */
    public enum Kind {
        DONE,
        INFO,
        WARNING,
        ERROR
    }
}

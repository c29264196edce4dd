package uz.fiskaldesk.desk.common;

/** One line that tells the cashier what has happened. */
public record Notice(Kind kind, LocalizedText words) {
    /** How it is coloured. */
    public enum Kind {
        DONE,
        INFO,
        WARNING,
        ERROR
    }
}

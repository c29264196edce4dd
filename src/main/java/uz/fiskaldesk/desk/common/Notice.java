package uz.fiskaldesk.desk.common;

/** A message for the cashier in the status bar. */
public record Notice(Kind kind, LocalizedText text) {
    /** Determines the colour. */
    public enum Kind {
        DONE,
        INFO,
        WARNING,
        ERROR
    }
}

package uz.fiskaldesk.desk.common;

/** A message for the cashier in the status bar. */
public record Notice(Kind kind, LocalizedText words) {
    /** Determines the colour. */
    public enum Kind {
        DONE,
        INFO,
        WARNING,
        ERROR
    }
}

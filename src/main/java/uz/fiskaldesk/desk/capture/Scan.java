package uz.fiskaldesk.desk.capture;

/**
 * What a hand scanner sent.
 *
 * @param text as it arrived, before any repair
 */
public record Scan(String text, Ending ending) {
    /** How the end of the text was recognised. */
    public enum Ending {
        ENTER,
        TAB,
        /** Nothing followed for a while, so that the text had to be waited for. */
        PAUSE,
        /** The text came from a serial port. */
        SERIAL
    }
}

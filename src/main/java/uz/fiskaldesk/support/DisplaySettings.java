package uz.fiskaldesk.support;

import java.time.Duration;

/**
 * How the window shows things.
 *
 * @param textPercent the size of everything in the window in percent
 * @param longWaitMinutes from when on the waiting time of a payment is amber
 * @param veryLongWaitMinutes from when on it is red
 */
public record DisplaySettings(int textPercent, int longWaitMinutes, int veryLongWaitMinutes) {
    public static final int SMALLEST_TEXT = 100;
    public static final int LARGEST_TEXT = 200;
    public static final int MOST_MINUTES = 1_440;

    static final DisplaySettings DEFAULT = new DisplaySettings(SMALLEST_TEXT, 30, 120);

    public DisplaySettings {
        WrongValueException.require(
                textPercent >= SMALLEST_TEXT && textPercent <= LARGEST_TEXT,
                "textPercent",
                "settings-expected.number",
                SMALLEST_TEXT,
                LARGEST_TEXT);
        requireMinutes(longWaitMinutes, 1, "longWaitMinutes");
        requireMinutes(veryLongWaitMinutes, longWaitMinutes, "veryLongWaitMinutes");
    }

    private static void requireMinutes(int minutes, int least, String key) {
        WrongValueException.require(
                minutes >= least && minutes <= MOST_MINUTES, key, "settings-expected.number", least, MOST_MINUTES);
    }

    public DisplaySettings withText(int percent) {
        return new DisplaySettings(percent, longWaitMinutes, veryLongWaitMinutes);
    }

    /** @throws WrongValueException if the second limit is below the first one, or one of them is out of range */
    public DisplaySettings withWaits(int longMinutes, int veryLongMinutes) {
        return new DisplaySettings(textPercent, longMinutes, veryLongMinutes);
    }

    public Duration longWait() {
        return Duration.ofMinutes(longWaitMinutes);
    }

    public Duration veryLongWait() {
        return Duration.ofMinutes(veryLongWaitMinutes);
    }
}

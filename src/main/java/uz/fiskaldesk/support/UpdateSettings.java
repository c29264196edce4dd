package uz.fiskaldesk.support;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the program looks for newer versions.
 *
 * @param on whether the desk looks for them once a day
 * @param address the folder of a web server with the releases; null for the one that the program was built with
 */
public record UpdateSettings(boolean on, @Nullable String address) {
    private static final Pattern FOLDER = Pattern.compile("https?://[^/?#\\s@]+(/[^?#\\s]*)?");

    public UpdateSettings {
        WrongValueException.require(
                address == null || isAddress(address), "address", "settings-expected.update-address");
    }

    /** Whether a text can be the address of a folder with releases. */
    public static boolean isAddress(String text) {
        return FOLDER.matcher(text).matches();
    }
}

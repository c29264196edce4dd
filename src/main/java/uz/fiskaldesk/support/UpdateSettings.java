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
                address == null || FOLDER.matcher(address).matches(), "address", "settings-expected.update-address");
    }
}

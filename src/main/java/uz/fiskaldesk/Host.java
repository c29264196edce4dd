package uz.fiskaldesk;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Language;

/**
 * The machine that the program runs on.
 *
 * @param environment {@code System.getenv()}
 * @param properties {@code System.getProperties()}
 * @param logging starts the log in a folder
 * @param untilStopped blocks until the process is asked to end
 * @param err standard error
 */
record Host(
        Map<String, String> environment,
        Properties properties,
        Clock clock,
        Consumer<Path> logging,
        Waiting untilStopped,
        PrintWriter err) {
    /** Something to wait for. */
    interface Waiting {
        void await() throws InterruptedException;
    }

    DataFolder folder() {
        return DataFolder.ofSystem(environment, property("os.name"), property("user.home"));
    }

    /** The language that the system speaks. On Linux it is in the environment, and the JVM does not know of Cyrillic Uzbek. */
    Language language() {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (value.startsWith("uz")) {
                return value.contains("cyrillic") ? Language.UZBEK_CYRILLIC : Language.UZBEK;
            }
            if (!value.isEmpty()) {
                break;
            }
        }
        return Language.closestTo(Locale.getDefault());
    }

    /** The user of the operating system. */
    String user() {
        String user = property("user.name");
        return user.isBlank() ? "?" : user;
    }

    /** What this computer is called. */
    String name() {
        for (String name : new String[] {"COMPUTERNAME", "HOSTNAME"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "till";
        }
    }

    private String property(String name) {
        return properties.getProperty(name, "");
    }
}

package uz.fiskaldesk;

import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Language;

/**
 * The machine that the program runs on.
 *
 * @param environment {@code System.getenv()}
 * @param properties {@code System.getProperties()}
 * @param account the user of the operating system
 * @param logging starts the log in a folder
 * @param untilStopped blocks until the process is asked to end
 * @param in standard input
 * @param err standard error
 */
record Host(
        Map<String, String> environment,
        Properties properties,
        String account,
        Clock clock,
        Consumer<Path> logging,
        Waiting untilStopped,
        InputStream in,
        PrintWriter err) {
    /** Blocks until an event. */
    interface Waiting {
        void await() throws InterruptedException;
    }

    DataFolder folder() {
        return DataFolder.ofSystem(environment, property("os.name"), property("user.home"));
    }

    /**
     * The data folders of this account. Variables of the environment and properties of the Java runtime can select another
     * one than by default, as {@code --data-dir} can; a supervisor's PIN there is not bypassed by that.
     */
    Set<Path> usualFolders() {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(folder().path());
        for (String home : new String[] {property("user.home"), variable("HOME"), variable("USERPROFILE")}) {
            if (!home.isBlank()) {
                for (String os : new String[] {"linux", "mac", "windows"}) {
                    folders.add(DataFolder.ofSystem(Map.of(), os, home).path());
                }
            }
        }
        return folders;
    }

    /** The name of the variable or property that determines {@link #folder}, for messages. */
    String folderVariable() {
        return Stream.of("XDG_DATA_HOME", "LOCALAPPDATA")
                .filter(name -> !variable(name).isBlank())
                .findFirst()
                .orElse("user.home");
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /**
     * The language of the system. On Linux it is read from the environment: the JVM does not support Cyrillic Uzbek, and the
     * launcher passes the name of a locale that is not installed in {@code FISKALDESK_LOCALE}.
     */
    Language language() {
        for (String name : new String[] {"FISKALDESK_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (value.startsWith("uz")) {
                return value.contains("cyrillic") ? Language.UZBEK_CYRILLIC : Language.UZBEK;
            }
            if (value.matches("[a-z]{2,3}([_.@].*)?")) {
                return Language.closestTo(Locale.of(value.replaceFirst("[_.@].*", "")));
            }
            if (!value.isEmpty()) {
                break;
            }
        }
        return Language.closestTo(Locale.getDefault());
    }

    /** The name of this computer. */
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

    /** The account that runs this process, according to the system; the property {@code user.name} can be set to anything. */
    static String accountOfProcess() {
        String user = ProcessHandle.current().info().user().orElse("");
        return user.isEmpty() ? System.getProperty("user.name", "?") : user.substring(user.lastIndexOf('\\') + 1);
    }

    String property(String name) {
        return properties.getProperty(name, "");
    }
}

package uz.fiskaldesk.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder that holds the settings, the ledger and the logs. */
public record DataFolder(Path path) {
    /** The folders in it, except that of training mode, which is a data folder itself. */
    private static final Set<String> OWN = Set.of("backups", "logs", "unrecorded", "updates");

    /**
     * Returns the operating system's usual folder for application data.
     *
     * @param environment {@code System.getenv()}
     * @param osName {@code os.name}
     * @param home {@code user.home}
     */
    public static DataFolder ofSystem(Map<String, String> environment, String osName, String home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = nonBlank(environment.get("LOCALAPPDATA"));
            return new DataFolder(
                    (local == null ? Path.of(home, "AppData", "Local") : Path.of(local)).resolve("FiskalDesk"));
        }
        if (os.startsWith("mac")) {
            return new DataFolder(Path.of(home, "Library", "Application Support", "FiskalDesk"));
        }
        String xdg = nonBlank(environment.get("XDG_DATA_HOME"));
        // XDG Base Directory Specification: a relative path must be ignored.
        boolean given = xdg != null && Path.of(xdg).isAbsolute();
        return new DataFolder((given ? Path.of(xdg) : Path.of(home, ".local", "share")).resolve("fiskaldesk"));
    }

    private static @Nullable String nonBlank(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    public Path settings() {
        return path.resolve("settings.json");
    }

    public Path ledger() {
        return path.resolve("ledger.db");
    }

    /** The file with the meanings of columns that a person has chosen. */
    public Path columns() {
        return path.resolve("columns.json");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** The file with the token of the inbox. */
    public Path inboxToken() {
        return path.resolve("inbox-token");
    }

    /** Whether the program keeps its own files in this folder: it is in use as a data folder, or in one. Reads the disk. */
    public static boolean isOwn(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return new DataFolder(absolute).isUsed()
                || (parent != null
                        && OWN.contains(String.valueOf(absolute.getFileName()))
                        && new DataFolder(parent).isUsed());
    }

    private boolean isUsed() {
        return Files.exists(settings()) || Files.exists(ledger());
    }

    /** The data folder of training mode, separate from the real data. */
    public DataFolder training() {
        return new DataFolder(path.resolve("training"));
    }
}

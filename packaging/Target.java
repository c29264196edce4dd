import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The target platform, derived from the classifier of JavaFX's jars. */
enum Target {
    LINUX("linux", "Linux/x86_64", "linux-x86-64", "Linux/x86_64", ".so", "lib"),
    LINUX_ARM("linux-aarch64", "Linux/aarch64", "linux-aarch64", "Linux/armv8_64", ".so", "lib"),
    WINDOWS("win", "Windows/x86_64", "win32-x86-64", "Windows/x86_64", ".dll", "bin/javafx"),
    MAC("mac", "Mac/x86_64", "darwin-x86-64", "OSX/x86_64", ".dylib", "lib"),
    MAC_ARM("mac-aarch64", "Mac/aarch64", "darwin-aarch64", "OSX/aarch64", ".dylib", "lib");

    private final String classifier;
    private final String sqliteFolder;
    /** The folders of JNA and openpnp-capture, and of jSerialComm, in their jars. */
    private final List<String> nativeFolders;

    private final String librarySuffix;
    /** The folder of the runtime in which com.sun.glass.utils.NativeLibLoader searches. */
    private final String javafxFolder;

    Target(
            String classifier,
            String sqliteFolder,
            String jnaFolder,
            String serialFolder,
            String librarySuffix,
            String javafxFolder) {
        this.classifier = classifier;
        this.sqliteFolder = sqliteFolder;
        this.nativeFolders = List.of(jnaFolder, serialFolder);
        this.librarySuffix = librarySuffix;
        this.javafxFolder = javafxFolder;
    }

    static Target of(List<Path> javafx) throws IOException {
        for (Target target : values()) {
            if (javafx.stream().anyMatch(jar -> jar.toString().endsWith("-" + target.classifier + ".jar"))) {
                return target;
            }
        }
        throw new IOException("no JavaFX for a system that an image can be made for: " + javafx);
    }

    static Target ours() throws IOException {
        String os = System.getProperty("os.name");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        if (os.startsWith("Windows") && !arm) {
            return WINDOWS;
        }
        if (os.startsWith("Mac")) {
            return arm ? MAC_ARM : MAC;
        }
        if (os.equals("Linux")) {
            return arm ? LINUX_ARM : LINUX;
        }
        throw new IOException("no image can be made on " + os);
    }

    String classifier() {
        return classifier;
    }

    /** The folder below {@code org/sqlite/native} in the jar of SQLite. */
    String sqliteFolder() {
        return sqliteFolder;
    }

    List<String> nativeFolders() {
        return nativeFolders;
    }

    String librarySuffix() {
        return librarySuffix;
    }

    String javafxFolder() {
        return javafxFolder;
    }
}

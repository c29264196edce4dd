package uz.fiskaldesk.update;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How this program was installed, which decides how it is updated. */
public sealed interface Installation {
    /** By the image's own script, in a folder for each version; needs no administrator. */
    record ForUser() implements Installation {}

    /**
     * By a package for all users, which an administrator updates.
     *
     * @param command what the administrator types
     */
    record SystemPackage(String command) implements Installation {}

    /** Not installed: an image that was unpacked, or a build. */
    record None() implements Installation {}

    /** The folder of the image that the deb and the rpm package install. */
    Path PACKAGE = Path.of("/usr/lib/fiskaldesk");

    /**
     * Finds out how the program was installed.
     *
     * @param javaHome {@code java.home}: the runtime in the image
     * @param dpkgList the list of files that dpkg keeps of an installed package
     */
    static Installation of(Path javaHome, Path packageFolder, Path dpkgList) {
        Path image = real(javaHome).getParent();
        if (image == null) {
            return new None();
        }
        if (image.equals(real(packageFolder))) {
            return new SystemPackage(
                    Files.exists(dpkgList)
                            ? "sudo apt update && sudo apt install fiskaldesk"
                            : "sudo dnf upgrade fiskaldesk");
        }
        Path programs = image.getParent();
        // What the scripts write: a link on Linux and macOS, a file on Windows.
        boolean installed = programs != null
                && Files.exists(image.resolve("version"))
                && (Files.isSymbolicLink(programs.resolve("current")) || Files.exists(programs.resolve("current.txt")));
        return installed ? new ForUser() : new None();
    }

    /** Finds out how the program was installed that runs in this Java runtime. */
    static Installation ofSystem(String javaHome) {
        return of(Path.of(javaHome), PACKAGE, Path.of("/var/lib/dpkg/info/fiskaldesk.list"));
    }

    private static Path real(Path path) {
        return Files.exists(path) ? realOrSame(path) : path.toAbsolutePath().normalize();
    }

    private static Path realOrSame(Path path) {
        try {
            return path.toRealPath();
        } catch (java.io.IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** The name of the platform in the names of archives, such as {@code linux-x86_64}. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64");
        if (os.startsWith("windows")) {
            return "windows-x86_64";
        }
        if (os.startsWith("mac")) {
            return arm ? "mac-arm64" : "mac-x86_64";
        }
        return arm ? "linux-aarch64" : "linux-x86_64";
    }
}

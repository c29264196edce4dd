package uz.fiskaldesk.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Libraries in C that intercept a process's system calls on Linux, compiled on demand. */
public final class Preload {
    private Preload() {}

    /** Compiles a source of {@code src/test/c} into a folder; skips the test if that is not possible. */
    public static Path compiled(String name, Path folder) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux"),
                name + " stands between a process and Linux");
        Path source = Path.of("src", "test", "c", name + ".c");
        Path library = folder.resolve("lib" + name + ".so").toAbsolutePath();
        Process compiler;
        try {
            compiler = new ProcessBuilder(
                            "cc",
                            "-O2",
                            "-Wall",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            source.toString(),
                            "-lpthread")
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no C compiler named cc, with which " + source + " is compiled");
            throw e;
        }
        if (compiler.waitFor() != 0) {
            throw new AssertionError(source + " does not compile");
        }
        return library;
    }
}

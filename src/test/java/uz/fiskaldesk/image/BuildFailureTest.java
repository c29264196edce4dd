package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lets the scripts run a Maven that fails: they have to say why. */
@EnabledOnOs(OS.LINUX)
class BuildFailureTest {
    @TempDir
    private Path folder;

    /** Runs the build of the scripts with a Maven that prints the given lines and fails. */
    private Image.Run build(String... lines) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path output = Files.writeString(folder.resolve("output"), String.join("\n", lines) + "\n");
        Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\ncat '" + output + "'\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        Path root = Path.of("").toAbsolutePath();
        String script = "root='%s'; . '%s/packaging/machine.sh'; jdk=/none; run_maven '%s' compile; echo built"
                .formatted(root, root, folder.resolve("a folder/log"));
        return Image.run(Path.of("/bin/sh"), folder, Map.of("PATH", bin + ":/usr/bin:/bin"), "-c", script);
    }

    @Test
    void aWarningOfTheCompilerIsShownBecauseItFailsTheBuild() throws Exception {
        Image.Run run = build(
                "[INFO] Building FiskalDesk 0.1.0",
                "[WARNING] The POM for some:library is invalid",
                "[WARNING] /src/main/java/uz/fiskaldesk/Main.java:[7,3] [UnusedVariable] The variable is never read",
                "[ERROR] COMPILATION ERROR : ",
                "[ERROR] warnings found and -Werror specified",
                "[ERROR] warnings found and -Werror specified",
                "[ERROR] ",
                "[ERROR] -> [Help 1]",
                "[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "[WARNING] /src/main/java/uz/fiskaldesk/Main.java:[7,3] [UnusedVariable] The variable is never read",
                        "[ERROR] COMPILATION ERROR : ",
                        "[ERROR] warnings found and -Werror specified",
                        "FiskalDesk: the build failed; the lines above say why, and " + folder.resolve("a folder/log")
                                + " has all of them.");
    }

    @Test
    void withoutErrorsOfMavenTheLastLinesAreShown() throws Exception {
        assertThat(build("Exception in thread main", "java.lang.OutOfMemoryError")
                        .err())
                .startsWith("Exception in thread main\njava.lang.OutOfMemoryError\nFiskalDesk: the build failed;");
    }
}

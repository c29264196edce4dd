package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.OS;

/** Runs the image in target/dist in an environment that contains only the system's own commands. */
final class Image {
    static final Path DIST = Path.of(System.getProperty("image.dist", "target/dist"));
    private static final long SECONDS = 120;

    private Image() {}

    /** The result of a run. */
    record Run(int exitCode, String out, String err) {
        Run done() {
            assertThat(exitCode).as(this::toString).isZero();
            return this;
        }
    }

    static Path launcher() {
        return DIST.resolve(OS.WINDOWS.isCurrentOs() ? "bin/fiskaldesk.bat" : "bin/fiskaldesk")
                .toAbsolutePath();
    }

    static Run run(Path folder, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        return run(launcher(), folder, environment, words);
    }

    /** @param folder where it runs, and where its output is kept */
    static Run run(Path program, Path folder, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(program, folder, environment, words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end: " + String.join(" ", words));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Starts a server command; standard error is merged into its output. */
    static Process start(Path folder, Map<String, String> environment, String... words) throws IOException {
        return start(launcher(), folder, environment, words);
    }

    static Process start(Path program, Path folder, Map<String, String> environment, String... words)
            throws IOException {
        return builder(program, folder, environment, words)
                .redirectErrorStream(true)
                .start();
    }

    /** Returns the first line that a running command prints. */
    static String firstLine(Process process) throws IOException {
        return String.valueOf(process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    private static ProcessBuilder builder(Path program, Path folder, Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> !name.equalsIgnoreCase("SystemRoot"));
        builder.environment().put("PATH", OS.WINDOWS.isCurrentOs() ? "C:\\Windows\\System32" : "/usr/bin:/bin");
        builder.environment().putAll(environment);
        return builder;
    }
}

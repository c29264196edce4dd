package uz.fiskaldesk.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child process with the test's class path. Its standard output is read line by line. Its standard input stays open
 * until it is closed here, so that a child can wait for that and never outlives its test.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String END = "<the child's output has ended>";

    /** The beginning of every command: the JVM that runs the tests. */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final @Nullable Path natives;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private ChildJvm(Process process, @Nullable Path natives) {
        this.process = process;
        this.natives = natives;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts the main class with these JVM options and arguments. */
    public static ChildJvm start(Class<?> main, List<String> jvmOptions, String... arguments) throws IOException {
        return start(main, jvmOptions, Map.of(), arguments);
    }

    /** @param environment variables added to those of this process */
    public static ChildJvm start(
            Class<?> main, List<String> jvmOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        // In a shared folder, SQLite's driver deletes libraries that other children, killed before, have left, and
        // complains
        // on standard output when another child is faster.
        Path natives = Files.createTempDirectory("child-");
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add("-Dorg.sqlite.tmpdir=" + natives);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(command, environment, ProcessBuilder.Redirect.INHERIT, natives);
    }

    /** Starts a command, with its standard error redirected. */
    static ChildJvm start(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect errors)
            throws IOException {
        return start(command, environment, errors, null);
    }

    private static ChildJvm start(
            List<String> command,
            Map<String, String> environment,
            ProcessBuilder.Redirect errors,
            @Nullable Path natives)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start(), natives);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            // The output ends where the child was killed.
        } finally {
            lines.add(END);
        }
    }

    /**
     * Waits for the next line that begins with {@code start} and returns the rest of it. Fails if the child ends or
     * prints nothing for a long time.
     */
    public String await(String start) throws InterruptedException {
        while (true) {
            String line = line();
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
    }

    /** Waits for the next line. Fails if the child ends or prints nothing for a long time. */
    String line() throws InterruptedException {
        String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(END)) {
            throw new AssertionError("no line after " + seen + (line == null ? "; the child is silent" : "; it ended"));
        }
        seen.add(line);
        return line;
    }

    /** Writes a line to the child's standard input. */
    public void writeLine(String line) {
        try {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the process for a time, as a suspend of the computer does (Linux, macOS). */
    public void standStill(Duration time) throws IOException, InterruptedException {
        String command = "kill -STOP %1$d && sleep %2$s && kill -CONT %1$d"
                .formatted(
                        process.pid(),
                        new java.math.BigDecimal(time.toMillis())
                                .movePointLeft(3)
                                .toPlainString());
        if (new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor() != 0) {
            throw new IOException("the process was not stopped");
        }
    }

    /** Kills the child like {@code kill -9}, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Closes the child's input and waits for its exit. */
    public int closeInputAndWait() throws InterruptedException {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException alreadyGone) {
            // The exit code tells.
        }
        return waitFor();
    }

    /** Whether the child exits within this time. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for the child's exit. */
    public int waitFor() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the child does not exit; its output: " + seen);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        if (natives != null && Files.exists(natives)) {
            try {
                process.waitFor();
                delete(natives);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}

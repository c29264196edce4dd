package uz.fiskaldesk.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own with the test's class path. Its standard output is read line by line; its standard input is
 * open until it is closed here, so that a child can wait for that and never outlives its test.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String END = "<the child's output has ended>";

    /** The beginning of every command: this very Java. */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts {@code main} with these options of the JVM and these arguments. */
    public static ChildJvm start(Class<?> main, List<String> jvmOptions, String... arguments) throws IOException {
        return start(main, jvmOptions, Map.of(), arguments);
    }

    /** @param environment what is added to this process's own */
    public static ChildJvm start(
            Class<?> main, List<String> jvmOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(command, environment, ProcessBuilder.Redirect.INHERIT);
    }

    /** Starts a whole command, its standard error going where it is told. */
    static ChildJvm start(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect errors)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            // What a killed child said before is all there is.
        } finally {
            lines.add(END);
        }
    }

    /** The rest of the next line that begins with {@code start}; fails where the child ends or says nothing for long. */
    public String await(String start) throws InterruptedException {
        while (true) {
            String line = line();
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
    }

    /** The next line; fails where the child ends or says nothing for long. */
    String line() throws InterruptedException {
        String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(END)) {
            throw new AssertionError("no line after " + seen + (line == null ? "; the child is silent" : "; it ended"));
        }
        seen.add(line);
        return line;
    }

    /** Writes a line to the child's standard input. */
    public void tell(String line) {
        try {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the child as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Closes the child's input and waits until it has ended by itself. */
    public int end() throws InterruptedException {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException alreadyGone) {
            // Its exit code tells.
        }
        return waitFor();
    }

    /** Whether the child has ended by itself within this time. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the child has ended by itself. */
    public int waitFor() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the child does not end; it said " + seen);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.cli.Program;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.support.DataFolder;

/**
 * Runs the whole program in the test's process, with a real ledger. For every run it is checked that no stack trace is
 * printed and that standard error consists of complete lines.
 */
final class Terminal {
    /** The result of a run. */
    record Run(int code, String out, String err) {
        /** Returns the lines of standard output. */
        List<String> lines() {
            return out.lines().toList();
        }

        /** Asserts that the input was refused with one sentence that contains {@code words}, and returns the run. */
        Run refused(int expected, String words) {
            assertThat(err).contains(words);
            assertThat(err.lines()).as("one sentence").hasSize(1);
            assertThat(out).isEmpty();
            assertThat(code).isEqualTo(expected);
            return this;
        }

        /** Asserts success without output on standard error, and returns the run. */
        Run done() {
            assertThat(err).isEmpty();
            assertThat(code).isZero();
            return this;
        }
    }

    final ManualClock clock = new ManualClock();
    final DataFolder folder;
    private final List<String> always = new ArrayList<>();
    private Map<String, String> environment = Map.of("HOSTNAME", "till-3", "LANG", "en_US.UTF-8");
    private Host.Waiting untilStopped = () -> {};
    private Consumer<Path> logging = _ -> {};

    Terminal(Path folder) {
        this.folder = new DataFolder(folder);
        always.addAll(List.of("--data-dir", folder.toString()));
    }

    /** Makes all following commands use the FiscalBox at this address. */
    Terminal with(URI fiscalBox) {
        always.addAll(List.of("--api", fiscalBox.toString()));
        return this;
    }

    Terminal with(Map<String, String> newEnvironment) {
        environment = newEnvironment;
        return this;
    }

    /** Runs code while a server command is running, then stops the command. */
    Terminal meanwhile(Host.Waiting events) {
        untilStopped = events;
        return this;
    }

    Terminal logging(Consumer<Path> newLogging) {
        logging = newLogging;
        return this;
    }

    /** Runs a command with the common options. */
    Run run(String... words) {
        List<String> line = new ArrayList<>(always);
        line.addAll(List.of(words));
        return exactly(line.toArray(String[]::new));
    }

    /** Runs a command line without additional options. */
    Run exactly(String... words) {
        return into(null, words);
    }

    /** Runs a command with another standard output. */
    Run into(@Nullable PrintWriter standardOutput, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter errors = new PrintWriter(err);
        Properties properties = new Properties();
        properties.setProperty("user.home", folder.path().toString());
        properties.setProperty("os.name", "Linux");
        Host host = new Host(environment, properties, "Dilnoza", clock, logging, untilStopped, System.in, errors);
        int code = new Program(
                        options -> new CompositionRoot(options, host, null),
                        Version.read(),
                        standardOutput == null ? new PrintWriter(out) : standardOutput,
                        errors)
                .run(words);
        errors.flush();
        Run run = new Run(code, out.toString(), err.toString());
        assertThat(run.err()).doesNotContain("\tat ", "Exception", "java.", " null", "null ");
        assertThat(run.err())
                .satisfiesAnyOf(
                        text -> assertThat(text).isEmpty(),
                        text -> assertThat(text).endsWith("\n"));
        return run;
    }
}

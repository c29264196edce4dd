package uz.fiskaldesk.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.Translations;

/**
 * The command line program. Every failure ends with one sentence on standard error and an exit code; stack traces go to
 * the log only.
 */
public final class Program {
    /** The option that prints the version. */
    public static final String VERSION = "--version";

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private final Services.Opener opener;
    private final String version;
    private final Output output;

    /**
     * @param out receives results, in UTF-8
     * @param err receives messages
     */
    public Program(Services.Opener opener, String version, PrintWriter out, PrintWriter err) {
        this.opener = opener;
        this.version = version;
        this.output = new Output(out, err);
    }

    /** Whether this command line probably opens the desk. It is not parsed for that, and an error in it is not noticed. */
    public static boolean opensDesk(String... args) {
        return CommandParser.namesNoCommand(args);
    }

    /** Runs a command line and returns its exit code. Blocks until the command ends or the desk is closed. */
    public int run(String... args) {
        CommandParser.Parsed parsed = CommandParser.parse(args);
        try (Services services = opener.open(parsed.root().options())) {
            return run(parsed, services).number();
        } finally {
            output.flush();
        }
    }

    /** The line that {@link #VERSION} prints. */
    public static String version(String version) {
        return "FiskalDesk " + version;
    }

    private void printHelp(CommandLine command, Translations texts) {
        command.getCommandSpec()
                .usageMessage()
                .synopsisHeading("")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .commandListHeading("%n");
        command.setResourceBundle(new TextBundle(texts));
        command.usage(output.out());
    }

    private ExitCode run(CommandParser.Parsed parsed, Services services) {
        RootCommand root = parsed.root();
        if (root.asksForVersion()) {
            output.result(version(version));
            return ExitCode.DONE;
        }
        if (root.asksForHelp()) {
            parsed.line().ifPresent(line -> printHelp(line, services.translations()));
            return ExitCode.DONE;
        }
        Function<Translations, String> usageError = usageError(parsed);
        if (usageError != null) {
            output.say(usageError.apply(services.translations()));
            return ExitCode.REFUSED;
        }
        return run(parsed.command(), parsed.pinFile(), services);
    }

    private static @Nullable Function<Translations, String> usageError(CommandParser.Parsed parsed) {
        List<Exception> errors = parsed.errors();
        if (!errors.isEmpty()) {
            return errors.getFirst() instanceof ParameterException e
                    ? texts -> UsageErrors.sentence(e, texts)
                    : texts -> texts.get("cli.not-understood");
        }
        if (parsed.root().training() && parsed.namesCommand()) {
            // Training samples must never reach a real FiscalBox.
            return texts -> texts.get("cli.training-alone");
        }
        return parsed.root().problem();
    }

    private void permitOptions(Command command, @Nullable String pinFile, Services services) throws RefusedException {
        try {
            new SupervisorApproval(services).forOptions(pinFile);
        } catch (RefusedException e) {
            if (!command.asksForPinItself()) {
                throw e;
            }
            output.say(e.sentence());
            output.flush();
        }
    }

    private ExitCode run(Command command, @Nullable String pinFile, Services services) {
        try {
            services.startLog();
            permitOptions(command, pinFile, services);
            return command.run(services, output);
        } catch (RefusedException e) {
            output.say(e.sentence());
            return e.exitCode();
        } catch (LedgerException e) {
            LOG.error("The ledger cannot be used", e);
            output.say(services.messages().ledgerError(e));
            return ExitCode.TROUBLE;
        } catch (SettingsException e) {
            LOG.error("The settings cannot be used", e);
            output.say(e.sentence(services.translations()));
            return ExitCode.TROUBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.TROUBLE;
        } catch (RuntimeException | Error e) {
            LOG.error("Unexpected failure", e);
            output.say(services.translations()
                    .get("cli.unexpected", services.folder().logs()));
            return ExitCode.TROUBLE;
        }
    }
}

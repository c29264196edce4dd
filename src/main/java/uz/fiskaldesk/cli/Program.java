package uz.fiskaldesk.cli;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.support.SettingsTrouble;
import uz.fiskaldesk.support.Texts;
import uz.fiskaldesk.wording.Wording;

/**
 * The program as it is called. Whatever goes wrong ends as one sentence on standard error and an exit code; stack traces
 * go to the log alone.
 */
public final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);
    private static final int HELP_WIDTH = 100;

    private final Services.Opener opener;
    private final String version;
    private final Screen screen;

    /**
     * @param out results, in UTF-8
     * @param err messages
     */
    public Program(Services.Opener opener, String version, PrintWriter out, PrintWriter err) {
        this.opener = opener;
        this.version = version;
        this.screen = new Screen(out, err);
    }

    /** Runs one command line and returns its exit code. Blocks until the command, or the desk, has ended. */
    public int run(String... args) {
        Root root = new Root();
        CommandLine line = new CommandLine(root);
        // Errors are collected so that the options that were understood, the language above all, are known first.
        line.getCommandSpec().parser().collectErrors(true);
        line.setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        ParseResult parsed = line.parseArgs(args);
        try (Services services = opener.open(root.options())) {
            return run(root, parsed, services).number();
        } finally {
            screen.flush();
        }
    }

    private ExitCode run(Root root, ParseResult parsed, Services services) {
        if (root.asksForVersion()) {
            screen.result("FiskalDesk " + version);
            return ExitCode.DONE;
        }
        Texts texts = services.texts();
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (root.asksForHelp()) {
            CommandLine command = last.commandSpec().commandLine();
            command.setResourceBundle(new TextBundle(texts));
            command.usage(screen.out());
            return ExitCode.DONE;
        }
        String misuse = misuse(root, parsed, texts);
        if (misuse != null) {
            screen.say(misuse);
            return ExitCode.REFUSED;
        }
        String pinFile = last.matchedOptionValue(Root.PIN_FILE, root.pinFile());
        return run((Command) last.commandSpec().userObject(), pinFile, services);
    }

    private static @Nullable String misuse(Root root, ParseResult parsed, Texts texts) {
        List<Exception> errors = Misuse.errors(parsed);
        if (!errors.isEmpty()) {
            return errors.getFirst() instanceof ParameterException e
                    ? Misuse.sentence(e, texts)
                    : texts.get("cli.not-understood");
        }
        if (root.training() && parsed.hasSubcommand()) {
            // The samples of training must never reach a FiscalBox that is real.
            return texts.get("cli.training-alone");
        }
        String[] problem = root.problem();
        return problem == null ? null : texts.get(problem[0], problem[1]);
    }

    private void permitOptions(Command command, @Nullable String pinFile, Services services) throws RefusedException {
        try {
            new SupervisorWord(services).forOptions(pinFile);
        } catch (RefusedException e) {
            if (!command.asksItself()) {
                throw e;
            }
            screen.say(e.sentence());
            screen.flush();
        }
    }

    private ExitCode run(Command command, @Nullable String pinFile, Services services) {
        try {
            services.startLog();
            permitOptions(command, pinFile, services);
            return command.run(services, screen);
        } catch (RefusedException e) {
            screen.say(e.sentence());
            return e.exitCode();
        } catch (LedgerException e) {
            LOG.error("the ledger", e);
            screen.say(new Wording(services.texts(), services.clock()).trouble(e));
            return ExitCode.TROUBLE;
        } catch (SettingsTrouble e) {
            LOG.error("the settings", e);
            screen.say(e.sentence(services.texts()));
            return ExitCode.TROUBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.TROUBLE;
        } catch (RuntimeException | Error e) {
            LOG.error("unexpected", e);
            screen.say(services.texts().get("cli.unexpected", services.folder().logs()));
            return ExitCode.TROUBLE;
        }
    }
}

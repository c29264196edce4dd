package uz.fiskaldesk.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/**
 * Parses command lines. Only the named commands are described to picocli, because describing all of them takes longer than most
 * commands run; all are described where that makes a difference: for the help and for errors.
 */
final class CommandParser {
    private static final int HELP_WIDTH = 100;
    private static final List<String> NO_DESK = List.of("-h", "--help", Program.VERSION);
    private static final Map<String, Class<? extends Command>> COMMANDS = commands();

    private CommandParser() {}

    /**
     * A command line.
     *
     * @param root received the options before the command
     * @param result empty if there are no words: picocli is not loaded to learn that
     */
    record Parsed(RootCommand root, Optional<ParseResult> result) {
        List<Exception> errors() {
            return result.map(UsageErrors::errors).orElse(List.of());
        }

        boolean namesCommand() {
            return result.filter(ParseResult::hasSubcommand).isPresent();
        }

        /** What picocli read of the last command that was named; of the program if none was. */
        private Optional<ParseResult> last() {
            Optional<ParseResult> last = result;
            while (last.filter(ParseResult::hasSubcommand).isPresent()) {
                last = last.map(ParseResult::subcommand);
            }
            return last;
        }

        /** The command to run; that of the desk if none was named. */
        Command command() {
            return last().map(read -> (Command) read.commandSpec().userObject()).orElse(root);
        }

        /** Describes the command for its help; present if there are words. */
        Optional<CommandLine> line() {
            return last().map(read -> read.commandSpec().commandLine());
        }

        @Nullable
        String pinFile() {
            return last().map(read -> read.matchedOptionValue(RootCommand.PIN_FILE, root.pinFile()))
                    .orElse(root.pinFile());
        }
    }

    /** In the order of the help. */
    private static Map<String, Class<? extends Command>> commands() {
        Map<String, Class<? extends Command>> commands = new LinkedHashMap<>();
        commands.put("add", AddCommand.class);
        commands.put("import", ImportCommand.class);
        commands.put("watch", WatchCommand.class);
        commands.put("statement", StatementCommand.class);
        commands.put("list", ListCommand.class);
        commands.put("show", ShowCommand.class);
        commands.put("confirm", ConfirmCommand.class);
        commands.put("retry", RetryCommand.class);
        commands.put("resolve", ResolveCommand.class);
        commands.put("answers", AnswersCommand.class);
        commands.put("receipt", ReceiptCommand.class);
        commands.put("read", ReadCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("shift", ShiftCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("support", SupportCommand.class);
        commands.put("send-receipts", SendReceiptsCommand.class);
        commands.put("supervisor", SupervisorCommand.class);
        commands.put("inbox", InboxCommand.class);
        commands.put("gateway", GatewayCommand.class);
        commands.put("update", UpdateCommand.class);
        commands.put("restore", RestoreCommand.class);
        commands.put("move-ledger", MoveLedgerCommand.class);
        commands.put("simulator", SimulatorCommand.class);
        return Collections.unmodifiableMap(commands);
    }

    /** Whether the words contain no command and no request for help. */
    static boolean namesNoCommand(String... args) {
        return named(args).isEmpty() && Collections.disjoint(List.of(args), NO_DESK);
    }

    /** The commands among the words; values of options may be among them. */
    private static List<String> named(String... args) {
        return Arrays.stream(args).filter(COMMANDS::containsKey).distinct().toList();
    }

    static Parsed parse(String... args) {
        if (args.length == 0) {
            return new Parsed(new RootCommand(), Optional.empty());
        }
        Parsed parsed = parse(named(args), args);
        return parsed.root().asksForHelp() || !parsed.errors().isEmpty() ? parse(COMMANDS.keySet(), args) : parsed;
    }

    private static Parsed parse(Collection<String> names, String... args) {
        RootCommand root = new RootCommand();
        return new Parsed(root, Optional.of(describe(root, names).parseArgs(args)));
    }

    /** Describes the whole program. */
    static CommandLine describe() {
        return describe(new RootCommand(), COMMANDS.keySet());
    }

    /**
     * Errors are collected rather than handled by picocli's exception handlers: these run at the first error, when the
     * language option may not have been parsed yet.
     */
    private static CommandLine describe(RootCommand root, Collection<String> names) {
        CommandLine line = new CommandLine(root);
        names.forEach(name -> line.addSubcommand(name, COMMANDS.get(name)));
        line.getCommandSpec().parser().collectErrors(true);
        return line.setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }
}

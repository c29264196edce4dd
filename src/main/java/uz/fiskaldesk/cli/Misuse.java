package uz.fiskaldesk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import uz.fiskaldesk.support.Texts;

/** Says in one sentence what is wrong with a command line. */
final class Misuse {
    private Misuse() {}

    /** What picocli found, of all commands on the line. */
    static List<Exception> errors(ParseResult parsed) {
        List<Exception> errors = new ArrayList<>(parsed.errors());
        if (parsed.hasSubcommand()) {
            errors.addAll(errors(parsed.subcommand()));
        }
        return errors;
    }

    static String sentence(ParameterException e, Texts texts) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, texts);
            case MissingParameterException missing ->
                texts.get(
                        "cli.missing",
                        missing.getMissing().stream().map(Misuse::label).collect(Collectors.joining(", ")),
                        e.getCommandLine().getCommandSpec().qualifiedName());
            case OverwrittenOptionException twice ->
                texts.get("cli.twice", twice.getOverwritten() instanceof OptionSpec option ? option.longestName() : "");
            default -> texts.get("cli.not-understood");
        };
    }

    private static String unmatched(UnmatchedArgumentException e, Texts texts) {
        String first = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
        if (e.isUnknownOption()) {
            return texts.get("cli.unknown-option", first);
        }
        boolean wanted = e.getCommandLine().getSubcommands().isEmpty();
        return texts.get(wanted ? "cli.surplus" : "cli.unknown-command", first);
    }

    private static String label(ArgSpec arg) {
        if (arg instanceof OptionSpec option) {
            return option.arity().max() == 0 ? option.longestName() : option.longestName() + " " + option.paramLabel();
        }
        return arg.paramLabel();
    }
}

package uz.fiskaldesk.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import uz.fiskaldesk.support.Texts;

/** Says in one sentence what is wrong with a command line. */
final class Misuse {
    private Misuse() {}

    /** What picocli found, of all commands on the line; first what is there and unknown, then what is missing. */
    static List<Exception> errors(ParseResult parsed) {
        List<Exception> errors = new ArrayList<>(parsed.errors());
        if (parsed.hasSubcommand()) {
            errors.addAll(errors(parsed.subcommand()));
        }
        errors.sort(Comparator.comparing((Exception e) -> !(e instanceof UnmatchedArgumentException)));
        return errors;
    }

    static String sentence(ParameterException e, Texts texts) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, texts);
            case MissingParameterException missing -> missing(missing, texts);
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

    /** A slip in an option's name is often why a word seems to be missing; picocli then tells of the word alone. */
    private static String missing(MissingParameterException e, Texts texts) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        Optional<String> slip = e.getCommandLine().getParseResult().originalArgs().stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .map(word -> word.replaceFirst("=.*", ""))
                .filter(name -> command.findOption(name) == null)
                .findFirst();
        return slip.map(name -> texts.get("cli.unknown-option", name))
                .orElseGet(() -> texts.get(
                        "cli.missing",
                        e.getMissing().stream().map(Misuse::label).collect(Collectors.joining(", ")),
                        command.qualifiedName()));
    }

    private static String label(ArgSpec arg) {
        if (arg instanceof OptionSpec option) {
            return option.arity().max() == 0 ? option.longestName() : option.longestName() + " " + option.paramLabel();
        }
        return arg.paramLabel();
    }
}

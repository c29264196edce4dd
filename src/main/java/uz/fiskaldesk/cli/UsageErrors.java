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
import uz.fiskaldesk.support.Translations;

/** Formats parse errors of the command line as one sentence. */
final class UsageErrors {
    private UsageErrors() {}

    /** Returns picocli's errors of all commands on the line; unknown arguments before missing ones. */
    static List<Exception> errors(ParseResult parsed) {
        List<Exception> errors = new ArrayList<>(parsed.errors());
        if (parsed.hasSubcommand()) {
            errors.addAll(errors(parsed.subcommand()));
        }
        errors.sort(Comparator.comparing((Exception e) -> !(e instanceof UnmatchedArgumentException)));
        return errors;
    }

    static String sentence(ParameterException e, Translations texts) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, texts);
            case MissingParameterException missing -> missing(missing, texts);
            case OverwrittenOptionException twice ->
                texts.get("cli.twice", twice.getOverwritten() instanceof OptionSpec option ? option.longestName() : "");
            default -> texts.get("cli.not-understood");
        };
    }

    private static String unmatched(UnmatchedArgumentException e, Translations texts) {
        String first = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
        if (e.isUnknownOption()) {
            return texts.get("cli.unknown-option", first);
        }
        boolean takesNoCommand = e.getCommandLine().getSubcommands().isEmpty();
        return texts.get(takesNoCommand ? "cli.surplus" : "cli.unknown-command", first);
    }

    /**
     * Reports an unknown option instead, if there is one: a misspelled option often causes picocli to report a missing
     * parameter only.
     */
    private static String missing(MissingParameterException e, Translations texts) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        Optional<String> unknown = e.getCommandLine().getParseResult().originalArgs().stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .map(word -> word.replaceFirst("=.*", ""))
                .filter(name -> command.findOption(name) == null)
                .findFirst();
        return unknown.map(name -> texts.get("cli.unknown-option", name))
                .orElseGet(() -> texts.get(
                        "cli.missing",
                        e.getMissing().stream().map(UsageErrors::label).collect(Collectors.joining(", ")),
                        command.qualifiedName()));
    }

    private static String label(ArgSpec arg) {
        if (arg instanceof OptionSpec option) {
            return option.arity().max() == 0 ? option.longestName() : option.longestName() + " " + option.paramLabel();
        }
        return arg.paramLabel();
    }
}

package uz.fiskaldesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Compares what the documents claim with the sources: links, commands, options, exit codes and test names. */
class DocumentsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern TEST =
            Pattern.compile("\\b([A-Z]\\w*(?:Test|Fuzz|IT|Benchmark))\\b(?:[.#]([a-z]\\w*)(…)?)?");
    private static final Pattern CALL = Pattern.compile("(?:^|[\\s/])fiskaldesk ([a-z][a-z-]*)(.*)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern EXIT_CODE = Pattern.compile("^\\| (\\d) \\| [^|]+ \\|$", Pattern.MULTILINE);

    private final CommandLine program = new CommandLine(new Root());

    @Test
    void everyLinkLeadsToAFile() {
        List<String> broken = new ArrayList<>();
        documents().forEach((file, text) -> {
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(file.resolveSibling(target))) {
                    broken.add(ROOT.relativize(file) + ": " + target);
                }
            }
        });
        assertThat(broken).isEmpty();
    }

    @Test
    void everyTestThatIsNamedExists() {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        documents().forEach((file, text) -> {
            Matcher test = TEST.matcher(text);
            while (test.find()) {
                String source = sources.get(test.group(1));
                String method = test.group(2);
                boolean abbreviated = test.group(3) != null;
                if (source == null || (method != null && !declares(source, method, abbreviated))) {
                    missing.add(ROOT.relativize(file) + ": " + test.group());
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    private static boolean declares(String source, String method, boolean abbreviated) {
        return Pattern.compile("\\b" + method + (abbreviated ? "" : "\\b"))
                .matcher(source)
                .find();
    }

    @Test
    void everyCommandAndOptionThatIsNamedExists() {
        List<String> unknown = new ArrayList<>();
        documents()
                .forEach((file, text) -> calls(text).forEach(call -> {
                    CommandLine command = program.getSubcommands().get(call.command());
                    if (command == null) {
                        unknown.add(ROOT.relativize(file) + ": " + call);
                        return;
                    }
                    for (String option : options(call.rest())) {
                        if (command.getCommandSpec().findOption(option) == null) {
                            unknown.add(ROOT.relativize(file) + ": " + call.command() + " " + option);
                        }
                    }
                }));
        assertThat(unknown).isEmpty();
    }

    @Test
    void theReadmeNamesEveryCommandAndOption() {
        String readme = read(ROOT.resolve("README.md"));
        Set<String> missing = new TreeSet<>();
        program.getSubcommands().forEach((name, command) -> {
            if (calls(readme).noneMatch(call -> call.command().equals(name))) {
                missing.add(name);
            }
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                    .map(CommandLine.Model.OptionSpec::longestName)
                    .filter(option -> !readme.contains(option))
                    .forEach(option -> missing.add(name + " " + option));
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void theReadmeHasEveryExitCode() {
        Set<Integer> documented = EXIT_CODE
                .matcher(read(ROOT.resolve("README.md")))
                .results()
                .map(row -> Integer.valueOf(row.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented)
                .isEqualTo(Arrays.stream(ExitCode.values())
                        .map(ExitCode::number)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A command line in a document; what follows the command up to the end of the line or of the inline code. */
    private record Call(String command, String rest) {}

    /** Command lines in code blocks, which are indented by four blanks, and in inline code. */
    private static Stream<Call> calls(String text) {
        Stream<String> blocks = text.lines().filter(line -> line.startsWith("    "));
        Stream<String> inline = CODE.matcher(text).results().map(code -> code.group(1));
        return Stream.concat(blocks, inline)
                .flatMap(code -> CALL.matcher(code).results())
                .map(call -> new Call(call.group(1), call.group(2)));
    }

    private static List<String> options(String rest) {
        return OPTION.matcher(rest).results().map(option -> option.group()).toList();
    }

    private static Map<Path, String> documents() {
        Map<Path, String> documents = new HashMap<>();
        documents.put(ROOT.resolve("README.md"), read(ROOT.resolve("README.md")));
        for (String folder : List.of("packaging", ".github")) {
            files(ROOT.resolve(folder), ".md").forEach(file -> documents.put(file, read(file)));
        }
        return documents;
    }

    private static Map<String, String> testSources() {
        return files(ROOT.resolve("src/test/java"), ".java").stream()
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        DocumentsTest::read,
                        (a, b) -> a + b));
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

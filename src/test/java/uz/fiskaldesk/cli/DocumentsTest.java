package uz.fiskaldesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Translations;

/** Compares what the documents claim with the sources: links, commands, options, keys, exit codes, fields and test names. */
class DocumentsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Path DOCS = ROOT.resolve("packaging/docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern TEST =
            Pattern.compile("\\b([A-Z]\\w*[a-z](?:Test|Fuzz|IT|Benchmark))\\b(?:[.#]([a-z]\\w*)(…)?)?");
    private static final Pattern CALL = Pattern.compile("(?:^|[\\s/])fiskaldesk ([a-z][a-z-]*)(.*)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern EXIT_CODE = Pattern.compile("^\\| (\\d) \\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern SETTING = Pattern.compile(
            "^\\| `([a-z]\\w*(?:\\.\\w+)?)` \\| (?:none|`([^`]+)`) \\|.*\\|(?: `(--[a-z-]+)`)? \\|$",
            Pattern.MULTILINE);
    private static final Pattern FIELD_WRITTEN =
            Pattern.compile("(?:Property|Name|put|putArray|putObject|putRawValue|moment)\\((?:json, )?\"([a-zA-Z]+)\"");
    private static final Pattern STAGE = Pattern.compile("packaging/test ([a-z]+)");
    private static final Pattern PROFILE = Pattern.compile("-P([a-z]+)");
    private static final Pattern READ_RATES =
            Pattern.compile("^\\| ([A-Z][\\w ]+) \\| ([\\d.]+ %(?: \\| [\\d.]+ %){3}) \\|", Pattern.MULTILINE);
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*\n]+)\\*\\*");
    private static final Pattern KEY = Pattern.compile("`(Enter|Esc|(?:Ctrl\\+)?F\\d{1,2}|Ctrl\\+[A-Z])`");
    private static final Pattern CLASS =
            Pattern.compile("`(?:[a-z]+/)*([A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:\\.(?!java`)([a-z]\\w+))?`");
    private static final Pattern SHORTCUT = Pattern.compile("[A-Z_]+\\(\"([A-Z][^\" ]+)\", ");

    private final CommandLine program = CommandParser.describe();

    @Test
    void everyLinkLeadsToAFileAndItsHeading() {
        List<String> broken = new ArrayList<>();
        documents().forEach((file, text) -> {
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                if (!link.group(1).contains("://") && !resolves(file, link.group(1))) {
                    broken.add(ROOT.relativize(file) + ": " + link.group(1));
                }
            }
        });
        assertThat(broken).isEmpty();
    }

    private static boolean resolves(Path file, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1
                        || HEADING.matcher(read(target))
                                .results()
                                .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1])));
    }

    /** The anchor that GitHub gives a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @Test
    void everyTestThatIsNamedExists() {
        Map<String, String> sources = sources("src/test/java");
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
    void theReferenceShowsEveryCommandWithItsOptions() {
        String reference = read(DOCS.resolve("commands.md"));
        Set<String> missing = new TreeSet<>();
        optionsOf(program).stream()
                .filter(option -> !reference.contains(option))
                .forEach(missing::add);
        program.getSubcommands().forEach((name, command) -> {
            List<Call> calls =
                    calls(reference).filter(call -> call.command().equals(name)).toList();
            if (calls.isEmpty()) {
                missing.add(name);
            }
            optionsOf(command).stream()
                    .filter(option ->
                            program.getCommandSpec().findOption(option) == null || option.equals(RootCommand.PIN_FILE))
                    .filter(option -> calls.stream()
                            .noneMatch(call -> options(call.rest()).contains(option)))
                    .forEach(option -> missing.add(name + " " + option));
        });
        assertThat(missing).isEmpty();
    }

    private static List<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(CommandLine.Model.OptionSpec::longestName)
                .toList();
    }

    @Test
    void theReferenceHasEveryExitCode() {
        Set<Integer> documented = EXIT_CODE
                .matcher(section("commands.md", "Exit codes"))
                .results()
                .map(row -> Integer.valueOf(row.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented)
                .isEqualTo(Arrays.stream(ExitCode.values())
                        .map(ExitCode::number)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theReferenceHasEveryStateAsTheDeskCallsIt() {
        Translations texts = Translations.in(Language.ENGLISH);
        String states = section("commands.md", "States of a payment");
        for (PaymentState state : PaymentState.values()) {
            String label =
                    texts.get("state." + state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            assertThat(states).contains("| `" + state + "` | " + label);
        }
    }

    /** Classes that write JSON for other programs end in Json; the simulator writes its requests itself. */
    @Test
    void theReferenceHasEveryFieldOfTheJsonOutput() {
        String json = section("commands.md", "JSON");
        Set<String> documented =
                CODE.matcher(json).results().map(code -> code.group(1)).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        Set<String> written = new TreeSet<>(Set.of("history"));
        for (Path file : files(ROOT.resolve("src/main/java"), ".java")) {
            String name = file.getFileName().toString();
            if (name.endsWith("Json.java") || isWrittenBySimulator(file)) {
                Matcher field = FIELD_WRITTEN.matcher(read(file));
                while (field.find()) {
                    written.add(field.group(1));
                    if (documented.stream().noneMatch(code -> code.matches(".*\\b" + field.group(1) + "\\b.*"))) {
                        missing.add(name + ": " + field.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(written).containsAll(firstColumn(json));
    }

    private static boolean isWrittenBySimulator(Path file) {
        return Objects.requireNonNull(file.getParent()).endsWith("simulator")
                && read(file).contains("String toJson()");
    }

    @Test
    void theReferenceHasEveryBehaviourOfTheSimulator() {
        String scenarios = section("commands.md", "Scenarios of the simulator");
        String table = scenarios.substring(scenarios.indexOf("| behaviour |"));
        assertThat(firstColumn(table)).containsExactlyInAnyOrderElementsOf(Scenario.NAMES);
    }

    /** Returns the code spans in the first column of a table. */
    private static List<String> firstColumn(String table) {
        return table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .flatMap(cell -> CODE.matcher(cell).results().map(code -> code.group(1)))
                .toList();
    }

    @Test
    void theTableOfSettingsHasEveryKeyWithItsDefaultAndItsOption() throws ReflectiveOperationException {
        Map<String, String> keys = new TreeMap<>();
        collectKeys(Settings.DEFAULT, "", keys);
        Map<String, String> documented = new TreeMap<>();
        Matcher row = SETTING.matcher(read(DOCS.resolve("settings.md")));
        while (row.find()) {
            documented.put(row.group(1), String.valueOf(row.group(2)));
            if (row.group(3) != null) {
                assertThat(program.getCommandSpec().findOption(row.group(3)))
                        .as(row.group())
                        .isNotNull();
            }
        }
        assertThat(documented).isEqualTo(keys);
    }

    /** Collects the keys as Jackson writes them: a nested record is an object unless it is written as a string. */
    private static void collectKeys(Object settings, String prefix, Map<String, String> keys)
            throws ReflectiveOperationException {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            String key = prefix + (renamed == null ? component.getName() : renamed.value());
            Object value = component.getAccessor().invoke(settings);
            if (value instanceof Record
                    && Arrays.stream(value.getClass().getMethods())
                            .noneMatch(method -> method.isAnnotationPresent(JsonValue.class))) {
                collectKeys(value, key + ".", keys);
            } else {
                keys.put(
                        key,
                        switch (value) {
                            case Duration duration -> String.valueOf(duration.toSeconds());
                            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
                            case List<?> list ->
                                list.stream()
                                        .map(each -> "\"" + each + "\"")
                                        .collect(Collectors.joining(", ", "[", "]"));
                            case null, default -> String.valueOf(value);
                        });
            }
        }
    }

    @Test
    void theStartScriptKnowsEveryCommandAndEveryOptionWithAValue() {
        String script = read(ROOT.resolve("packaging/start"));
        List<String> patterns = script.lines()
                .map(String::strip)
                .filter(line -> line.endsWith(")") && !line.contains("("))
                .flatMap(line ->
                        Arrays.stream(line.substring(0, line.length() - 1).split(" \\| ", -1)))
                .toList();
        assertThat(patterns).containsAll(program.getSubcommands().keySet());
        assertThat(patterns)
                .containsAll(program.getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .map(CommandLine.Model.OptionSpec::longestName)
                        .toList());
    }

    @Test
    void everyStageAndEveryProfileThatIsNamedExists() {
        String script = read(ROOT.resolve("packaging/test"));
        String build = read(ROOT.resolve("pom.xml"));
        List<String> unknown = new ArrayList<>();
        documents().forEach((file, text) -> {
            STAGE.matcher(text)
                    .results()
                    .map(stage -> stage.group(1))
                    .filter(stage -> !script.contains("\n    " + stage + ") timed"))
                    .forEach(unknown::add);
            PROFILE.matcher(text)
                    .results()
                    .map(profile -> profile.group(1))
                    .filter(profile -> !build.contains("<id>" + profile + "</id>"))
                    .forEach(unknown::add);
        });
        assertThat(unknown).isEmpty();
    }

    /** In documents for developers, code that looks like a class or a method must exist. */
    @Test
    void everyClassAndMethodThatIsNamedExists() {
        Map<String, String> sources = sources("src/main/java");
        sources.putAll(sources("src/test/java"));
        List<String> missing = new ArrayList<>();
        for (String page : List.of(
                "README.md",
                ".github/CONTRIBUTING.md",
                "packaging/docs/architecture.md",
                "packaging/docs/quality.md",
                "packaging/docs/reading.md",
                "packaging/docs/reliability.md")) {
            Matcher name = CLASS.matcher(read(ROOT.resolve(page)));
            while (name.find()) {
                String source = sources.get(name.group(1));
                String method = name.group(2);
                if (source == null || (method != null && !declares(source, method, false))) {
                    missing.add(page + ": " + name.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theArchitectureNamesEveryPackage() throws IOException {
        String packages = section("architecture.md", "Packages");
        Path root = ROOT.resolve("src/main/java/uz/fiskaldesk");
        for (Path folder : List.of(root, root.resolve("desk"))) {
            try (Stream<Path> inside = Files.list(folder)) {
                assertThat(inside.filter(Files::isDirectory).map(Path::getFileName))
                        .isNotEmpty()
                        .allMatch(name -> packages.contains("`" + name + "`"));
            }
        }
    }

    @Test
    void theReadmeHasTheReadRatesOfTheLatestBenchmark() {
        Map<String, List<String>> measured = readRates(section("reading.md", "Read rate and time"));
        Map<String, List<String>> quoted = readRates(read(ROOT.resolve("README.md")));
        assertThat(quoted).isNotEmpty();
        assertThat(measured).containsAllEntriesOf(quoted);
    }

    /** Returns the rates of each reader, which are the first four figures of its row. */
    private static Map<String, List<String>> readRates(String text) {
        return READ_RATES
                .matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> List.of(row.group(2).replace(".0 %", " %").split(" \\| ", -1))));
    }

    /** Tags can be moved to other code, commits cannot. */
    @Test
    void everyActionOfTheWorkflowIsPinnedToACommit() {
        assertThat(read(ROOT.resolve(".github/workflows/build.yml")).lines().filter(line -> line.contains("uses:")))
                .isNotEmpty()
                .allMatch(line -> line.matches(" *- uses: [\\w./-]+@[0-9a-f]{40} # v[\\d.]+"));
    }

    @Test
    void everyKeyThatIsNamedIsAShortcutAndTheCashierIsToldOfEachOne() {
        Set<String> shortcuts = SHORTCUT.matcher(
                        read(ROOT.resolve("src/main/java/uz/fiskaldesk/desk/common/Shortcut.java")))
                .results()
                .map(shortcut -> shortcut.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> unknown = new ArrayList<>();
        documents()
                .forEach((file, text) -> KEY.matcher(text)
                        .results()
                        .map(key -> key.group(1))
                        .filter(key -> !shortcuts.contains(key))
                        .forEach(key -> unknown.add(ROOT.relativize(file) + ": " + key)));
        assertThat(unknown).isEmpty();
        for (Path manual : files(DOCS.resolve("manual"), ".md")) {
            if (manual.getFileName().toString().startsWith("cashier.")) {
                String text = read(manual);
                assertThat(shortcuts).allSatisfy(key -> assertThat(text).contains("`" + key + "`"));
            }
        }
    }

    /** In the manuals, bold text is quoted from the language file. */
    @Test
    void theManualsQuoteTheWindow() {
        List<String> wrong = new ArrayList<>();
        Set<String> languages = new TreeSet<>();
        for (Path file : files(DOCS.resolve("manual"), ".md")) {
            String tag = file.getFileName().toString().replaceFirst("^[a-z]+\\.(.*)\\.md$", "$1");
            languages.add(tag);
            String texts = read(ROOT.resolve("src/main/resources/uz/fiskaldesk/support/texts_" + tag + ".properties"));
            BOLD.matcher(read(file))
                    .results()
                    .map(bold -> bold.group(1))
                    .filter(bold -> !texts.contains(bold))
                    .forEach(bold -> wrong.add(file.getFileName() + ": " + bold));
        }
        assertThat(wrong).isEmpty();
        assertThat(languages).contains("en", "ru", "uz", "uz-Cyrl");
    }

    private static String section(String page, String heading) {
        String text = read(DOCS.resolve(page));
        int start = text.indexOf("\n## " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /** A command line in a document, with the rest of the line or code span. */
    private record Call(String command, String rest) {}

    /** Finds command lines in indented code blocks and in code spans. */
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

    private static Map<String, String> sources(String folder) {
        return files(ROOT.resolve(folder), ".java").stream()
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

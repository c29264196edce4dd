import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Generates the man pages, as AsciiDoc, and the shell completion from the commands of the program, so that they cannot
 * differ from it. Maven runs it with the program's classes on the class path; the AsciiDoctor plugin then makes man pages
 * of the AsciiDoc.
 */
final class MakeManPages {
    private static final String NAME = "fiskaldesk";
    private static final Pattern EXIT_CODE = Pattern.compile("\\| (\\d) \\| ([^|]+) \\|");

    private MakeManPages() {}

    /**
     * @param arguments the version; the language file that the descriptions refer to; the page with the table of exit
     *     codes; the folder for the AsciiDoc; and the file for the completion
     */
    public static void main(String[] arguments) throws Exception {
        // The class is not public.
        Method parser = Class.forName("uz.fiskaldesk.cli.CommandParser").getDeclaredMethod("describe");
        parser.setAccessible(true);
        CommandLine program = (CommandLine) parser.invoke(null);
        try (Reader texts = Files.newBufferedReader(Path.of(arguments[1]))) {
            program.setResourceBundle(new PropertyResourceBundle(texts));
        }
        describe(program, "FiskalDesk " + arguments[0], exitCodes(Path.of(arguments[2])));
        Path pages = Path.of(arguments[3]);
        deleteAll(pages);
        int code = ManPageGenerator.generateManPage(
                Files.createDirectories(pages).toFile(), null, new boolean[0], false, specs(program));
        if (code != 0) {
            throw new IOException("no man pages were generated, code " + code);
        }
        Path completion = Path.of(arguments[4]);
        Files.createDirectories(completion.getParent());
        Files.writeString(completion, AutoComplete.bash(NAME, program));
    }

    private static void describe(CommandLine command, String version, Map<String, String> exitCodes) {
        command.getCommandSpec()
                .version(version)
                .usageMessage()
                .exitCodeListHeading("Exit status%n")
                .exitCodeList(exitCodes);
        command.getSubcommands().values().forEach(each -> describe(each, version, exitCodes));
    }

    /** Reads rows such as {@code | 3 | outcome unknown |}. */
    private static Map<String, String> exitCodes(Path page) throws IOException {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = EXIT_CODE.matcher(line);
            if (row.matches()) {
                codes.put(row.group(1), row.group(2).replace("`", ""));
            }
        }
        return codes;
    }

    /** The program and its commands: the generator writes a page for each that is named. */
    private static CommandSpec[] specs(CommandLine program) {
        List<CommandSpec> specs = new ArrayList<>(List.of(program.getCommandSpec()));
        program.getSubcommands().values().forEach(command -> specs.add(command.getCommandSpec()));
        return specs.toArray(CommandSpec[]::new);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

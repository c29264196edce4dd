package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.cli.Commands;
import uz.fiskaldesk.cli.Program;

/** Tests what all commands have in common: options, help, usage errors and languages. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder);
    }

    @Test
    void printsItsVersion() {
        assertThat(terminal.exactly("--version").done().out()).matches("FiskalDesk \\d+\\.\\d+\\.\\d+.*\n");
    }

    @Test
    void javaFxIsStartedInAdvanceOnlyForTheDesk() {
        assertThat(Program.opensDesk()).isTrue();
        assertThat(Program.opensDesk("--training", "--data-dir", "till 3")).isTrue();
        assertThat(Program.opensDesk("--data-dir", "till 3", "list")).isFalse();
        assertThat(Program.opensDesk("--help")).isFalse();
        assertThat(Program.opensDesk("--lang", "ru", "--version")).isFalse();
    }

    @Test
    void helpListsEveryCommandAndChangesNothing() throws Exception {
        Terminal.Run help = terminal.run("--help").done();
        assertThat(help.out())
                .contains(Commands.names())
                .contains("--training", "--data-dir", "--ledger", "--api", "--timeout", "--lang")
                .doesNotContain("cli.help", "${");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("uz.fiskaldesk.cli.Commands#names")
    void everyCommandHasHelpInEveryLanguage(String command) {
        String english = terminal.run(command, "--help", "--lang", "en").done().out();
        assertThat(english).contains("fiskaldesk " + command).doesNotContain("cli.help", "${", "{0}");
        assertThat(List.of("uz", "uz-Cyrl", "ru"))
                .allSatisfy(language -> assertThat(terminal.run(command, "--help", "--lang", language)
                                .done()
                                .out())
                        .doesNotContain("cli.help", "${", "{0}")
                        .isNotEqualTo(english));
    }

    @Test
    void commonOptionsMayPrecedeOrFollowTheCommand() {
        String data = folder.toString();
        terminal.exactly("--data-dir", data, "--lang", "en", "add", Payments.FIRST)
                .done();
        terminal.exactly("add", Payments.SECOND, "--data-dir", data, "--lang=en")
                .done();
        assertThat(terminal.exactly("list", "--json", "--data-dir=" + data)
                        .done()
                        .lines())
                .hasSize(2);
    }

    @Test
    void refusesUnknownArguments() {
        terminal.run("--nonsense").refused(2, "There is no option --nonsense");
        terminal.run("list", "--nonsense").refused(2, "There is no option --nonsense");
        terminal.run("frobnicate").refused(2, "There is no command frobnicate");
        terminal.run("confirm").refused(2, "Missing: <transaction-id>; fiskaldesk confirm --help");
        terminal.run("show", Payments.FIRST, Payments.SECOND).refused(2, "one word too many: " + Payments.SECOND);
        terminal.run("confirm", Payments.FIRST, "--receipt").refused(2, "--receipt");
        terminal.run("export", "file.csv").refused(2, "Missing: --format csv|xlsx|json");
        terminal.run("list", "--json", "--json").refused(2, "The option --json is given twice");
        terminal.run("list", "--training").refused(2, "There is no option --training");
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }

    @Test
    void trainingSamplesCannotBeSent() {
        terminal.run("--training", "retry", "--all").refused(2, "--training opens the desk");
        terminal.run("--training", "list").refused(2, "--training opens the desk");
        assertThat(folder.resolve("training")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --lang    | de                   | There is no language de; it is uz, uz-Cyrl, ru or en.
            --timeout | soon                 | The timeout soon is not a number of seconds
            --timeout | 0                    | The timeout 0 is not a number of seconds
            --timeout | -5                   | The timeout -5 is not a number of seconds
            --timeout | 601                  | The timeout 601 is not a number of seconds
            --timeout | 1e2                  | The timeout 1e2 is not a number of seconds
            --api     | fiscal box           | The address fiscal box is not one such as
            --api     | ftp://fiscalbox      | The address ftp://fiscalbox is not one such as
            --api     | http://u:p@fiscalbox | The address http://***@fiscalbox is not one such as
            --ledger  | ledger.db            | The ledger ledger.db is not a JDBC URL
            """)
    void refusesInvalidOptionValues(String option, String value, String sentence) {
        terminal.run("list", option, value).refused(2, sentence);
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }

    @Test
    void aBlankDataFolderIsRefused() {
        terminal.exactly("list", "--data-dir", "").refused(2, "folder");
        assertThat(folder.resolve(".local")).doesNotExist();
    }

    @Test
    void theLedgerMayBeOutsideTheDataFolder(@TempDir Path elsewhere) {
        String url = "jdbc:sqlite:" + elsewhere.resolve("other.db");
        terminal.run("add", Payments.FIRST, "--ledger", url).done();
        assertThat(elsewhere.resolve("other.db")).isRegularFile();
        assertThat(folder.resolve("ledger.db")).doesNotExist();
        assertThat(terminal.run("list", "--json").done().out()).isEmpty();
    }

    @Test
    void invalidAddressesAreRefused() {
        terminal.run("list", "--ledger", "jdbc:oracle:thin:@db").refused(2, "jdbc:oracle:thin:@db");
        terminal.run("list", "--ledger", "ledger.db").refused(2, "ledger.db");
        terminal.run("check", "--api", "garbage").refused(2, "garbage");
        terminal.run("check", "--api", "ftp://x").refused(2, "ftp://x");
    }

    @ParameterizedTest
    @CsvSource({"uz, roʻyxatda yoʻq", "uz-Cyrl, рўйхатда йўқ", "ru, нет в списке", "en, not on the list"})
    void usesTheRequestedLanguage(String language, String words) {
        terminal.run("show", Payments.FIRST, "--lang", language).refused(2, words);
    }

    /** The JVM itself determines other locales. */
    @ParameterizedTest
    @CsvSource({"uz_UZ.UTF-8, roʻyxatda yoʻq", "uz_UZ@cyrillic, рўйхатда йўқ"})
    void usesTheSystemLanguageByDefault(String lang, String words) {
        terminal.with(Map.of("LANG", lang)).run("show", Payments.FIRST).refused(2, words);
    }

    @Test
    void errorsUseTheRequestedLanguage() {
        terminal.run("list", "--lang", "ru", "--timeout", "soon").refused(2, "soon");
        assertThat(terminal.run("list", "--lang", "ru", "--nonsense").err()).contains("Нет");
    }
}

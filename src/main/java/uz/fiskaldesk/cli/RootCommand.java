package uz.fiskaldesk.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Translations;

/** The root command, which opens the desk. Its options except one may precede or follow any command. */
@CommandLine.Command(
        name = "fiskaldesk",
        description = "${bundle:cli.help.program}",
        customSynopsis = "fiskaldesk [--training]%n  fiskaldesk <command> …")
final class RootCommand implements Command {
    /** Precedes the command; commands that need the PIN themselves have the same option. */
    static final String PIN_FILE = "--pin-file";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,4}(\\.\\d{1,3})?");

    @Option(names = "--training", description = "${bundle:cli.help.training}")
    private boolean training;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "${bundle:cli.help.data-dir}")
    private @Nullable String dataDir;

    @Option(
            names = "--ledger",
            paramLabel = "JDBC-URL",
            scope = ScopeType.INHERIT,
            description = "${bundle:cli.help.ledger}")
    private @Nullable String ledger;

    @Option(names = "--api", paramLabel = "URL", scope = ScopeType.INHERIT, description = "${bundle:cli.help.api}")
    private @Nullable String api;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "${bundle:cli.help.timeout}")
    private @Nullable String timeout;

    @Option(
            names = "--lang",
            paramLabel = "uz|uz-Cyrl|ru|en",
            scope = ScopeType.INHERIT,
            description = "${bundle:cli.help.lang}")
    private @Nullable String lang;

    @Option(names = PIN_FILE, paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "${bundle:cli.help.help}")
    private boolean help;

    @Option(
            names = Program.VERSION,
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "${bundle:cli.help.version}")
    private boolean version;

    @Nullable
    String pinFile() {
        return pinFile;
    }

    boolean training() {
        return training;
    }

    boolean asksForHelp() {
        return help;
    }

    boolean asksForVersion() {
        return version;
    }

    /** Returns the valid options; invalid ones are omitted, so that they can be reported in the right language. */
    CommonOptions options() {
        return new CommonOptions(training, dataDirOrNull(), ledger, apiOrNull(), timeoutOrNull(), languageOrNull());
    }

    /** Returns the sentence about the first invalid option; null if all are valid. */
    @Nullable
    Function<Translations, String> problem() {
        if (lang != null && languageOrNull() == null) {
            return wrong("cli.wrong.lang", lang);
        }
        if (timeout != null && timeoutOrNull() == null) {
            return wrong("cli.wrong.timeout", timeout);
        }
        if (api != null && apiOrNull() == null) {
            return wrong("cli.wrong.api", api);
        }
        if (dataDir != null && dataDirOrNull() == null) {
            return wrong("cli.wrong.data-dir", dataDir);
        }
        if (ledger != null && !SqliteLedger.isUrl(ledger) && !PostgresLedger.isUrl(ledger)) {
            return wrong("cli.wrong.ledger", ledger);
        }
        if (training && (ledger != null || api != null)) {
            return wrong("cli.wrong.training", ledger == null ? "--api" : "--ledger");
        }
        return null;
    }

    private static Function<Translations, String> wrong(String key, String value) {
        return texts -> texts.get(key, value);
    }

    private @Nullable Path dataDirOrNull() {
        try {
            return dataDir == null || dataDir.isBlank() ? null : Path.of(dataDir);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private @Nullable FiscalBoxAddress apiOrNull() {
        return api == null ? null : FiscalBoxAddress.parse(api).orElse(null);
    }

    private @Nullable Duration timeoutOrNull() {
        if (timeout == null || !SECONDS.matcher(timeout).matches()) {
            return null;
        }
        Duration duration = Duration.ofMillis(Math.round(Double.parseDouble(timeout) * 1000));
        return duration.isZero() || duration.compareTo(Settings.LONGEST_TIMEOUT) > 0 ? null : duration;
    }

    private @Nullable Language languageOrNull() {
        return lang == null ? null : Language.ofTag(lang).orElse(null);
    }

    /** The desk asks in its window because a user who started it from a shortcut sees no terminal. */
    @Override
    public boolean asksForPinItself() {
        return true;
    }

    @Override
    public ExitCode run(Services services, Output output) {
        return services.openDesk();
    }
}

package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.intake.ColumnMapping;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.IntakeMessages;

/** {@code fiskaldesk import}: adds the payments of files to the list. A refused file or row does not affect others. */
@CommandLine.Command(description = "${bundle:cli.help.import}")
final class ImportCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(ImportCommand.class);

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "${bundle:cli.help.import.file}")
    private List<String> files = new ArrayList<>();

    @Option(names = "--columns", paramLabel = "NAME=FIELD,…", description = "${bundle:cli.help.import.columns}")
    private List<String> columns = new ArrayList<>();

    private boolean anyIn;
    private boolean anyRefused;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Arguments arguments = new Arguments(services.translations());
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            paths.add(arguments.path(file));
        }
        Import imports = new Import(services.ledger(), services.receipts(), services.operator(), services.providers());
        Function<List<String>, ColumnMapping> mappings = ColumnOption.mappings(Use.IMPORT, columns, services);
        for (Path path : paths) {
            take(path, imports, mappings, services, output);
        }
        if (!anyRefused) {
            return ExitCode.DONE;
        }
        return anyIn ? ExitCode.PARTLY : ExitCode.REFUSED;
    }

    private void take(
            Path path,
            Import imports,
            Function<List<String>, ColumnMapping> mappings,
            Services services,
            Output output) {
        Translations texts = services.translations();
        IntakeMessages messages = new IntakeMessages(texts);
        try {
            Import.Summary summary = imports.importFile(path, mappings, new Import.Listener() {
                @Override
                public void row(RowReport row) {
                    anyIn |= row.isAccepted();
                    anyRefused |= !row.isAccepted();
                    report(path, row, texts, messages, output);
                }

                @Override
                public void progress(long rows, long of) {
                    if (services.hasTerminal()) {
                        output.progress(texts.get("cli.import.progress", path, rows, of));
                    }
                }
            });
            output.progress("");
            output.result(texts.get("cli.import.summary", path, summary.taken(), summary.known(), summary.refused()));
            if (!summary.ignoredColumns().isEmpty()) {
                output.say(texts.get("cli.import.ignored", path, String.join(", ", summary.ignoredColumns())));
            }
        } catch (ImportFileException e) {
            LOG.warn("Import of {} failed", path, e);
            output.say(messages.broken(e, path.toString()) + ".");
            anyRefused = true;
        }
    }

    private static void report(Path path, RowReport row, Translations texts, IntakeMessages messages, Output output) {
        if (row.result() == Result.TAKEN && row.remarks().isEmpty()) {
            return;
        }
        String key = switch (row.result()) {
            case TAKEN -> "cli.import.taken-but";
            case KNOWN -> row.remarks().isEmpty() ? "cli.import.known" : "cli.import.known-but";
            case REFUSED -> "cli.import.refused";
        };
        String id = row.transactionId() == null ? "—" : row.transactionId();
        String why = row.remarks().stream().map(messages::problem).collect(Collectors.joining("; "));
        output.result(texts.get(key, path, row.line(), id, why));
    }
}

package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.intake.StatementCheck;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.report.ExportFormat;
import uz.fiskaldesk.report.StatementFile;
import uz.fiskaldesk.report.StatementJson;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.IntakeMessages;

/** {@code fiskaldesk statement}: compares a statement of a provider or a bank with the list. */
@CommandLine.Command(description = "${bundle:cli.help.statement}")
final class StatementCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(StatementCommand.class);

    @Parameters(paramLabel = "FILE", description = "${bundle:cli.help.statement.file}")
    private String file = "";

    @Option(names = "--columns", paramLabel = "NAME=FIELD,…", description = "${bundle:cli.help.import.columns}")
    private List<String> columns = new ArrayList<>();

    @Option(names = "--json", description = "${bundle:cli.help.show.json}")
    private boolean json;

    @Option(names = "--export", paramLabel = "FILE", description = "${bundle:cli.help.statement.export}")
    private @Nullable String export;

    @Option(names = "--force", description = "${bundle:cli.help.export.force}")
    private boolean force;

    @Option(names = "--add", description = "${bundle:cli.help.statement.add}")
    private boolean add;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        IntakeMessages messages = new IntakeMessages(texts);
        Arguments arguments = new Arguments(texts);
        Path statement = arguments.path(file);
        OutputFile target = export == null ? null : target(arguments.path(export), services);
        StatementReport report;
        try {
            report = new StatementCheck(add ? services.ledger() : services.ledgerForReading(), services.providers())
                    .check(statement, ColumnOption.mappings(Use.STATEMENT, columns, services));
        } catch (ImportFileException e) {
            LOG.warn("The statement {} cannot be read", statement, e);
            throw new RefusedException(messages.broken(e, statement.toString()) + ".");
        }
        if (json) {
            output.json(StatementJson.of(report));
        } else {
            messages.lines(report).forEach(output::result);
        }
        if (target != null) {
            ExportFormat format = ExportFormat.of(target.path()).orElseThrow();
            target.write((path, replaces) -> {
                StatementFile.write(format, report, path, replaces);
                return path;
            });
        }
        if (add) {
            add(report, services, messages, output);
        }
        return report.agrees() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private void add(StatementReport report, Services services, IntakeMessages messages, Output output)
            throws RefusedException {
        Import imports = new Import(services.ledger(), services.receipts(), services.operator(), services.providers());
        List<RowReport> added = imports.addMissing(report.addable(), report.name());
        output.say(services.translations()
                .get(
                        "statement.added",
                        added.stream().filter(RowReport::isAccepted).count()));
        added.stream().filter(row -> !row.isAccepted()).forEach(row -> output.say(messages.row(row)));
    }

    private OutputFile target(Path target, Services services) throws RefusedException {
        if (ExportFormat.of(target).isEmpty()) {
            throw new RefusedException(services.translations().get("cli.wrong.format", target));
        }
        return OutputFile.check(target, force, services);
    }
}

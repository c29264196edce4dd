package uz.fiskaldesk.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.report.Export;
import uz.fiskaldesk.report.ExportFormat;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk export}: writes payments to a file, oldest first. */
@CommandLine.Command(description = "${bundle:cli.help.export}")
final class ExportCommand implements Command {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("[uuuu-MM-dd][dd.MM.uuuu]", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    @Option(
            names = "--format",
            required = true,
            paramLabel = "csv|xlsx|json",
            description = "${bundle:cli.help.export.format}")
    private String format = "";

    @Option(names = "--from", paramLabel = "D", description = "${bundle:cli.help.export.from}")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "D", description = "${bundle:cli.help.export.to}")
    private @Nullable String to;

    @Option(names = "--force", description = "${bundle:cli.help.export.force}")
    private boolean force;

    @Parameters(paramLabel = "FILE", description = "${bundle:cli.help.export.file}")
    private String file = "";

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        ExportFormat kind = ExportFormat.ofName(format)
                .orElseThrow(() -> new RefusedException(texts.get("cli.wrong.format", format)));
        LocalDate first = day(from, texts);
        LocalDate last = day(to, texts);
        if (first != null && last != null && first.isAfter(last)) {
            throw new RefusedException(texts.get("cli.export.days", String.valueOf(from), String.valueOf(to)));
        }
        LedgerQuery query = LedgerQuery.ALL
                .between(start(first), start(last == null ? null : last.plusDays(1)))
                .fromTheOldest();
        OutputFile target = OutputFile.check(new Arguments(texts).path(file), force, services);
        Ledger ledger = services.ledgerForReading();
        Export export = new Export(ledger);
        long count = target.write((path, replaces) -> export.write(kind, query, path, replaces));
        output.result(texts.get("cli.export.done", count, target.path()));
        return LeftOut.report(ledger, services, output);
    }

    private static @Nullable LocalDate day(@Nullable String text, Translations texts) throws RefusedException {
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text, DAY);
        } catch (DateTimeParseException e) {
            throw new RefusedException(texts.get("cli.wrong.day", text));
        }
    }

    /** Days start at midnight in Tashkent. */
    private static @Nullable Instant start(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(Formats.TASHKENT).toInstant();
    }
}

package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.report.ShiftFile;
import uz.fiskaldesk.report.ShiftJson;
import uz.fiskaldesk.report.ShiftTables;
import uz.fiskaldesk.shift.ShiftReport;
import uz.fiskaldesk.shift.Shifts;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk shift}: reports on the shift; with {@code --close}, sends what is ready and closes it. */
@CommandLine.Command(description = "${bundle:cli.help.shift}")
final class ShiftCommand implements Command {
    @Option(names = "--close", description = "${bundle:cli.help.shift.close}")
    private boolean close;

    @Option(names = "--last", description = "${bundle:cli.help.shift.last}")
    private boolean last;

    @Option(names = "--note", paramLabel = "TEXT", description = "${bundle:cli.help.shift.note}")
    private @Nullable String note;

    @Option(names = "--save", paramLabel = "FILE", description = "${bundle:cli.help.shift.save}")
    private @Nullable String save;

    @Option(names = "--force", description = "${bundle:cli.help.export.force}")
    private boolean force;

    @Option(names = "--json", description = "${bundle:cli.help.shift.json}")
    private boolean json;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        if (last && close) {
            throw new RefusedException(texts.get("cli.shift.last-or-close"));
        }
        if (note != null && !close) {
            throw new RefusedException(texts.get("cli.shift.note-needs-close"));
        }
        if (note != null && note.strip().length() > Shifts.LONGEST_NOTE) {
            throw new RefusedException(texts.get("shift.note-too-long", Shifts.LONGEST_NOTE));
        }
        // Refused before anything is sent or recorded.
        OutputFile target = save == null ? null : target(services, save);
        Ledger ledger = close ? services.ledger() : services.ledgerForReading();
        Shifts shifts = new Shifts(ledger, services.operator());
        if (close) {
            return close(shifts, services, output, target).or(LeftOut.report(ledger, services, output));
        }
        ShiftReport report = last
                ? shifts.lastReport().orElseThrow(() -> new RefusedException(texts.get("cli.shift.none-closed")))
                : shifts.report();
        print(report, services, output, target);
        return LeftOut.report(ledger, services, output);
    }

    private ExitCode close(Shifts shifts, Services services, Output output, @Nullable OutputFile target)
            throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        Act previous = shifts.lastClosing().orElse(null);
        ExitCode sent =
                RetryCommand.sendAll(Set.of(PaymentState.READY), services, json ? output.messagesOnly() : output);
        return switch (shifts.close(previous, note)) {
            case Shifts.Closing.Closed closed -> {
                output.say(texts.get("shift.closed", closed.report().open().count()));
                print(closed.report(), services, output, target);
                yield sent;
            }
            case Shifts.Closing.ClosedBefore before ->
                throw new RefusedException(texts.get(
                        "shift.closed-before",
                        before.by().who(),
                        Formats.dateTime(before.by().at())));
        };
    }

    private OutputFile target(Services services, String file) throws RefusedException {
        Translations texts = services.translations();
        Path target = new Arguments(texts).path(file);
        if (ShiftFile.of(target).isEmpty()) {
            throw new RefusedException(texts.get("cli.shift.format", target));
        }
        return OutputFile.check(target, force, services);
    }

    private void print(ShiftReport report, Services services, Output output, @Nullable OutputFile target)
            throws RefusedException {
        Translations texts = services.translations();
        ShiftTables tables = new ShiftTables(report, services.messages(), services.operator());
        if (json) {
            output.json(ShiftJson.line(report));
        } else {
            print(tables, output);
        }
        if (target != null) {
            ShiftFile format = ShiftFile.of(target.path()).orElseThrow();
            Path written = target.write((path, replaces) -> {
                format.write(tables, path, replaces);
                return path;
            });
            output.say(texts.get("shift.saved", written));
        }
    }

    private static void print(ShiftTables tables, Output output) {
        output.result(tables.title());
        tables.totals().forEach(total -> output.result("  " + String.join("  ", total)));
        tables.notes().forEach(output::result);
        output.result("");
        for (ShiftTables.Table table : tables.details()) {
            output.result(table.title());
            output.result("  " + String.join("  ", table.header()).strip());
            for (List<ShiftTables.Cell> row : table.rows()) {
                output.result("  "
                        + row.stream()
                                .map(ShiftTables.Cell::text)
                                .collect(Collectors.joining("  "))
                                .strip());
            }
            output.result("");
        }
        tables.footer().forEach(output::result);
    }
}

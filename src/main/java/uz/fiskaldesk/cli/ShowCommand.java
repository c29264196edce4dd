package uz.fiskaldesk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.report.PaymentJson;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk show}: prints one payment with its attempts and acts. */
@CommandLine.Command(description = "${bundle:cli.help.show}")
final class ShowCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "<transaction-id>", description = "${bundle:cli.help.transaction-id}")
    private @Nullable String transactionId;

    @Option(names = "--json", description = "${bundle:cli.help.show.json}")
    private boolean json;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        if (transactionId == null) {
            showList(services, output);
            return ExitCode.DONE;
        }
        Translations texts = services.translations();
        Arguments arguments = new Arguments(texts);
        arguments.transaction(transactionId, services.providers());
        Ledger ledger = services.ledgerForReading();
        LedgerEntry entry = arguments.entry(transactionId, services.providers(), ledger);
        List<Attempt> attempts = ledger.attempts(entry);
        List<Act> acts = ledger.acts(entry);
        if (json) {
            output.json(PaymentJson.withHistory(entry, attempts, acts));
            return ExitCode.DONE;
        }
        PaymentLines lines = new PaymentLines(services);
        lines.facts(entry).forEach(output::result);
        if (!attempts.isEmpty()) {
            output.result("");
            output.result(texts.get("cli.show.attempts"));
            attempts.forEach(attempt -> output.result("  " + lines.attempt(attempt)));
        }
        if (!acts.isEmpty()) {
            output.result("");
            output.result(texts.get("cli.show.acts"));
            acts.forEach(act -> output.result("  " + lines.act(act)));
        }
        return ExitCode.DONE;
    }

    /** What was done to the list itself. */
    private void showList(Services services, Output output) {
        List<Act> acts = services.ledgerForReading().acts();
        if (json) {
            output.json(PaymentJson.historyOfList(acts));
            return;
        }
        PaymentLines lines = new PaymentLines(services);
        output.result(services.translations().get(acts.isEmpty() ? "cli.show.no-list-acts" : "cli.show.list-acts"));
        acts.forEach(act -> output.result("  " + lines.act(act)));
    }
}

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
import uz.fiskaldesk.support.Texts;

/** {@code fiskaldesk show}: prints one payment with its attempts and acts. */
@CommandLine.Command(name = "show", description = "${bundle:cli.help.show}")
final class ShowCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "<transaction-id>", description = "${bundle:cli.help.transaction-id}")
    private @Nullable String transactionId;

    @Option(names = "--json", description = "${bundle:cli.help.show.json}")
    private boolean json;

    @Override
    public ExitCode run(Services services, Screen screen) throws RefusedException {
        if (transactionId == null) {
            showList(services, screen);
            return ExitCode.DONE;
        }
        Texts texts = services.texts();
        Inputs inputs = new Inputs(texts);
        inputs.transaction(transactionId);
        Ledger ledger = services.ledgerForReading();
        LedgerEntry entry = inputs.entry(transactionId, ledger);
        List<Attempt> attempts = ledger.attempts(entry);
        List<Act> acts = ledger.acts(entry);
        if (json) {
            screen.json(PaymentJson.withHistory(entry, attempts, acts));
            return ExitCode.DONE;
        }
        Lines lines = new Lines(services);
        lines.facts(entry).forEach(screen::result);
        if (!attempts.isEmpty()) {
            screen.result("");
            screen.result(texts.get("cli.show.attempts"));
            attempts.forEach(attempt -> screen.result("  " + lines.attempt(attempt)));
        }
        if (!acts.isEmpty()) {
            screen.result("");
            screen.result(texts.get("cli.show.acts"));
            acts.forEach(act -> screen.result("  " + lines.act(act)));
        }
        return ExitCode.DONE;
    }

    /** What was done to the list itself. */
    private void showList(Services services, Screen screen) {
        List<Act> acts = services.ledgerForReading().acts();
        if (json) {
            screen.json(PaymentJson.historyOfList(acts));
            return;
        }
        Lines lines = new Lines(services);
        screen.result(services.texts().get(acts.isEmpty() ? "cli.show.no-list-acts" : "cli.show.list-acts"));
        acts.forEach(act -> screen.result("  " + lines.act(act)));
    }
}

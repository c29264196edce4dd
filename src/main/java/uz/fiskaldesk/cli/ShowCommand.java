package uz.fiskaldesk.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.report.PaymentJson;
import uz.fiskaldesk.support.Texts;

/** {@code fiskaldesk show}: one payment with its attempts and acts. */
@CommandLine.Command(
        name = "show",
        description = "${bundle:cli.help.show}",
        synopsisHeading = "",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n")
final class ShowCommand implements Command {
    @Parameters(paramLabel = "<transaction-id>", description = "${bundle:cli.help.transaction-id}")
    private String transactionId = "";

    @Option(names = "--json", description = "${bundle:cli.help.show.json}")
    private boolean json;

    @Override
    public ExitCode run(Services services, Screen screen) throws RefusedException {
        Texts texts = services.texts();
        Inputs inputs = new Inputs(texts);
        inputs.transaction(transactionId);
        Ledger ledger = services.ledger();
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
}

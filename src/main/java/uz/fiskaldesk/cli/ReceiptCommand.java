package uz.fiskaldesk.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.wording.Messages;

/** {@code fiskaldesk receipt}: validates the text of a receipt. Uses neither the ledger nor FiscalBox. */
@CommandLine.Command(name = "receipt", description = "${bundle:cli.help.receipt}")
final class ReceiptCommand implements Command {
    @Parameters(paramLabel = "TEXT", description = "${bundle:cli.help.receipt.text}")
    private String text = "";

    @Option(names = "--json", description = "${bundle:cli.help.receipt.json}")
    private boolean json;

    @Override
    public ExitCode run(Services services, Output output) {
        ReceiptReading reading = services.receipts().read(text);
        if (json) {
            output.json(ReadingJson.verdict(reading));
        } else {
            inWords(reading, services, output);
        }
        return reading instanceof ReceiptReading.Accepted ? ExitCode.DONE : ExitCode.NO_RECEIPT;
    }

    private static void inWords(ReceiptReading reading, Services services, Output output) {
        Messages messages = services.messages();
        switch (reading) {
            case ReceiptReading.Refused refused ->
                output.result(services.translations().get("cli.receipt.refuse", messages.refusal(refused.reason())));
            case ReceiptReading.Accepted accepted -> {
                List<ReceiptWarning> warnings = accepted.warnings();
                output.result(services.translations()
                        .get(warnings.isEmpty() ? "cli.receipt.accept" : "cli.receipt.warn", accepted.text()));
                warnings.forEach(warning -> output.result(messages.warning(warning, null)));
                if (accepted.layoutRepaired()) {
                    output.say(services.translations().get("cli.layout-repaired"));
                }
            }
        }
    }
}

package uz.fiskaldesk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.wording.Messages;

/**
 * {@code fiskaldesk receipt}: validates the text of a receipt, or the till's last receipt. Changes and sends nothing. The
 * ledger is only used for {@code --match}, and FiscalBox only for {@code --last}.
 */
@CommandLine.Command(description = "${bundle:cli.help.receipt}")
final class ReceiptCommand implements Command {
    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--json", description = "${bundle:cli.help.receipt.json}")
    private boolean json;

    @Mixin
    private Proposals proposals = new Proposals();

    /** Either is given. */
    private static final class Source {
        @Parameters(paramLabel = "TEXT", arity = "0..1", description = "${bundle:cli.help.receipt.text}")
        private @Nullable String text;

        @Option(names = "--last", description = "${bundle:cli.help.receipt.last}")
        private boolean last;
    }

    @Override
    public ExitCode run(Services services, Output output) {
        return source.last
                ? last(services, output)
                : show(source.text == null ? "" : source.text, null, services, output);
    }

    private ExitCode last(Services services, Output output) {
        Messages messages = services.messages();
        return switch (services.fiscalBox().lastReceipt()) {
            case LastReceipt.Printed printed
            when printed.refund() -> {
                output.say(services.translations().get("last-receipt.refund"));
                yield ExitCode.NO_RECEIPT;
            }
            case LastReceipt.Printed printed -> show(printed.link(), printed, services, output);
            case LastReceipt.None _ -> {
                output.say(services.translations().get("last-receipt.none"));
                yield ExitCode.NO_RECEIPT;
            }
            case LastReceipt.Trouble(Answer said) -> {
                String advice = services.translations()
                        .get(Advice.onCode(said.code(), said.message()).key());
                output.say(advice + " " + services.translations().get("standing.said", messages.rawAnswer(said)));
                yield ExitCode.REJECTED;
            }
            case LastReceipt.Down _ -> {
                output.say(services.translations().get("last-receipt.down"));
                yield ExitCode.NOT_SENT;
            }
        };
    }

    private ExitCode show(String text, LastReceipt.@Nullable Printed printed, Services services, Output output) {
        ReceiptReading reading = services.receipts().read(text);
        List<Proposal> found = reading instanceof ReceiptReading.Accepted accepted
                ? proposals.of(accepted.receipt(), printed, services)
                : List.of();
        if (json) {
            output.json(ReadingJson.verdict(reading, printed, proposals.areWanted() ? found : null));
        } else {
            inWords(reading, services, output);
            if (printed != null && printed.total() != null) {
                output.result(services.translations()
                        .get("cli.receipt.sum", services.messages().amount(printed.total())));
            }
            if (reading instanceof ReceiptReading.Accepted) {
                proposals.print(found, services, output);
            }
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

package uz.fiskaldesk.cli;

import picocli.CommandLine;
import uz.fiskaldesk.confirm.FiscalApi.Submission;

/** {@code fiskaldesk send-receipts}: makes FiscalBox send its stored receipts to the tax office. */
@CommandLine.Command(description = "${bundle:cli.help.send-receipts}")
final class SendReceiptsCommand implements Command {
    @Override
    public ExitCode run(Services services, Output output) {
        Submission answer = services.fiscalBox().sendReceipts();
        output.result(services.messages().submission(answer));
        return switch (answer) {
            case Submission.Done _ -> ExitCode.DONE;
            case Submission.Refused _ -> ExitCode.REJECTED;
            case Submission.Down _ -> ExitCode.NOT_SENT;
        };
    }
}

package uz.fiskaldesk.cli;

import picocli.CommandLine;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.wording.Wording;

/** {@code fiskaldesk send-receipts}: has FiscalBox send the receipts that it keeps to the tax office. */
@CommandLine.Command(
        name = "send-receipts",
        description = "${bundle:cli.help.send-receipts}",
        synopsisHeading = "",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n")
final class SendReceiptsCommand implements Command {
    @Override
    public ExitCode run(Services services, Screen screen) {
        Submission answer = services.fiscalBox().sendReceipts();
        screen.result(new Wording(services.texts(), services.clock()).submission(answer));
        return switch (answer) {
            case Submission.Done _ -> ExitCode.DONE;
            case Submission.Refused _ -> ExitCode.REJECTED;
            case Submission.Down _ -> ExitCode.NOT_SENT;
        };
    }
}

package uz.fiskaldesk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Matching;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.wording.Messages;

/** The option {@code --match}: prints the payments that a receipt may belong to, the best first. */
final class Proposals {
    @Option(names = "--match", description = "${bundle:cli.help.match}")
    private boolean wanted;

    boolean areWanted() {
        return wanted;
    }

    /**
     * @param printed what FiscalBox reports about the receipt; null if it did not come from FiscalBox
     * @return empty if there is no receipt or the option was not given
     */
    List<Proposal> of(@Nullable FiscalReceipt receipt, LastReceipt.@Nullable Printed printed, Services services) {
        if (!wanted || receipt == null) {
            return List.of();
        }
        String till = printed == null ? null : receipt.terminalId();
        return new Matching(services.ledgerForReading()).paymentsFor(receipt, printed, till);
    }

    /** Prints a line for each payment. */
    void print(List<Proposal> proposals, Services services, Output output) {
        Messages messages = services.messages();
        if (wanted && proposals.isEmpty()) {
            output.result(services.translations().get("cli.match.none"));
        }
        for (Proposal proposal : proposals) {
            output.result(services.translations()
                    .get(
                            "cli.match",
                            proposal.entry().transactionId(),
                            messages.amount(proposal.entry().payment().amount()),
                            Formats.dateTime(proposal.entry().sortTime()),
                            messages.match(proposal.match())));
        }
    }
}

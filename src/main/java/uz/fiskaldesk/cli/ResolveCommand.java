package uz.fiskaldesk.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.ConflictResolution;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** {@code fiskaldesk resolve}: records a user's decision on which of two conflicting receipts is valid. */
@CommandLine.Command(description = "${bundle:cli.help.resolve}")
final class ResolveCommand implements Command {
    @Parameters(paramLabel = "<transaction-id>", description = "${bundle:cli.help.transaction-id}")
    private String transactionId = "";

    @Option(names = "--receipt", paramLabel = "TEXT", description = "${bundle:cli.help.resolve.receipt}")
    private String receipt = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "${bundle:cli.help.resolve.reason}")
    private String reason = "";

    @Option(names = "--pin-file", paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        Messages messages = services.messages();
        Arguments arguments = new Arguments(texts);
        arguments.transaction(transactionId, services.providers());
        Ledger ledger = services.ledger();
        LedgerEntry entry = arguments.entry(transactionId, services.providers(), ledger);
        List<FiscalReceipt> sent = ConflictResolution.receipts(ledger.attempts(entry));
        if (!entry.conflict()) {
            throw notInConflict(entry, messages);
        }
        FiscalReceipt valid = findReceipt(sent, services)
                .orElseThrow(() -> new RefusedException(texts.get(
                        "cli.resolve.which",
                        sent.stream().map(FiscalReceipt::receiptNumber).collect(Collectors.joining(", ")))));
        if (reason.isBlank()) {
            throw new RefusedException(texts.get("cli.resolve.no-reason"));
        }
        String supervisor = new SupervisorApproval(services).forAct(GuardedAct.BY_HAND, pinFile);
        LedgerEntry resolved = ConflictResolution.resolve(
                        ledger,
                        entry,
                        valid,
                        reason.strip(),
                        services.operator().with(supervisor))
                .orElseThrow(
                        () -> notInConflict(ledger.find(entry.transactionId()).orElse(entry), messages));
        output.result(resolved.transactionId() + "  " + messages.line(resolved));
        return ExitCode.DONE;
    }

    private static RefusedException notInConflict(LedgerEntry entry, Messages messages) {
        return new RefusedException(
                messages.texts().get("cli.resolve.no-conflict", entry.transactionId(), messages.state(entry)));
    }

    private Optional<FiscalReceipt> findReceipt(List<FiscalReceipt> sent, Services services) {
        String name = receipt.strip();
        List<FiscalReceipt> withNumber =
                sent.stream().filter(one -> one.receiptNumber().equals(name)).toList();
        if (withNumber.size() == 1) {
            return Optional.of(withNumber.getFirst());
        }
        return services.receipts().read(name) instanceof ReceiptReading.Accepted accepted
                ? sent.stream()
                        .filter(one -> one.identity().equals(accepted.receipt().identity()))
                        .findFirst()
                : Optional.empty();
    }
}

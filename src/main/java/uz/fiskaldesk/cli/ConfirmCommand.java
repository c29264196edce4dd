package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Attached;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Consent;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Sent;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** {@code fiskaldesk confirm}: attaches a receipt to a payment and sends the confirmation once. */
@CommandLine.Command(description = "${bundle:cli.help.confirm}")
final class ConfirmCommand implements Command {
    /** FiscalBox answers this at once or not at all, and then the confirmation waits for it anyway. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(5);

    private static final TillInfo UNANSWERED =
            new TillInfo.Down(new Outcome.Unknown(Outcome.UnknownReason.NO_ANSWER_IN_TIME, Answer.NONE));

    @Parameters(paramLabel = "<transaction-id>", description = "${bundle:cli.help.transaction-id}")
    private String transactionId = "";

    @Option(names = "--receipt", paramLabel = "TEXT", description = "${bundle:cli.help.confirm.receipt}")
    private @Nullable String receipt;

    @Option(names = "--image", paramLabel = "FILE", description = "${bundle:cli.help.confirm.image}")
    private @Nullable String image;

    @Option(names = "--yes", description = "${bundle:cli.help.confirm.yes}")
    private boolean yes;

    @Option(names = "--replace", description = "${bundle:cli.help.confirm.replace}")
    private boolean replace;

    @Option(names = "--pin-file", paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        Arguments arguments = new Arguments(texts);
        arguments.transaction(transactionId, services.providers());
        ReceiptReading.Accepted accepted = accepted(services);
        LedgerEntry entry = arguments.entry(transactionId, services.providers(), services.ledger());
        if (!entry.takesReceipt()) {
            throw cannotBeSent(entry, services);
        }
        Consent consent = consent(entry, accepted, services, output);
        ConfirmationWorkflow confirmation = services.confirmation();
        LedgerEntry ready = attached(confirmation.attach(entry, accepted.receipt(), consent), services);
        return switch (confirmation.send(ready)) {
            case Sent.Done done -> report(done, new PaymentLines(services), output);
            // The receipt is attached; the exit code reflects what another process did with it.
            case Sent.NotAllowed notNow ->
                throw new RefusedException(
                        ExitCode.of(notNow.current()),
                        cannotBeSent(notNow.current(), services).sentence());
        };
    }

    private static RefusedException cannotBeSent(LedgerEntry entry, Services services) {
        if (entry.conflict()) {
            return new RefusedException(services.translations().get("cli.conflict", entry.transactionId()));
        }
        String state = services.messages().state(entry);
        return new RefusedException(services.translations().get("cli.cannot-be-sent", entry.transactionId(), state));
    }

    /** Returns the receipt given by the options. */
    private ReceiptReading.Accepted accepted(Services services) throws RefusedException {
        Translations texts = services.translations();
        ReceiptReader reader = services.receipts();
        if ((receipt == null) == (image == null)) {
            throw new RefusedException(texts.get("cli.confirm.one-source"));
        }
        String text = receipt == null ? textIn(String.valueOf(image), reader, services) : receipt;
        return switch (reader.read(text)) {
            case ReceiptReading.Accepted accepted -> accepted;
            case ReceiptReading.Refused refused ->
                throw new RefusedException(
                        ExitCode.NO_RECEIPT, services.messages().refusal(refused.reason()));
        };
    }

    private static String textIn(String image, ReceiptReader reader, Services services) throws RefusedException {
        Translations texts = services.translations();
        Path file = new Arguments(texts).path(image);
        return switch (new Pictures(reader, services.clock()).look(file)) {
            case Pictures.Seen.NoPicture none -> throw new RefusedException(Pictures.refusal(none, file, texts));
            case Pictures.Seen.Texts seen -> {
                if (seen.texts().isEmpty()) {
                    throw new RefusedException(ExitCode.NO_RECEIPT, texts.get("cli.picture.no-code", file));
                }
                boolean several = seen.texts().size() > 1
                        && reader.read(seen.texts().getFirst()) instanceof ReceiptReading.Accepted;
                if (several) {
                    throw new RefusedException(texts.get("cli.picture.several", file, String.join(", ", seen.texts())));
                }
                yield seen.texts().getFirst();
            }
        };
    }

    /**
     * Returns the user's consent to warnings; refuses the receipt if consent is needed and {@code --yes} is missing.
     */
    private Consent consent(LedgerEntry entry, ReceiptReading.Accepted accepted, Services services, Output output)
            throws RefusedException {
        Messages messages = services.messages();
        refuseToReplace(entry, accepted.receipt(), services.translations());
        String till = tillTerminalId(services, output);
        List<ReceiptWarning> warnings = new ReceiptChecks(services.clock())
                .warnings(accepted, entry.payment().paidAt(), till);
        if (services.ledger().isRefunded(accepted.receipt())) {
            warnings.add(ReceiptWarning.REFUNDED);
        }
        boolean another = entry.mayBeBookedWithAnother(accepted.receipt());
        List<ReceiptWarning> asking =
                warnings.stream().filter(ReceiptWarning::needsAcceptance).toList();
        List<String> sentences = new ArrayList<>(warnings.stream()
                .map(warning -> messages.warning(warning, till))
                .toList());
        if (!yes && !asking.isEmpty()) {
            throw new RefusedException(services.translations().get("cli.confirm.needs-yes", joined(sentences)));
        }
        if (!sentences.isEmpty()) {
            output.say(joined(sentences));
        }
        if (accepted.layoutRepaired()) {
            output.say(services.translations().get("cli.layout-repaired"));
        }
        List<GuardedAct> acts = new ArrayList<>();
        if (another) {
            acts.add(GuardedAct.ANOTHER_RECEIPT);
        }
        if (warnings.stream().anyMatch(ReceiptWarning::isDoubtful)) {
            acts.add(GuardedAct.DOUBT);
        }
        String supervisor = new SupervisorApproval(services).forActs(acts, pinFile);
        return new Consent(asking, replace, null, supervisor);
    }

    /** The number of this till's fiscal module; null if FiscalBox does not report it soon, which is said. */
    private static @Nullable String tillTerminalId(Services services, Output output) {
        CompletableFuture<TillInfo> asked =
                CompletableFuture.supplyAsync(services.fiscalBox()::info, Thread::startVirtualThread);
        TillInfo info = asked.completeOnTimeout(UNANSWERED, LONGEST_QUERY.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (info instanceof TillInfo.Up up) {
            return up.terminalId();
        }
        output.say(services.translations().get("cli.confirm.till-unknown"));
        return null;
    }

    /**
     * Refuses to replace another receipt unless {@code --replace} is given, in case a script confirms the wrong
     * payment.
     */
    private void refuseToReplace(LedgerEntry entry, FiscalReceipt with, Translations texts) throws RefusedException {
        FiscalReceipt has = entry.receipt();
        if (has == null || entry.hasReceipt(with) || replace) {
            return;
        }
        String sentence = texts.get("cli.confirm.has-receipt", has.receiptNumber(), with.receiptNumber());
        throw new RefusedException(
                entry.inDoubt() ? texts.get("cli.confirm.another-receipt") + " " + sentence : sentence);
    }

    private static String joined(List<String> sentences) {
        return sentences.stream().collect(Collectors.joining(" "));
    }

    private static LedgerEntry attached(Attached attached, Services services) throws RefusedException {
        return switch (attached) {
            case Attached.Done done -> done.entry();
            case Attached.ReceiptTaken taken ->
                throw new RefusedException(services.translations().get("cli.confirm.receipt-taken", taken.by()));
            // Another process changed the payment since it was read.
            case Attached.Refunded refunded -> throw cannotBeSent(refunded.entry(), services);
            case Attached.NeedsConsent needs -> throw cannotBeSent(needs.entry(), services);
            case Attached.NotAllowed notNow -> throw cannotBeSent(notNow.current(), services);
        };
    }

    private static ExitCode report(Sent.Done done, PaymentLines lines, Output output) {
        output.result(lines.outcome(done.entry(), done.outcome()));
        if (done.entry().state() != PaymentState.CONFIRMED) {
            output.say(lines.advice(done.entry(), done.outcome()));
        }
        return ExitCode.after(done.entry(), done.outcome());
    }
}

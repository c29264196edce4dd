package uz.fiskaldesk.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk retry}: sends payments again with their current receipts. */
@CommandLine.Command(description = "${bundle:cli.help.retry}")
final class RetryCommand implements Command {
    private static final int PAGE = 200;

    @Parameters(paramLabel = "<transaction-id>", arity = "0..*", description = "${bundle:cli.help.retry.ids}")
    private List<String> transactionIds = new ArrayList<>();

    @Option(names = "--all", description = "${bundle:cli.help.retry.all}")
    private boolean all;

    @Option(names = "--state", paramLabel = "S", description = "${bundle:cli.help.retry.state}")
    private List<String> states = new ArrayList<>();

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        if (all != transactionIds.isEmpty()) {
            throw new RefusedException(texts.get("cli.retry.ids-or-all"));
        }
        if (!all && !states.isEmpty()) {
            throw new RefusedException(texts.get("cli.retry.state-needs-all"));
        }
        return all ? sendAll(wantedStates(services.translations()), services, output) : sendThese(services, output);
    }

    private ExitCode sendThese(Services services, Output output) throws RefusedException, InterruptedException {
        Arguments arguments = new Arguments(services.translations());
        for (String id : transactionIds) {
            arguments.transaction(id, services.providers());
        }
        // Validate all before sending the first, so that an error in one ID has no partial effect.
        Map<TransactionId, LedgerEntry> entries = new LinkedHashMap<>();
        for (String id : transactionIds) {
            LedgerEntry entry = arguments.entry(id, services.providers(), services.ledger());
            refuseWhatCannotBeSent(entry, services);
            entries.put(entry.transactionId(), entry);
        }
        try (Batch batch = new Batch(services, output)) {
            for (LedgerEntry entry : entries.values()) {
                batch.send(entry);
            }
            return batch.worst();
        }
    }

    private static void refuseWhatCannotBeSent(LedgerEntry entry, Services services) throws RefusedException {
        if (entry.state() == PaymentState.PENDING) {
            throw new RefusedException(services.translations().get("cli.retry.no-receipt", entry.transactionId()));
        }
        if (entry.conflict()) {
            throw new RefusedException(services.translations().get("cli.conflict", entry.transactionId()));
        }
        if (entry.needsAcceptance()) {
            throw new RefusedException(services.translations().get("cli.retry.awaits-word", entry.transactionId()));
        }
        if (!entry.state().canRetry()) {
            String state = services.messages().state(entry);
            throw new RefusedException(services.translations().get("cli.cannot-be-sent", entry.transactionId(), state));
        }
    }

    private Set<PaymentState> wantedStates(Translations texts) throws RefusedException {
        Set<PaymentState> wanted = new Arguments(texts).states(states);
        if (!wanted.stream().allMatch(PaymentState::canRetry)) {
            throw new RefusedException(texts.get("cli.retry.states"));
        }
        return wanted.isEmpty() ? Set.of(PaymentState.READY) : wanted;
    }

    /** Sends all payments in these states, oldest first, except those that a person has to decide about by themselves. */
    static ExitCode sendAll(Set<PaymentState> wanted, Services services, Output output) throws InterruptedException {
        LedgerQuery query = LedgerQuery.ALL.in(wanted).fromTheOldest();
        Ledger ledger = services.ledger();
        try (Batch batch = new Batch(services, output)) {
            boolean any = false;
            ExitCode leftInDoubt = ExitCode.DONE;
            @Nullable LedgerEntry last = null;
            // Keyset pagination: payments that leave the query after being sent do not shift later pages.
            List<LedgerEntry> page = ledger.page(query, null, PAGE);
            while (!page.isEmpty()) {
                for (LedgerEntry entry : page) {
                    any = true;
                    if (entry.needsAcceptance()) {
                        output.say(services.translations().get("cli.retry.awaits-word", entry.transactionId()));
                    } else if (entry.isReadyInDoubt()) {
                        output.say(services.translations().get("cli.retry.in-doubt", entry.transactionId()));
                        leftInDoubt = ExitCode.UNKNOWN;
                    } else {
                        batch.send(entry);
                    }
                    last = entry;
                }
                page = ledger.page(query, last, PAGE);
            }
            if (!any) {
                output.say(services.translations().get("cli.retry.none"));
            }
            return batch.worst().or(leftInDoubt);
        }
    }
}

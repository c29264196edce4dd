package uz.fiskaldesk.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.ledger.LedgerMove;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk move-ledger}: copies this till's list of payments into an empty shared list. */
@CommandLine.Command(description = "${bundle:cli.help.move-ledger}")
final class MoveLedgerCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(MoveLedgerCommand.class);

    @Parameters(arity = "1", paramLabel = "JDBC-URL", description = "${bundle:cli.help.move-ledger.url}")
    private String target = "";

    @Option(names = "--pin-file", paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        String source = services.ledgerUrl();
        if (PostgresLedger.isUrl(source)) {
            throw new RefusedException(texts.get("cli.move.shared-already"));
        }
        if (!PostgresLedger.isUrl(target)) {
            throw new RefusedException(texts.get("cli.move.wrong-target", target));
        }
        String supervisor = new SupervisorApproval(services).forAct(GuardedAct.LEDGER, pinFile);
        LOG.info(
                "{} moves the ledger to a shared database",
                services.operator().with(supervisor).cashier());
        LedgerMove move = new LedgerMove(source, target, services.ledgerPassword(), services.clock());
        switch (move.move()) {
            case LedgerMove.Result.Done done -> {
                copyPin(services);
                output.result(texts.get("cli.move.done", done.payments(), done.attempts(), done.acts()));
                output.say(texts.get("cli.move.next", target));
            }
            case LedgerMove.Result.NotEmpty _ -> throw new RefusedException(texts.get("cli.move.not-empty"));
            case LedgerMove.Result.InUse _ ->
                throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.ledger-in-use"));
            case LedgerMove.Result.Differs differs -> {
                LOG.error("The copied ledger differs: {}", differs);
                throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.move.differs"));
            }
            case LedgerMove.Result.SharedDiffers differs -> {
                LOG.error("The shared ledger differs from the one that was moved to it: {}", differs);
                throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.move.shared-differs"));
            }
            case LedgerMove.Result.RestoredFirst(LedgerRecovery broughtBack) -> {
                output.say(services.messages().recovery(broughtBack));
                throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.move.restored-first"));
            }
            case LedgerMove.Result.OtherDatabase _ ->
                throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.move.other-database"));
            case LedgerMove.Result.Unknown _ ->
                throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.move.unsettled"));
        }
        return ExitCode.DONE;
    }

    private void copyPin(Services services) throws RefusedException {
        try {
            Supervisor targetSupervisor = services.supervisorOf(target);
            if (!targetSupervisor.isSet()) {
                targetSupervisor.restore(services.supervisor().storedContent());
            }
        } catch (IOException e) {
            LOG.error("Copying the supervisor's PIN failed", e);
            throw new RefusedException(ExitCode.TROUBLE, services.translations().get("supervisor.trouble"));
        }
    }
}

package uz.fiskaldesk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.LedgerFile.Restoration;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Translations;

/**
 * {@code fiskaldesk restore}: restores the list of payments from a backup; the current file is renamed. With
 * {@code --here} a list that was last used elsewhere is accepted here, either the current file or the given one. A
 * shared list is restored by its database administrator; {@code --done} then records that.
 */
@CommandLine.Command(description = "${bundle:cli.help.restore}")
final class RestoreCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreCommand.class);

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "${bundle:cli.help.restore.file}")
    private @Nullable String file;

    @Option(names = "--done", description = "${bundle:cli.help.restore.done}")
    private boolean doneInTheDatabase;

    @Option(names = "--here", description = "${bundle:cli.help.restore.here}")
    private boolean here;

    @Option(names = "--pin-file", paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        boolean shared = PostgresLedger.isUrl(services.ledgerUrl());
        if (shared && (!doneInTheDatabase || file != null || here)) {
            throw new RefusedException(texts.get("cli.restore.shared"));
        }
        if (!shared && doneInTheDatabase) {
            throw new RefusedException(texts.get("cli.restore.not-shared"));
        }
        String supervisor =
                new SupervisorApproval(services).forAct(GuardedAct.LEDGER, guard(services, shared), pinFile);
        String who = services.operator().with(supervisor).cashier();
        String pin = services.supervisor().storedContent();
        LedgerRecovery broughtBack = shared ? recordSharedRestore(services, who) : fromBackup(services, who);
        keepPin(services, pin);
        output.result(services.messages().recovery(broughtBack));
        return ExitCode.DONE;
    }

    /** Whose PIN is needed: that of the list, or if it is damaged, that of the file which replaces it. */
    private Supervisor guard(Services services, boolean shared) throws RefusedException {
        Supervisor own = services.supervisor();
        if (shared || (here && file == null) || isReadable(own)) {
            return own;
        }
        Path from = file == null ? null : new Arguments(services.translations()).path(file);
        return new LedgerFile(services.ledgerUrl())
                .source(from, services.clock().instant(), here)
                .filter(Files::isRegularFile)
                .map(source -> services.supervisorOf(SqliteLedger.urlOf(source)))
                .orElse(own);
    }

    private static boolean isReadable(Supervisor supervisor) {
        try {
            Set<GuardedAct> _ = supervisor.guarded();
            return true;
        } catch (IOException e) {
            LOG.warn("The PIN of the list cannot be read", e);
            return false;
        }
    }

    /** Restores the PIN: a backup may be older than the PIN and must not remove it. */
    private static void keepPin(Services services, @Nullable String pin) throws RefusedException {
        try {
            services.supervisor().restore(pin);
        } catch (IOException e) {
            LOG.error("Cannot restore the supervisor's PIN; the backup's PIN applies", e);
            throw new RefusedException(ExitCode.TROUBLE, services.translations().get("supervisor.trouble"));
        }
    }

    private static LedgerRecovery recordSharedRestore(Services services, String who) throws RefusedException {
        try (PostgresLedger ledger =
                PostgresLedger.openRestored(services.ledgerUrl(), services.ledgerPassword(), services.clock())) {
            return ledger.markRestoredFromBackup(who)
                    .map(asOf -> new LedgerRecovery(LedgerRecovery.Kind.SHARED, asOf, null))
                    .orElseThrow(() -> new RefusedException(
                            ExitCode.TROUBLE, services.translations().get("cli.restore.shared-in-use")));
        }
    }

    private LedgerRecovery fromBackup(Services services, String who) throws RefusedException {
        Translations texts = services.translations();
        Path from = file == null ? null : new Arguments(texts).path(file);
        LedgerFile ledger = new LedgerFile(services.ledgerUrl());
        Restoration result = here && from == null
                ? ledger.adopt(who, services.clock().instant())
                : ledger.restore(from, who, services.clock().instant(), here);
        return switch (result) {
            case Restoration.Done done -> done.broughtBack();
            case Restoration.InUse _ -> throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.ledger-in-use"));
            case Restoration.NoBackup none ->
                throw new RefusedException(texts.get("cli.restore.no-backup", none.folder()));
            case Restoration.InvalidFile bad ->
                throw new RefusedException(texts.get("cli.restore.not-good", bad.file()));
            case Restoration.TrainingFile samples ->
                throw new RefusedException(texts.get("cli.restore.for-training", samples.file()));
            case Restoration.BoundElsewhere other ->
                throw new RefusedException(texts.get("cli.restore.from-elsewhere", other.file(), other.place()));
        };
    }
}

package uz.fiskaldesk.cli;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.update.Release;
import uz.fiskaldesk.update.UpdateException;
import uz.fiskaldesk.update.Updates;
import uz.fiskaldesk.update.Updates.Applied;

/** {@code fiskaldesk update}: installs a newer version of the program, or only says whether there is one. */
@CommandLine.Command(description = "${bundle:cli.help.update}")
final class UpdateCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateCommand.class);

    @Option(names = "--check", description = "${bundle:cli.help.update.check}")
    private boolean checkOnly;

    @Override
    public ExitCode run(Services services, Output output) throws InterruptedException {
        Updates updates = services.updates();
        Translations texts = services.translations();
        try {
            Optional<Release> found = updates.check();
            if (found.isEmpty()) {
                output.say(texts.get("update.none"));
                return ExitCode.DONE;
            }
            Release release = found.get();
            output.say(texts.get(
                    "update.versions", release.version(), updates.program().version()));
            if (updates.migratesLedger(release)) {
                output.say(texts.get("update.migrates"));
            }
            if (checkOnly) {
                output.result(release.version().toString());
                return ExitCode.DONE;
            }
            output.result(sentence(updates.apply(release, () -> false, _ -> {}), texts));
            return ExitCode.DONE;
        } catch (UpdateException e) {
            LOG.warn("The update was refused; nothing was changed", e);
            output.say(texts.get(e.reason().textKey(), e.values().toArray()));
            return e.reason() == UpdateException.Reason.NOT_SET_UP ? ExitCode.REFUSED : ExitCode.TROUBLE;
        }
    }

    private static String sentence(Applied applied, Translations texts) {
        return switch (applied) {
            case Applied.Installed installed -> texts.get("update.installed", installed.version());
            case Applied.ByCommand byCommand -> texts.get("update.by-command", byCommand.command());
            case Applied.Saved saved -> texts.get("update.saved", saved.archive());
        };
    }
}

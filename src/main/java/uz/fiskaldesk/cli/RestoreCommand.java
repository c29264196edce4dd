package uz.fiskaldesk.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.LedgerFile.Restoration;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.support.Texts;
import uz.fiskaldesk.wording.Wording;

/** {@code fiskaldesk restore}: brings the list of payments back from a backup; the present file is kept aside. */
@CommandLine.Command(
        name = "restore",
        description = "${bundle:cli.help.restore}",
        synopsisHeading = "",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n")
final class RestoreCommand implements Command {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "${bundle:cli.help.restore.file}")
    private @Nullable String file;

    @Override
    public ExitCode run(Services services, Screen screen) throws RefusedException {
        Texts texts = services.texts();
        String url = services.ledgerUrl();
        if (PostgresLedger.isAddress(url)) {
            throw new RefusedException(texts.get("cli.restore.shared"));
        }
        Path from = file == null ? null : new Inputs(texts).path(file);
        Restoration result = new LedgerFile(url).restore(from, services.clock().instant());
        switch (result) {
            case Restoration.Done done ->
                screen.result(new Wording(texts, services.clock()).broughtBack(done.broughtBack()));
            case Restoration.InUse _ -> throw new RefusedException(ExitCode.TROUBLE, texts.get("cli.ledger-in-use"));
            case Restoration.NoBackup none ->
                throw new RefusedException(texts.get("cli.restore.no-backup", none.folder()));
            case Restoration.NotGood bad -> throw new RefusedException(texts.get("cli.restore.not-good", bad.file()));
        }
        return ExitCode.DONE;
    }
}

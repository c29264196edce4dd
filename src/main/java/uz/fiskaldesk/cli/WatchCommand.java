package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.intake.ColumnMapping;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.FileResult;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.WatchedFolder;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.IntakeMessages;

/** {@code fiskaldesk watch}: imports the files that are put into a folder until the process is stopped. */
@CommandLine.Command(description = "${bundle:cli.help.watch}")
final class WatchCommand implements Command {
    @Parameters(paramLabel = "DIR", description = "${bundle:cli.help.watch.dir}")
    private String folder = "";

    @Option(names = "--columns", paramLabel = "NAME=FIELD,…", description = "${bundle:cli.help.import.columns}")
    private List<String> columns = new ArrayList<>();

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        Path watched = new Arguments(texts).path(folder);
        Function<List<String>, ColumnMapping> mappings = ColumnOption.mappings(Use.IMPORT, columns, services);
        Import imports = new Import(services.ledger(), services.receipts(), services.operator(), services.providers());
        IntakeMessages messages = new IntakeMessages(texts);
        WatchedFolder.Listener printer = new WatchedFolder.Listener() {
            @Override
            public void taken(FileResult result, Path where) {
                output.json(FileJson.of(result, where));
                output.flush();
            }

            @Override
            public void failed(String name, LedgerException e) {
                output.say(texts.get("watch.waits", name) + " "
                        + services.messages().ledgerError(e));
            }

            @Override
            public void notTaken(String name) {
                output.say(texts.get("watch.not-taken", name));
            }
        };
        try (BackgroundServer server = new BackgroundServer(
                "watch",
                () -> WatchedFolder.open(watched, imports, mappings, messages::report, printer),
                state -> print(state, watched, texts, output))) {
            server.start();
            services.awaitStop();
            return ExitCode.DONE;
        }
    }

    private static void print(BackgroundServer.State state, Path folder, Translations texts, Output output) {
        switch (state) {
            case BackgroundServer.State.Opening _ -> {}
            case BackgroundServer.State.Open _ -> output.say(texts.get("server.watching", folder));
            case BackgroundServer.State.Failed failed ->
                output.say(failed.reason().in(texts));
        }
    }
}

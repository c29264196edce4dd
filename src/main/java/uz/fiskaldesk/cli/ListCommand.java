package uz.fiskaldesk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.report.PaymentJson;

/** {@code fiskaldesk list}: prints the payments, newest first. Memory use does not depend on their number. */
@CommandLine.Command(description = "${bundle:cli.help.list}")
final class ListCommand implements Command {
    /** The number of lines between two checks whether the output is still read. */
    private static final int CHECK_INTERVAL = 256;

    @Option(names = "--state", paramLabel = "S", description = "${bundle:cli.help.list.state}")
    private List<String> states = new ArrayList<>();

    @Option(names = "--json", description = "${bundle:cli.help.list.json}")
    private boolean json;

    /** Stops the iteration when the reader of a pipe has closed it; never leaves this class. */
    private static final class OutputClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        LedgerQuery query = LedgerQuery.ALL.in(new Arguments(services.translations()).states(states));
        Ledger ledger = services.ledgerForReading();
        PaymentLines lines = new PaymentLines(services);
        Function<LedgerEntry, String> words = json ? PaymentJson::line : lines::row;
        Consumer<String> print = json ? output::json : output::result;
        long[] printed = {0};
        try {
            ledger.forEach(query, entry -> {
                print.accept(words.apply(entry));
                if (++printed[0] % CHECK_INTERVAL == 0 && output.isClosed()) {
                    throw new OutputClosedException();
                }
            });
        } catch (OutputClosedException e) {
            return ExitCode.DONE;
        }
        ExitCode code = LeftOut.report(ledger, services, output);
        if (printed[0] == 0 && code == ExitCode.DONE && !json) {
            output.say(services.translations().get("cli.list.none"));
        }
        return code;
    }
}

package uz.fiskaldesk.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.inbox.Inbox;
import uz.fiskaldesk.inbox.InboxToken;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.report.RowJson;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk inbox}: runs the inbox for payments from other programs until the process is stopped. */
@CommandLine.Command(description = "${bundle:cli.help.inbox}")
final class InboxCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(InboxCommand.class);

    @Option(names = "--port", paramLabel = "N", description = "${bundle:cli.help.inbox.port}")
    private @Nullable String port;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        int number = port == null ? services.settings().inbox().port() : new Arguments(texts).port(port);
        InboxToken token = token(services);
        try (Inbox inbox = services.inbox(number, token, new Lines(output))) {
            output.result(inbox.address().toString());
            output.flush();
            output.say(texts.get("cli.inbox.open", token.file()));
            services.awaitStop();
            return ExitCode.DONE;
        } catch (IOException e) {
            LOG.warn("The inbox failed", e);
            throw new RefusedException(texts.get("cli.port-taken", number));
        }
    }

    private static InboxToken token(Services services) throws RefusedException {
        try {
            return InboxToken.in(services.folder().path());
        } catch (IOException e) {
            LOG.error("The token of the inbox cannot be used", e);
            throw new RefusedException(
                    ExitCode.TROUBLE,
                    services.translations()
                            .get("cli.inbox.no-token", services.folder().path()));
        }
    }

    /** Prints a line of JSON for each payment and each receipt. */
    private record Lines(Output output) implements Inbox.Listener {
        @Override
        public void payment(RowReport report) {
            print(RowJson.of(report));
        }

        @Override
        public void receipt(LedgerEntry entry, String result) {
            print(RowJson.ofReceipt(entry, result));
        }

        private synchronized void print(String json) {
            output.json(json);
            output.flush();
        }
    }
}

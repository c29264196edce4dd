package uz.fiskaldesk.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.Inbox;
import uz.fiskaldesk.intake.InboxToken;
import uz.fiskaldesk.intake.RowJson;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk inbox}: runs the inbox for payments from other programs until the process is stopped. */
@CommandLine.Command(name = "inbox", description = "${bundle:cli.help.inbox}")
final class InboxCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(InboxCommand.class);

    @Option(names = "--port", paramLabel = "N", description = "${bundle:cli.help.inbox.port}")
    private @Nullable String port;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        int number = port == null ? Inbox.DEFAULT_PORT : new Arguments(texts).port(port);
        Operator signer = new Operator(services.operator().till(), Inbox.WHO, services.clock());
        Import payments = new Import(services.ledger(), services.receipts(), signer, services.providers());
        InboxToken token = token(services);
        try (Inbox inbox = Inbox.start(payments, token, number, row -> {
            output.json(RowJson.of(row));
            output.flush();
        })) {
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
}

package uz.fiskaldesk.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.gateway.Gateway;
import uz.fiskaldesk.gateway.Note;
import uz.fiskaldesk.gateway.NoteJson;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.ServerException;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk gateway}: runs the gateway between the POS and FiscalBox until the process is stopped. */
@CommandLine.Command(description = "${bundle:cli.help.gateway}")
final class GatewayCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCommand.class);

    @Option(names = "--port", paramLabel = "N", description = "${bundle:cli.help.gateway.port}")
    private @Nullable String port;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        int number = port == null ? services.settings().gateway().port() : new Arguments(texts).port(port);
        CountDownLatch addressPrinted = new CountDownLatch(1);
        try (Gateway gateway = services.gateway(number, note -> {
            print(note, output, addressPrinted);
        })) {
            output.result(gateway.address().toString());
            output.flush();
            addressPrinted.countDown();
            GatewaySettings settings = services.settings().gateway();
            if (settings.servesOthers()) {
                output.say(texts.get(
                        "server.lan", Objects.requireNonNull(settings.address()), String.join(", ", settings.allow())));
            }
            output.say(texts.get("cli.gateway.open", services.fiscalBox().address()));
            services.awaitStop();
            return ExitCode.DONE;
        } catch (ServerException e) {
            throw new RefusedException(e.in(texts));
        } catch (IOException e) {
            LOG.warn("The gateway failed", e);
            throw new RefusedException(texts.get("cli.port-taken", number));
        }
    }

    /** The address has to be the first line, also if a retry is faster. */
    private static void print(Note note, Output output, CountDownLatch addressPrinted) {
        try {
            addressPrinted.await();
            output.json(NoteJson.of(note));
            output.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package uz.fiskaldesk.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.simulator.ScenarioException;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk simulator}: runs a simulated FiscalBox for tests and training until the process is stopped. */
@CommandLine.Command(description = "${bundle:cli.help.simulator}")
final class SimulatorCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatorCommand.class);

    @Option(names = "--port", paramLabel = "N", description = "${bundle:cli.help.simulator.port}")
    private String port = "0";

    @Option(names = "--scenario", paramLabel = "FILE", description = "${bundle:cli.help.simulator.scenario}")
    private @Nullable String scenario;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException, InterruptedException {
        Translations texts = services.translations();
        int number = new Arguments(texts).port(port);
        Scenario play = scenario(texts);
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(play, number, services.clock(), seen -> {
            output.json(seen.toJson());
            output.flush();
        })) {
            output.result(simulator.address().toString());
            output.flush();
            services.awaitStop();
            return ExitCode.DONE;
        } catch (IOException e) {
            LOG.warn("The simulator failed", e);
            throw new RefusedException(texts.get("cli.port-taken", number));
        }
    }

    private Scenario scenario(Translations texts) throws RefusedException {
        if (scenario == null) {
            return Scenario.confirming();
        }
        try {
            return Scenario.read(new Arguments(texts).path(scenario));
        } catch (ScenarioException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}

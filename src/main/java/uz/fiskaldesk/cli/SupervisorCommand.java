package uz.fiskaldesk.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk supervisor}: guards acts with a PIN. Changing or removing a PIN needs the current one. */
@CommandLine.Command(description = "${bundle:cli.help.supervisor}")
final class SupervisorCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorCommand.class);

    @Option(names = "--set", description = "${bundle:cli.help.supervisor.set}")
    private boolean set;

    @Option(names = "--remove", description = "${bundle:cli.help.supervisor.remove}")
    private boolean remove;

    @Option(names = "--name", paramLabel = "NAME", description = "${bundle:cli.help.supervisor.name}")
    private String name = "supervisor";

    @Option(names = "--guards", paramLabel = "A,B", description = "${bundle:cli.help.supervisor.guards}")
    private @Nullable String guards;

    @Option(names = "--pin-file", paramLabel = "FILE", description = "${bundle:cli.help.pin-file}")
    private @Nullable String pinFile;

    @Option(names = "--new-pin-file", paramLabel = "FILE", description = "${bundle:cli.help.supervisor.new-pin-file}")
    private @Nullable String newPinFile;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        if (set && remove) {
            throw new RefusedException(texts.get("cli.supervisor.one-of"));
        }
        if (!set && (guards != null || newPinFile != null)) {
            throw new RefusedException(texts.get("cli.supervisor.needs-set"));
        }
        Supervisor supervisor = services.supervisor();
        try {
            if (set) {
                set(supervisor, services, output);
            } else if (remove) {
                new SupervisorApproval(services).requirePin(pinFile);
                supervisor.remove();
                output.result(texts.get("cli.supervisor.removed"));
            } else {
                show(supervisor, texts, output);
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            LOG.error("The supervisor's PIN cannot be read or changed", e);
            throw new RefusedException(ExitCode.TROUBLE, texts.get("supervisor.trouble"));
        }
    }

    private void set(Supervisor supervisor, Services services, Output output) throws RefusedException, IOException {
        Translations texts = services.translations();
        Set<GuardedAct> guarded = guarded(texts);
        if (name.isBlank() || name.length() > 60) {
            throw new RefusedException(texts.get("cli.supervisor.wrong-name"));
        }
        SupervisorApproval approval = new SupervisorApproval(services);
        approval.requirePin(pinFile);
        char[] pin = approval.newPin(newPinFile);
        try {
            if (pin.length < Supervisor.SHORTEST_PIN || pin.length > Supervisor.LONGEST_PIN) {
                throw new RefusedException(
                        texts.get("cli.supervisor.bad-pin", Supervisor.SHORTEST_PIN, Supervisor.LONGEST_PIN));
            }
            supervisor.set(pin, name.strip().replace('/', '-'), guarded);
        } finally {
            Arrays.fill(pin, ' ');
        }
        show(supervisor, texts, output);
    }

    private Set<GuardedAct> guarded(Translations texts) throws RefusedException {
        if (guards == null) {
            return Supervisor.everything();
        }
        Set<GuardedAct> guarded = EnumSet.noneOf(GuardedAct.class);
        for (String code : guards.split(",", -1)) {
            guarded.add(GuardedAct.of(code)
                    .orElseThrow(() -> new RefusedException(texts.get("cli.supervisor.wrong-guard", code, codes()))));
        }
        return guarded;
    }

    private static String codes() {
        return Arrays.stream(GuardedAct.values()).map(GuardedAct::code).collect(Collectors.joining(", "));
    }

    private static void show(Supervisor supervisor, Translations texts, Output output) throws IOException {
        if (!supervisor.isSet()) {
            output.result(texts.get("cli.supervisor.none"));
            return;
        }
        String acts = supervisor.guarded().stream()
                .sorted()
                .map(act -> texts.get("supervisor.act." + act.code()))
                .collect(Collectors.joining(", "));
        output.result(texts.get("cli.supervisor.guards", acts));
    }
}

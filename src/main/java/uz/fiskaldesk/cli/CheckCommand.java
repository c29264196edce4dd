package uz.fiskaldesk.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import uz.fiskaldesk.confirm.LedgerAudit;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Watchdog;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.ReadOnlyLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.scan.camera.CameraChoice;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.support.FilePermissions;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk check}: checks the installation and prints a line for each part. Changes and sends nothing. */
@CommandLine.Command(description = "${bundle:cli.help.check}")
final class CheckCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(CheckCommand.class);

    @Option(names = "--json", description = "${bundle:cli.help.receipt.json}")
    private boolean json;

    @Override
    public ExitCode run(Services services, Output output) {
        TillCheck till = new TillCheck(services);
        if (!json) {
            return check(services, till, output);
        }
        StringWriter lines = new StringWriter();
        ExitCode code = check(services, till, new Output(new PrintWriter(lines), output.err()));
        output.json(till.json(lines.toString().lines().toList()));
        return code;
    }

    private static ExitCode check(Services services, TillCheck till, Output output) {
        ExitCode worst = settings(services, output);
        if (worst == ExitCode.TROUBLE) {
            output.result(services.translations().get("cli.check.not-checked"));
        } else {
            rights(services, output);
            worst = worst.or(ledger(services, output)).or(till.run(output));
        }
        services.cameras().ifPresent(cameras -> cameras(cameras, services, output));
        output.flush();
        return worst;
    }

    private static ExitCode settings(Services services, Output output) {
        try {
            List<String> unknown = services.unknownSettings();
            // Creating the client validates addresses and password files without sending anything.
            services.fiscalBox();
            if (PostgresLedger.isUrl(services.ledgerUrl())) {
                services.ledgerPassword();
            }
            if (unknown.isEmpty()) {
                output.result(services.translations()
                        .get("cli.check.settings", services.folder().settings()));
            }
            GatewaySettings gateway = services.settings().gateway();
            if (gateway.servesOthers()) {
                output.result(services.translations()
                        .get(
                                "server.lan",
                                Objects.requireNonNull(gateway.address()),
                                String.join(", ", gateway.allow())));
            }
            unknown.forEach(key -> output.result(services.translations().get("cli.check.settings-trouble", key)));
            return ExitCode.DONE;
        } catch (SettingsException e) {
            LOG.error("The settings cannot be used", e);
            output.result(
                    services.translations().get("cli.check.settings-trouble", e.sentence(services.translations())));
            return ExitCode.TROUBLE;
        }
    }

    /** Reports files that other users can still access although the program restricts its own files at every start. */
    private static void rights(Services services, Output output) {
        for (FilePermissions.Open open : FilePermissions.open(services.folder(), services.ledgerFile())) {
            output.result(services.translations()
                    .get("cli.check.open-to-others", open.path(), open.folder() ? "go-w" : "go-rwx"));
        }
    }

    private static ExitCode ledger(Services services, Output output) {
        Translations texts = services.translations();
        try {
            String url = services.ledgerUrl();
            if (PostgresLedger.isUrl(url) && !PostgresLedger.isSecure(url)) {
                output.result(texts.get("cli.check.ledger-not-guarded"));
            }
            return switch (services.inspectLedger()) {
                case ReadOnlyLedger.Found.None _ -> {
                    output.result(texts.get("cli.check.no-ledger"));
                    yield ExitCode.DONE;
                }
                case ReadOnlyLedger.Found.RecoverableFrom lost -> {
                    output.result(texts.get("cli.check.ledger-lost", lost.file()));
                    yield ExitCode.TROUBLE;
                }
                case ReadOnlyLedger.Found.Usable usable -> {
                    try (ReadOnlyLedger look = usable.ledger()) {
                        contents(look, texts, output);
                        yield look.needsMigration()
                                ? ExitCode.DONE
                                : history(look, texts, output).or(late(look, services, output));
                    }
                }
            };
        } catch (LedgerException e) {
            LOG.error("The ledger cannot be used", e);
            output.result(
                    texts.get("cli.check.ledger-trouble", services.messages().ledgerError(e)));
            return ExitCode.TROUBLE;
        }
    }

    private static void contents(ReadOnlyLedger look, Translations texts, Output output) {
        Map<PaymentState, Long> counts = look.counts(LedgerQuery.ALL);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long open = counts.entrySet().stream()
                .filter(count -> count.getKey().isOpen())
                .mapToLong(Map.Entry::getValue)
                .sum();
        output.result(texts.get("cli.check.ledger", all, open));
        if (look.needsMigration()) {
            output.result(texts.get("cli.check.ledger-earlier"));
        }
        int interrupted = look.interruptedCount();
        if (interrupted > 0) {
            output.result(texts.get("cli.check.ledger-interrupted", interrupted));
        }
    }

    private static ExitCode late(ReadOnlyLedger look, Services services, Output output) {
        Translations texts = services.translations();
        Duration limit = services.settings().api().lateAfter();
        return Watchdog.checkOnce(look, limit, services.clock().instant())
                .map(late -> {
                    output.result(
                            texts.get("cli.check.late", late.payments(), Formats.duration(late.longest(), texts)));
                    return ExitCode.TROUBLE;
                })
                .orElse(ExitCode.DONE);
    }

    /** Verifies the history. Prints the last hash of its chain so that it can be noted outside the program. */
    private static ExitCode history(ReadOnlyLedger look, Translations texts, Output output) {
        LedgerAudit audit = look.audit();
        List<Path> unexpected = look.backupsNotInChain();
        for (LedgerAudit.Finding finding : audit.findings()) {
            String payment = finding.payment();
            output.result(texts.get(
                    "cli.check.history-finding."
                            + finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    payment == null ? "—" : payment,
                    finding.entry()));
        }
        unexpected.forEach(file -> output.result(texts.get("cli.check.history-backup", file)));
        if (!audit.findings().isEmpty() || !unexpected.isEmpty()) {
            return ExitCode.TROUBLE;
        }
        if (audit.entries() > 0) {
            output.result(texts.get("cli.check.history", audit.entries(), audit.head()));
        }
        if (audit.old() > 0) {
            output.result(texts.get("cli.check.history-old", audit.old()));
        }
        return ExitCode.DONE;
    }

    private static void cameras(List<CameraDevice> devices, Services services, Output output) {
        Translations texts = services.translations();
        String names = devices.stream().map(CameraDevice::name).collect(Collectors.joining(", "));
        Optional<Settings.Camera> settings = cameraSettings(services);
        if (devices.isEmpty()) {
            output.result(texts.get("cli.check.no-camera"));
        } else if (settings.isEmpty() || !settings.get().on()) {
            output.result(texts.get("cli.check.cameras", names));
        } else {
            Settings.Camera wanted = settings.get();
            output.result(CameraChoice.saved(
                            wanted.id(),
                            wanted.name(),
                            wanted.size().width(),
                            wanted.size().height())
                    .first(devices)
                    .map(used -> texts.get(
                            "cli.check.camera-in-use",
                            names,
                            used.device().name(),
                            used.format().width() + "×" + used.format().height()))
                    .orElseGet(() -> texts.get("cli.check.no-format", names)));
        }
    }

    /** Returns empty if the settings cannot be used, which was reported before. */
    private static Optional<Settings.Camera> cameraSettings(Services services) {
        try {
            return Optional.of(services.settings().camera());
        } catch (SettingsException e) {
            return Optional.empty();
        }
    }
}

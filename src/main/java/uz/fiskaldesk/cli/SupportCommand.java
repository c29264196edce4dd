package uz.fiskaldesk.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.ledger.ReadOnlyLedger;
import uz.fiskaldesk.report.SupportBundle;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.Translations;

/** {@code fiskaldesk support}: prints what the support needs, or writes it to a ZIP file. Changes and sends nothing. */
@CommandLine.Command(description = "${bundle:cli.help.support}")
final class SupportCommand implements Command {
    @Option(names = "--force", description = "${bundle:cli.help.export.force}")
    private boolean force;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "${bundle:cli.help.support.file}")
    private @Nullable String file;

    @Override
    public ExitCode run(Services services, Output output) throws RefusedException {
        Translations texts = services.translations();
        Path target = file == null ? null : new Arguments(texts).path(file);
        OutputFile checked = target == null ? null : OutputFile.check(target, force, services);
        SupportBundle bundle = new SupportBundle(
                services.folder().settings(), services.folder().logs(), services.version(), services.clock());
        List<SupportBundle.Part> parts = collect(bundle, services);
        for (SupportBundle.Part part : parts) {
            if (checked == null) {
                output.result("--- " + part.name());
                part.text().lines().forEach(output::result);
            } else {
                output.result(part.name() + "  " + part.size());
            }
        }
        if (checked != null) {
            Path written = checked.write((path, replaces) -> {
                SupportBundle.write(parts, path, replaces);
                return path;
            });
            output.say(texts.get("support.saved", written));
        }
        return ExitCode.DONE;
    }

    private static List<SupportBundle.Part> collect(SupportBundle bundle, Services services) {
        try {
            return switch (services.inspectLedger()) {
                case ReadOnlyLedger.Found.Usable(ReadOnlyLedger ledger) -> {
                    try (ledger) {
                        yield bundle.collect(ledger, null, services.messages());
                    }
                }
                case ReadOnlyLedger.Found.None _ -> bundle.collect(null, "there is none", services.messages());
                case ReadOnlyLedger.Found.RecoverableFrom(Path from) ->
                    bundle.collect(null, "damaged or missing, there is " + from, services.messages());
            };
        } catch (LedgerException e) {
            return bundle.collect(null, services.messages().ledgerError(e), services.messages());
        } catch (SettingsException e) {
            return bundle.collect(null, e.sentence(services.translations()), services.messages());
        }
    }
}

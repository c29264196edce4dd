package uz.fiskaldesk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import uz.fiskaldesk.cli.CommonOptions;
import uz.fiskaldesk.cli.Services.Overriding;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.SettingsFile;

/** The options of one run that override settings. */
final class OptionOverrides {
    private final CommonOptions options;
    private final Host host;
    private final ServiceFactory factory;
    private final Supplier<SettingsFile.Contents> contents;

    /** @param contents of the settings file of this run; throws {@link SettingsException} */
    OptionOverrides(
            CommonOptions options, Host host, ServiceFactory factory, Supplier<SettingsFile.Contents> contents) {
        this.options = options;
        this.host = host;
        this.factory = factory;
        this.contents = contents;
    }

    /** Returns the settings with the values of the options. */
    Settings overlay(Settings settings) {
        if (options.ledgerUrl() != null) {
            settings = settings.withLedgerUrl(options.ledgerUrl());
        }
        if (options.api() != null) {
            settings = settings.withApiUrl(options.api().toString());
        }
        if (options.timeout() != null) {
            settings = settings.withAnswerTimeout(options.timeout());
        }
        return options.language() == null ? settings : settings.withLanguage(options.language());
    }

    /** Returns the options that differ from the settings file and from the usual folders; may be slow. */
    List<Overriding> differing() {
        List<Overriding> overrides = new ArrayList<>(anotherFolder());
        if (options.ledgerUrl() != null || options.api() != null || options.timeout() != null) {
            Settings settings = inFile(contents);
            Map<String, Object> differing = differingFrom(settings);
            overrides.add(new Overriding(
                    List.copyOf(differing.keySet()),
                    differing.entrySet().stream()
                            .map(option -> option.getKey() + " " + option.getValue())
                            .toList(),
                    factory.supervisorOf(settings)));
        }
        return overrides;
    }

    /** A data folder other than the usual ones, whether an option or a variable of the environment selects it. */
    private List<Overriding> anotherFolder() {
        if (options.training()) {
            return List.of();
        }
        Path dir = options.dataDir();
        Path chosen = dir == null ? host.folder().path() : dir;
        String by = dir == null ? host.folderVariable() : "--data-dir";
        return host.usualFolders().stream()
                .filter(usual -> !isSame(chosen, usual))
                .map(usual -> {
                    ServiceFactory there = new ServiceFactory(new DataFolder(usual), host);
                    return new Overriding(
                            List.of(by),
                            List.of(by + " " + chosen),
                            there.supervisorOf(inFile(there.settingsFile()::read)));
                })
                .toList();
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Returns the defaults if the file cannot be read, so that the guard is that of the ledger in the data folder. */
    private static Settings inFile(Supplier<SettingsFile.Contents> file) {
        try {
            return file.get().settings();
        } catch (SettingsException e) {
            return Settings.DEFAULT;
        }
    }

    /** The options whose values differ from the settings, by name. */
    private Map<String, Object> differingFrom(Settings settings) {
        Map<String, Object> differing = new LinkedHashMap<>();
        if (options.ledgerUrl() != null && !options.ledgerUrl().equals(factory.ledgerUrl(settings))) {
            differing.put("--ledger", options.ledgerUrl());
        }
        FiscalBoxAddress set = Optional.ofNullable(settings.api().url())
                .flatMap(FiscalBoxAddress::parse)
                .orElse(FiscalBoxAddress.DEFAULT);
        if (options.api() != null && !options.api().equals(set)) {
            differing.put("--api", options.api());
        }
        if (options.timeout() != null
                && !options.timeout().equals(settings.api().answerTimeout())) {
            differing.put("--timeout", options.timeout().toMillis() / 1000.0);
        }
        return differing;
    }
}

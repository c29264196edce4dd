package uz.fiskaldesk;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.SecretFile;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsTrouble;

/**
 * Makes what the program works with by its settings: once for a command, anew for each session of the desk. Throws
 * {@link SettingsTrouble} where a setting cannot be used; nothing else is used in its place.
 */
final class Assembly {
    private static final String PROXY_PASSWORD = "proxy-password";

    private final DataFolder folder;
    private final Host host;

    Assembly(DataFolder folder, Host host) {
        this.folder = folder;
        this.host = host;
    }

    /** @throws uz.fiskaldesk.confirm.LedgerException where it cannot be opened */
    Ledger ledger(Settings settings) {
        String url = settings.ledgerUrl();
        return SqliteLedger.open(
                url == null ? SqliteLedger.urlOf(folder.ledger()) : url,
                host.clock().instant());
    }

    FiscalApi fiscalBox(Settings settings) {
        return fiscalBox(address(settings.apiUrl()), settings);
    }

    /** FiscalBox at an address that is being tried. */
    FiscalApi fiscalBox(FiscalBoxAddress address, Settings settings) {
        try {
            return new FiscalBoxClient(
                    address,
                    new Timeouts(settings.connectTimeout(), settings.answerTimeout()),
                    proxy(settings.proxy()),
                    host.clock());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the system's certificates cannot be read", e);
        }
    }

    private FiscalBoxAddress address(@Nullable String url) {
        return url == null
                ? FiscalBoxAddress.DEFAULT
                : FiscalBoxAddress.parse(url)
                        .orElseThrow(() -> new SettingsTrouble(SettingsTrouble.Kind.API_URL, folder.settings(), url));
    }

    private ProxySetting proxy(Settings.Proxy wanted) {
        String url = wanted.url();
        ProxySetting proxy;
        if (url == null) {
            proxy = ProxySetting.ofSystem(host.environment());
        } else if (url.equals(Settings.Proxy.NONE)) {
            proxy = ProxySetting.none();
        } else {
            proxy = ProxySetting.at(url)
                    .orElseThrow(() -> new SettingsTrouble(SettingsTrouble.Kind.PROXY_URL, folder.settings(), url));
        }
        return wanted.user() == null ? proxy : proxy.withPassword(wanted.user(), proxyPassword(wanted));
    }

    private String proxyPassword(Settings.Proxy wanted) {
        String name = wanted.passwordFile() == null ? PROXY_PASSWORD : wanted.passwordFile();
        Path file = folder.path().resolve(name);
        try {
            return SecretFile.read(file);
        } catch (IOException e) {
            throw new SettingsTrouble(SettingsTrouble.Kind.PROXY_PASSWORD, file, String.valueOf(e.getMessage()));
        }
    }

    /** Who works here: as in the settings, else as the operating system knows it. */
    Operator operator(Settings settings) {
        String till = settings.till() == null ? host.name() : settings.till();
        String cashier = settings.cashier() == null ? host.user() : settings.cashier();
        return new Operator(till, cashier, host.clock());
    }

    Confirmation confirmation(Ledger ledger, FiscalApi fiscalBox, Operator operator) {
        return new Confirmation(ledger, fiscalBox, new RetrySchedule(RandomGenerator.getDefault()), operator);
    }
}

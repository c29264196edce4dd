package uz.fiskaldesk;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.Backstage;
import uz.fiskaldesk.desk.DeskParts;
import uz.fiskaldesk.desk.model.Words;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;

/** Constructs what the window works with, anew for each session; the part of {@link Wiring} that the desk needs. */
final class DeskBackstage implements Backstage {
    private final DataFolder folder;
    private final SettingsFile file;
    private final Host host;
    private final @Nullable Words firstWord;
    private Settings stored;
    private volatile Settings effective;

    /**
     * @param stored the settings as they are in the file
     * @param effective the same with the options of the command line laid over them
     * @param firstWord what is to be said at the start
     */
    DeskBackstage(
            DataFolder folder,
            SettingsFile file,
            Host host,
            Settings stored,
            Settings effective,
            @Nullable Words firstWord) {
        this.folder = folder;
        this.file = file;
        this.host = host;
        this.stored = stored;
        this.effective = effective;
        this.firstWord = firstWord;
    }

    @Override
    public DeskParts open() {
        Settings settings = effective;
        String url = settings.ledgerUrl();
        Ledger ledger = SqliteLedger.open(url == null ? SqliteLedger.urlOf(folder.ledger()) : url, clock().instant());
        FiscalBoxAddress address = settings.apiUrl() == null
                ? FiscalBoxAddress.DEFAULT
                : FiscalBoxAddress.parse(settings.apiUrl()).orElse(FiscalBoxAddress.DEFAULT);
        FiscalApi fiscalBox = fiscalBoxAt(address, settings);
        Operator operator = operator(settings);
        Confirmation confirmation =
                new Confirmation(ledger, fiscalBox, new RetrySchedule(RandomGenerator.getDefault()), operator);
        return new DeskParts(
                ledger,
                confirmation,
                listener -> new Sender(confirmation, ledger, clock(), listener),
                fiscalBox,
                tried -> fiscalBoxAt(tried, settings),
                operator,
                null,
                ledger::close);
    }

    private FiscalApi fiscalBoxAt(FiscalBoxAddress address, Settings settings) {
        try {
            return new FiscalBoxClient(
                    address, new Timeouts(settings.connectTimeout(), settings.answerTimeout()), clock());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the system's certificates cannot be read", e);
        }
    }

    private Operator operator(Settings settings) {
        String till = settings.till() == null ? host.name() : settings.till();
        String cashier = settings.cashier() == null ? host.user() : settings.cashier();
        return new Operator(till, cashier, clock());
    }

    @Override
    public Settings settings() {
        return effective;
    }

    /** Only what was changed goes to the file: an option of the command line holds for this run alone. */
    @Override
    public void save(Settings settings) throws IOException {
        stored = stored.changedAs(effective, settings);
        effective = settings;
        file.write(stored);
    }

    @Override
    public Language language() {
        Language chosen = effective.language();
        return chosen == null ? host.language() : chosen;
    }

    @Override
    public @Nullable Words firstWord() {
        return firstWord;
    }

    @Override
    public Path folder() {
        return folder.path();
    }

    @Override
    public Path logs() {
        return folder.logs();
    }

    @Override
    public Clock clock() {
        return host.clock();
    }
}

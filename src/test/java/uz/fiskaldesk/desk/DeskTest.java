package uz.fiskaldesk.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.NoCamera;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.update.ReleaseFolder;

/** Base of tests of the desk's models together, with a real ledger and a FiscalBox with preset responses. */
@NullUnmarked
public abstract class DeskTest {
    protected static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    protected static final String RECEIPT = link("2421", "20261125133000", "514343190161");
    protected static final String ANOTHER = link("2422", "20261125133500", "514343190162");

    @TempDir
    protected Path folder;

    protected final ManualClock clock = new ManualClock(NOW);
    protected final NoticeModel notices = new NoticeModel();
    protected final TestExecutor window = new TestExecutor(notices);
    protected final PresetFiscalBox fiscalBox = new PresetFiscalBox();
    protected Ledger ledger;
    protected DeskModel desk;

    /**
     * Opens the desk with an empty ledger.
     *
     * @param save receives settings that the desk saves
     * @param tasks what the desk does in the background
     */
    protected final void openDesk(Settings settings, Consumer<Settings> save, BackgroundTasks tasks) {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOW);
        Operator operator = new Operator("till 3", "Dilnoza", clock);
        DeskServices services = new DeskServices(
                ledger,
                new ConfirmationWorkflow(
                        ledger, fiscalBox, new RetryBackoff(RandomGenerator.of("L64X128MixRandom")), operator),
                fiscalBox,
                _ -> fiscalBox,
                operator,
                new ReceiptReader(clock),
                new ColumnMemory(folder.resolve("memory/columns.json")),
                TestSupervisor.in(folder, clock),
                _ -> new NoCamera(),
                clock,
                List::of,
                () -> true,
                null,
                () -> {
                    throw new UnsupportedOperationException("no guide is opened");
                },
                List.of(),
                ReleaseFolder.none(folder, clock),
                () -> {},
                null);
        desk = new DeskModel(services, settings, save, _ -> {}, notices, tasks, window);
    }

    @AfterEach
    void closeDesk() {
        if (desk != null) {
            desk.sender().close();
        }
        if (ledger != null) {
            ledger.close();
        }
    }

    /** Adds a payment of 12 500 soʻm, paid an hour ago; a higher number is later. */
    protected final void add(int n) {
        add(new Payment(id(n), null, new Amount(12_500_00L), null, null, NOW.minusSeconds(3600 - n), null));
    }

    protected final void add(Payment payment) {
        ledger.add(payment, null, new Act(Act.Kind.ADDED, "Dilnoza", NOW, null));
    }

    protected final LedgerEntry rowOf(int n) {
        return desk.list().rows().get(desk.list().indexOf(id(n)));
    }

    protected final LedgerEntry stored(int n) {
        return ledger.find(id(n)).orElseThrow();
    }

    protected static TransactionId id(int n) {
        return TransactionId.parse("a12fc00f-5af5-65b8-adf8-%012d".formatted(n)).orElseThrow();
    }

    /** @param time local, such as 20261125133000 */
    protected static String link(String number, String time, String sign) {
        return "https://ofd.soliq.uz/check?t=UZ170703100597&r=" + number + "&c=" + time + "&s=" + sign;
    }
}

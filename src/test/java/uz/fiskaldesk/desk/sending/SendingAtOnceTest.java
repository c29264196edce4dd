package uz.fiskaldesk.desk.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.TestExecutor;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.Scanner;
import uz.fiskaldesk.scan.camera.NoCamera;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.update.ReleaseFolder;

/** Tests which receipts are sent without Enter if that is enabled, and which are not. */
class SendingAtOnceTest {
    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100189&r=2421&c=20261125133000&s=514343190161";

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(NOW);
    private final NoticeModel notices = new NoticeModel();
    private final TestExecutor window = new TestExecutor(notices);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private FiscalApi.TillInfo till = new FiscalApi.TillInfo.Up("UZ170703100189", null);
    private @Nullable DeskModel desk;
    private @Nullable Ledger ledger;

    private DeskModel desk() {
        return Objects.requireNonNull(desk);
    }

    private void open(boolean atOnce) {
        Ledger opened = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOW);
        ledger = opened;
        FiscalApi fiscalBox = new FiscalApi() {
            @Override
            public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
                sent.add(receiptUrl);
                return new Outcome.Confirmed(Answer.ofMessage("done"));
            }

            @Override
            public Submission sendReceipts() {
                throw new UnsupportedOperationException("nobody asks for that here");
            }

            @Override
            public LastReceipt lastReceipt() {
                throw new UnsupportedOperationException("not used in these tests");
            }

            @Override
            public Submission printLastReceipt() {
                throw new UnsupportedOperationException("not used in these tests");
            }

            @Override
            public TillInfo info() {
                return till;
            }
        };
        Operator operator = new Operator("till 3", "Dilnoza", clock);
        ConfirmationWorkflow confirmation =
                new ConfirmationWorkflow(opened, fiscalBox, new RetryBackoff(RandomGenerator.getDefault()), operator);
        desk = new DeskModel(
                new DeskServices(
                        opened,
                        confirmation,
                        fiscalBox,
                        _ -> fiscalBox,
                        operator,
                        new ReceiptReader(clock),
                        new ColumnMemory(folder.resolve("columns.json")),
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
                        null),
                Settings.DEFAULT.withScanner(new Settings.Scanner(null, 9600, true, atOnce)),
                _ -> {},
                _ -> {},
                notices,
                window,
                window);
        add(1, NOW.minus(Duration.ofHours(1)));
        add(2, NOW.minus(Duration.ofHours(2)));
        add(3, null);
        desk().list().refresh();
        desk().health().query();
        window.settle();
    }

    @AfterEach
    void close() {
        if (ledger != null) {
            desk().sender().close();
            ledger.close();
        }
    }

    private void add(int n, @Nullable Instant paidAt) {
        Payment payment = new Payment(id(n), null, null, null, null, paidAt, null);
        Objects.requireNonNull(ledger).add(payment, null, new Act(Act.Kind.ADDED, "Dilnoza", NOW, null));
    }

    private static TransactionId id(int n) {
        return TransactionId.parse("a12fc00f-5af5-45b8-adf8-00000000000" + n).orElseThrow();
    }

    private LedgerEntry row(int n) {
        return desk().list().rows().get(desk().list().indexOf(id(n)));
    }

    private void selectAndReview(int n) {
        desk().list().select(row(n));
        clock.tick(CaptureModel.MINIMUM_REVIEW);
    }

    private void assertOfferedButNotSent() {
        window.settle();
        assertThat(desk().capture().offer().get()).isNotNull();
        assertThat(sent).isEmpty();
    }

    @Test
    void aCleanScanForAPaymentSelectedByAPersonIsSent() {
        open(true);
        selectAndReview(2);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.until(() -> row(2).state() == PaymentState.CONFIRMED);

        assertThat(sent).containsExactly(RECEIPT);
    }

    @Test
    void aPaymentThatWasJustSelectedIsNotSent() {
        open(true);
        desk().list().select(row(2));
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void nothingIsSentWhileTheTerminalIdIsUnknown() {
        till = new FiscalApi.TillInfo.Trouble(Answer.ofMessage(""));
        open(true);
        selectAndReview(2);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void nothingIsSentIfTheOptionIsOff() {
        open(false);
        selectAndReview(2);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void pastedAndTypedReceiptsAreNotSent() {
        open(true);
        selectAndReview(2);
        desk().capture().captureText(RECEIPT);

        assertOfferedButNotSent();
    }

    @Test
    void aPaymentSelectedByTheProgramIsNotSent() {
        open(true);
        desk().list().reveal(row(2));
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void thePaymentSelectedAfterASentOneIsNotSent() {
        open(true);
        selectAndReview(1);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.until(() -> row(1).state() == PaymentState.CONFIRMED);
        assertThat(desk().list().isSelected(id(2))).isTrue();
        desk().scanner()
                .scanned(new Scan(RECEIPT.replace("r=2421", "r=2422").replace("s=514", "s=515"), Scan.Ending.ENTER));
        window.settle();

        assertThat(desk().capture().offer().get()).isNotNull();
        assertThat(sent).containsExactly(RECEIPT);
    }

    @Test
    void aReceiptWithAWarningIsNotSent() {
        open(true);
        selectAndReview(2);
        desk().scanner().scanned(new Scan(RECEIPT.replace("20261125133000", "20261125090000"), Scan.Ending.ENTER));
        assertThat(Objects.requireNonNull(desk().capture().offer().get()).warnings())
                .isNotEmpty();

        assertOfferedButNotSent();
    }

    @Test
    void aReceiptWithARepairedLayoutIsNotSent() {
        open(true);
        selectAndReview(2);
        desk().scanner().scanned(new Scan(Scanner.RUSSIAN.types(RECEIPT, false), Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void aPaymentOfUnknownTimeIsNotSent() {
        open(true);
        selectAndReview(3);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void aReceiptOfAnotherPaymentIsNotSent() {
        open(true);
        selectAndReview(1);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.until(() -> row(1).state() == PaymentState.CONFIRMED);
        selectAndReview(2);
        desk().scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.settle();

        assertThat(Objects.requireNonNull(desk().capture().offer().get()).takenBy())
                .isEqualTo(id(1));
        assertThat(sent).hasSize(1);
    }
}

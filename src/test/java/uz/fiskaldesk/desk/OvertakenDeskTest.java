package uz.fiskaldesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.desk.acts.ReasonModel.ReasonedAct;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.intake.StatementModel;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.intake.Column;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.NoCamera;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.update.ReleaseFolder;
import uz.fiskaldesk.wording.Messages;

/** Tests that an answer that arrives late, when the cashier has gone on, changes nothing of what was begun since. */
@NullUnmarked
class OvertakenDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    private static final String RECEIPT = link("2421", "514343190161");
    private static final String ANOTHER = link("2422", "514343190162");

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(NOW);
    private final NoticeModel notices = new NoticeModel();
    private final TestExecutor window = new TestExecutor(notices);
    private final StoppedTasks tasks = new StoppedTasks();
    private final StillFiscalBox fiscalBox = new StillFiscalBox();
    private Ledger ledger;
    private DeskModel desk;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOW);
        Operator operator = new Operator("till 3", "Dilnoza", clock);
        ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                ledger, fiscalBox, new RetryBackoff(RandomGenerator.of("L64X128MixRandom")), operator);
        desk = new DeskModel(
                new DeskServices(
                        ledger,
                        confirmation,
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
                        null),
                Settings.DEFAULT,
                _ -> {},
                _ -> {},
                notices,
                tasks,
                window);
        add(1);
        add(2);
        desk.list().refresh();
        settle();
        desk.list().select(row(1));
        settle();
    }

    @AfterEach
    void close() {
        desk.sender().close();
        ledger.close();
    }

    // ---- Captures -------------------------------------------------------------------------------------------------

    @Test
    void theLastReceiptOfTheTillDoesNotReplaceAReceiptThatWasScannedMeanwhile() {
        fiscalBox.lastReceipt = new LastReceipt.Printed(ANOTHER, null, null, false, null);
        desk.lastReceipt().capture();
        desk.capture().captureScan(RECEIPT);
        settle();

        assertThat(offered()).isEqualTo("2421");
        assertThat(desk.lastReceipt().asking().get()).isFalse();
        assertThat(notice()).contains("meanwhile");
    }

    @Test
    void aPictureDoesNotReplaceAReceiptThatWasScannedMeanwhile() {
        desk.pictureCapture().capture(() -> new PictureReading.Text(ANOTHER));
        desk.capture().captureScan(RECEIPT);
        settle();

        assertThat(offered()).isEqualTo("2421");
        assertThat(notice()).contains("meanwhile");
    }

    @Test
    void ofTwoPicturesTheOneCountsThatWasGivenLast() {
        desk.pictureCapture().capture(() -> new PictureReading.Text(RECEIPT));
        desk.pictureCapture().capture(() -> new PictureReading.Text(ANOTHER));
        tasks.finishLast();
        assertThat(offered()).isEqualTo("2422");
        assertThat(desk.pictureCapture().reading().get())
                .as("the first is still being read")
                .isTrue();
        settle();
        assertThat(offered()).isEqualTo("2422");
        assertThat(desk.pictureCapture().reading().get()).isFalse();
    }

    @Test
    void aProposalThatComesLateDoesNotLieBesideAnOffer() {
        attach(1, RECEIPT);
        desk.capture().captureScan(ANOTHER);
        desk.list().select(row(2));
        desk.capture().captureScan(ANOTHER);
        settle();

        assertThat(offered()).isEqualTo("2422");
        assertThat(desk.capture().unassigned().get()).isNull();
    }

    @Test
    void aProposalIsShownForTheWholeReviewTimeHoweverLongItTookToFind() {
        attach(1, RECEIPT);
        desk.capture().captureScan(ANOTHER);
        tasks.work();
        clock.tick(Duration.ofSeconds(3));
        settle();
        assertThat(desk.capture().unassigned().get()).isNotNull();

        desk.capture().offerFor(row(2));
        assertThat(desk.capture().offer().get()).as("the Enter of the scanner").isNull();
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        desk.capture().offerFor(row(2));
        assertThat(offered()).isEqualTo("2422");
    }

    // ---- Sending --------------------------------------------------------------------------------------------------

    @Test
    void aReceiptThatIsScannedWhileAnotherOneIsStoredIsNotDiscarded() {
        desk.capture().captureScan(RECEIPT);
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        desk.sending().confirm();
        desk.list().select(row(2));
        desk.capture().captureScan(ANOTHER);
        settle();

        assertThat(offered()).isEqualTo("2422");
        assertThat(stored(1).receipt()).as("it was stored nevertheless").isNotNull();
    }

    @Test
    void aRefusedReceiptIsNotOfferedAgainWhenAnotherPaymentIsSelected() {
        desk.capture().captureScan(RECEIPT);
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        attachElsewhere(2, RECEIPT);
        desk.sending().confirm();
        desk.list().select(row(2));
        settle();

        assertThat(desk.capture().offer().get()).isNull();
        assertThat(stored(1).receipt()).isNull();
        assertThat(notice()).as("the cashier has pressed Enter and is told").contains("2421", "was not sent");
    }

    // ---- What is shown of a payment -------------------------------------------------------------------------------

    @Test
    void theHistoryOfAnotherPaymentIsNeverShown() {
        desk.pages().open(Page.HISTORY);
        settle();
        assertThat(desk.history().lines().get()).isNotEmpty();

        desk.list().select(row(2));
        assertThat(desk.history().lines().get()).as("that of payment 1").isEmpty();
        assertThat(desk.history().isRead()).isFalse();
        settle();
        assertThat(desk.history().lines().get()).isNotEmpty();
        assertThat(desk.history().isRead()).isTrue();
    }

    @Test
    void aReceiptThatPassesWhileThePaymentIsShownIsProposed() {
        assertThat(desk.receiptProposals().proposals().get()).isEmpty();
        FiscalReceipt receipt = ReceiptLink.parse(RECEIPT).orElseThrow();
        ledger.keep(new PassedReceipt(receipt, new Amount(1_250_000), null), receipt.issuedAt());
        for (int second = 1; second <= 5; second++) {
            desk.receiptProposals().tick();
        }
        settle();
        assertThat(desk.receiptProposals().proposals().get()).hasSize(1);
    }

    @Test
    void aSelectionByAPersonIsNotMovedToTheEndOfTheListAfterwards() {
        for (int n = 3; n <= 250; n++) {
            add(n);
        }
        desk.list().refresh();
        settle();
        desk.list().select(row(250));
        desk.list().filter().set(PaymentFilter.ALL);
        settle();
        assertThat(desk.list().rows()).hasSize(100);
        desk.list().selectLast();
        desk.list().reveal(row(200));
        settle();
        assertThat(desk.list().selected().get().transactionId()).isEqualTo(id(200));
    }

    @Test
    void theOldestPaymentIsNotSelectedWhenAPersonHasSelectedAnotherOneMeanwhile() {
        desk.list().revealOldest();
        desk.list().select(row(2));
        settle();
        assertThat(desk.list().selected().get().transactionId()).isEqualTo(id(2));
    }

    @Test
    void aDoubleClickDoesOneActAndReportsIt() {
        LedgerEntry shown = row(1);
        desk.acts().setAside(shown, "twice", null);
        desk.acts().setAside(shown, "twice", null);
        settle();
        assertThat(notice()).contains("Set aside");
        assertThat(desk.acts().offersUndo().get()).isTrue();
    }

    // ---- Forms and files ------------------------------------------------------------------------------------------

    @Test
    void aPaymentIsAddedOnceAndALateAnswerClosesNoOtherForm() {
        desk.addPayment().open();
        desk.addPayment().text(PaymentField.TRANSACTION_ID).set(id(5).text());
        desk.addPayment().add();
        desk.addPayment().add();
        desk.pages().back();
        desk.addPayment().open();
        settle();

        assertThat(desk.pages().currentPage()).isEqualTo(Page.ADD);
        assertThat(notice()).contains("added");
    }

    @Test
    void anImportDoesNotTakeAFormAway() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "transaction_id\n" + id(7).text() + "\nwrong\n");
        desk.imports().importFiles(List.of(file));
        desk.pages().back();
        desk.reason().ask(ReasonedAct.SET_ASIDE, row(1));
        desk.reason().reason().set("being writ");
        settle();

        assertThat(desk.pages().currentPage()).isEqualTo(Page.REASON);
        desk.reason().submit("twice");
        settle();
        assertThat(desk.pages().currentPage())
                .as("the report comes when the form is left")
                .isEqualTo(Page.IMPORTED);
        desk.pages().back();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.RECEIPT);
    }

    @Test
    void theReportsOfImportsThatOverlapAreAllThere() throws IOException {
        Path first = Files.writeString(folder.resolve("a.csv"), "transaction_id\nwrong\n");
        Path second = Files.writeString(folder.resolve("b.csv"), "transaction_id\n" + id(8).text() + "\n");
        desk.imports().importFiles(List.of(first));
        desk.imports().importFiles(List.of(second));
        settle();

        assertThat(desk.imports().reports().get())
                .extracting(report -> report.file().getFileName().toString())
                .containsExactly("a.csv", "b.csv");
        desk.imports().importFiles(List.of(second));
        settle();
        assertThat(desk.imports().reports().get()).hasSize(1);
    }

    @Test
    void theStatementThatWasAskedForLastIsShown() throws IOException {
        Path first = statement("a.csv", 1, 5);
        Path second = statement("b.csv", 1, 6);
        desk.statement().check(first);
        desk.statement().check(second);
        tasks.finishLast();
        settle();
        assertThat(statementShown().file()).isEqualTo(second);

        desk.statement().check(first);
        settle();
        desk.statement().addMissing();
        desk.statement().addMissing();
        tasks.workOnce();
        desk.statement().check(second);
        settle();
        assertThat(statementShown().file())
                .as("the other one is not put in its place")
                .isEqualTo(second);
        assertThat(stored(5)).isNotNull();
    }

    @Test
    void aFileThatVanishesIsReportedInWords() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "Ref\n" + id(5).text() + "\n");
        desk.imports().importFiles(List.of(file));
        settle();
        Files.delete(file);
        desk.imports().chooseColumns(file);
        settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.IMPORTED);
        assertThat(desk.imports().reports().get()).singleElement().matches(report -> report.broken() != null);
        assertThat(notices.current().get()).isNull();
    }

    @Test
    void whatCannotBeWrittenIsReportedInWords() throws IOException {
        desk.statement().check(statement("a.csv", 5));
        settle();
        desk.statement().save(folder.resolve("no/such/folder/differences.csv"));
        settle();
        assertThat(notice()).contains("not saved");

        Path file = Files.writeString(folder.resolve("b.csv"), "Ref\n" + id(5).text() + "\n");
        desk.imports().chooseColumns(file);
        settle();
        Files.writeString(folder.resolve("memory"), "a file in place of the folder");
        desk.columns().submit(Map.of("Ref", Column.ofCode("transaction_id")));
        settle();
        assertThat(desk.columns().problem().get()).isNotNull();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.COLUMNS);
    }

    @Test
    void aScanDoesNotCloseAFormWhoseContentWouldBeLost() throws IOException {
        desk.keyedReceipt().open(null);
        desk.keyedReceipt().number().set("24");
        desk.scanner().scanned(new Scan("4780012345678", Scan.Ending.ENTER));
        assertThat(desk.pages().currentPage()).isEqualTo(Page.KEYED_RECEIPT);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        assertThat(desk.pages().currentPage()).as("the receipt itself").isEqualTo(Page.RECEIPT);
        assertThat(offered()).isEqualTo("2421");

        Path file = Files.writeString(folder.resolve("b.csv"), "Ref\n" + id(5).text() + "\n");
        desk.imports().chooseColumns(file);
        settle();
        desk.scanner().scanned(new Scan(ANOTHER, Scan.Ending.ENTER));
        assertThat(desk.pages().currentPage()).isEqualTo(Page.COLUMNS);
    }

    // ---- Help -----------------------------------------------------------------------------------------------------

    private void settle() {
        do {
            window.settle();
        } while (tasks.workOnce());
        window.settle();
    }

    private String offered() {
        OfferedReceipt offer = desk.capture().offer().get();
        assertThat(offer).isNotNull();
        return offer.receipt().receiptNumber();
    }

    private String notice() {
        Messages english = new Messages(Translations.in(Language.ENGLISH), clock);
        return Objects.requireNonNull(notices.current().get()).text().in(english);
    }

    private StatementModel.Checked statementShown() {
        return Objects.requireNonNull(desk.statement().checked().get());
    }

    private Path statement(String name, int... payments) throws IOException {
        StringBuilder text = new StringBuilder("transaction_id\n");
        for (int n : payments) {
            text.append(id(n).text()).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private void attach(int n, String link) {
        attachElsewhere(n, link);
        desk.list().refresh();
        settle();
    }

    private void attachElsewhere(int n, String link) {
        ledger.attach(stored(n), ReceiptLink.parse(link).orElseThrow(), null, List.of());
    }

    private LedgerEntry row(int n) {
        return desk.list().rows().get(desk.list().indexOf(id(n)));
    }

    private @Nullable LedgerEntry stored(int n) {
        return ledger.find(id(n)).orElse(null);
    }

    private void add(int n) {
        Payment payment = new Payment(id(n), null, new Amount(1_250_000), null, null, NOW.minusSeconds(3600 - n), null);
        ledger.add(payment, null, new Act(Act.Kind.ADDED, "Dilnoza", NOW, null));
    }

    private static TransactionId id(int n) {
        return TransactionId.parse("a12fc00f-5af5-65b8-adf8-%012d".formatted(n)).orElseThrow();
    }

    private static String link(String number, String sign) {
        return "https://ofd.soliq.uz/check?t=UZ170703100597&r=" + number + "&c=20261125133000&s=" + sign;
    }

    /** A FiscalBox that does not answer confirmations before the test ends. */
    private static final class StillFiscalBox implements FiscalApi {
        private LastReceipt lastReceipt = new LastReceipt.None();
        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);
        }

        @Override
        public Submission sendReceipts() {
            throw new UnsupportedOperationException("not used here");
        }

        @Override
        public LastReceipt lastReceipt() {
            return lastReceipt;
        }

        @Override
        public Submission printLastReceipt() {
            throw new UnsupportedOperationException("not used here");
        }

        @Override
        public TillInfo info() {
            return new TillInfo.Up("UZ170703100597", null);
        }
    }
}

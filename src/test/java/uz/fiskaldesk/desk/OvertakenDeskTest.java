package uz.fiskaldesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.desk.acts.ReasonModel.ReasonedAct;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.intake.StatementModel;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.intake.Column;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** Tests that an answer that arrives late, when the cashier has gone on, changes nothing of what was begun since. */
@NullUnmarked
class OvertakenDeskTest extends DeskTest {
    private final StoppedTasks tasks = new StoppedTasks();

    @BeforeEach
    void open() {
        openDesk(Settings.DEFAULT, _ -> {}, tasks);
        add(1);
        add(2);
        desk.list().refresh();
        settle();
        desk.list().select(rowOf(1));
        settle();
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
        desk.list().select(rowOf(2));
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

        desk.capture().offerFor(rowOf(2));
        assertThat(desk.capture().offer().get()).as("the Enter of the scanner").isNull();
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        desk.capture().offerFor(rowOf(2));
        assertThat(offered()).isEqualTo("2422");
    }

    // ---- Sending --------------------------------------------------------------------------------------------------

    @Test
    void aReceiptThatIsScannedWhileAnotherOneIsStoredIsNotDiscarded() {
        desk.capture().captureScan(RECEIPT);
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        desk.sending().confirm();
        desk.list().select(rowOf(2));
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
        desk.list().select(rowOf(2));
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

        desk.list().select(rowOf(2));
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
        desk.list().select(rowOf(250));
        desk.list().filter().set(PaymentFilter.ALL);
        settle();
        assertThat(desk.list().rows()).hasSize(100);
        desk.list().selectLast();
        desk.list().reveal(rowOf(200));
        settle();
        assertThat(desk.list().selected().get().transactionId()).isEqualTo(id(200));
    }

    @Test
    void theOldestPaymentIsNotSelectedWhenAPersonHasSelectedAnotherOneMeanwhile() {
        desk.list().revealOldest();
        desk.list().select(rowOf(2));
        settle();
        assertThat(desk.list().selected().get().transactionId()).isEqualTo(id(2));
    }

    @Test
    void aDoubleClickDoesOneActAndReportsIt() {
        LedgerEntry shown = rowOf(1);
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
    void theQuestionAboutTwoReceiptsTakesNoFormAway() throws ReflectiveOperationException {
        LedgerEntry conflict = inConflict(rowOf(1));
        desk.reason().ask(ReasonedAct.BY_HAND, conflict);
        desk.addPayment().open();
        settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.ADD);

        desk.pages().back();
        desk.reason().ask(ReasonedAct.BY_HAND, conflict);
        desk.reason().ask(ReasonedAct.BY_HAND, conflict);
        tasks.workOnce();
        window.settle();
        desk.reason().reason().set("being writ");
        settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.REASON);
        assertThat(desk.reason().reason().get()).as("it was asked once").isEqualTo("being writ");
    }

    /** The same payment with two receipts in conflict. */
    private static LedgerEntry inConflict(LedgerEntry entry) throws ReflectiveOperationException {
        RecordComponent[] parts = LedgerEntry.class.getRecordComponents();
        Object[] values = new Object[parts.length];
        Class<?>[] types = new Class<?>[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = switch (parts[i].getName()) {
                case "conflict" -> true;
                case "state" -> PaymentState.UNKNOWN;
                default -> parts[i].getAccessor().invoke(entry);
            };
        }
        return LedgerEntry.class.getDeclaredConstructor(types).newInstance(values);
    }

    @Test
    void anImportDoesNotTakeAFormAway() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "transaction_id\n" + id(7).text() + "\nwrong\n");
        desk.imports().importFiles(List.of(file));
        desk.pages().back();
        desk.reason().ask(ReasonedAct.SET_ASIDE, rowOf(1));
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
    void whatEndsInTheBackgroundRemovesNoMessageOfAnother() throws IOException {
        desk.imports().importFiles(List.of(statement("payments.csv", 5)));
        desk.statement().check(statement("statement.csv", 1));
        Notice other = notices.info("send.changed");
        settle();

        assertThat(notices.current().get()).isSameAs(other);
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
}

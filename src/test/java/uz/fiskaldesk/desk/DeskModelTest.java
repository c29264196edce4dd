package uz.fiskaldesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillWarning;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.capture.UnassignedReceipt;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.history.HistoryModel;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.desk.sending.StoredReceiptsModel;
import uz.fiskaldesk.intake.Column;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.support.UpdateSettings;
import uz.fiskaldesk.wording.Messages;

/** Tests the models of the desk together, with a real ledger and a FiscalBox with preset responses. */
class DeskModelTest extends DeskTest {
    private @Nullable Settings saved;

    @BeforeEach
    void open() {
        openDesk(Settings.DEFAULT, settings -> saved = settings, window);
    }

    @Test
    void theFirstPaymentIsSelectedAndOpenPaymentsAreListed() {
        add(1);
        add(2);
        refresh();

        assertThat(desk.list().rows()).hasSize(2);
        assertThat(selected().transactionId()).isEqualTo(id(2));
        assertThat(desk.list().totals().counts().get())
                .containsEntry(PaymentFilter.TO_DO, 2L)
                .containsEntry(PaymentFilter.REJECTED, 0L);
    }

    @Test
    void aReceiptIsOfferedAndSentWithEnter() {
        add(1);
        refresh();
        desk.capture().captureText(RECEIPT);
        assertThat(offer().receipt().receiptNumber()).isEqualTo("2421");
        assertThat(fiscalBox.sent).isEmpty();

        look();
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);

        assertThat(fiscalBox.sent).containsExactly(RECEIPT);
        assertThat(desk.list().rows()).as("it stays listed").hasSize(1);
    }

    @Test
    void aRejectionRemovesNoMessageOfAnother() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Rejected(Answer.ofMessage("no"));
        fiscalBox.answers = new CountDownLatch(1);
        confirmWith(RECEIPT);
        Notice other = notices.info("import.running");
        fiscalBox.answers.countDown();
        window.until(() -> rowOf(1).state() == PaymentState.REJECTED);

        assertThat(notices.current().get()).isSameAs(other);
    }

    @Test
    void afterSuccessTheNextPendingPaymentIsSelected() {
        add(1);
        add(2);
        add(3);
        refresh();
        desk.list().select(rowOf(2));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(2).state() == PaymentState.CONFIRMED);

        assertThat(selected().transactionId()).isEqualTo(id(1));
        assertThat(desk.capture().offer().get()).isNull();
    }

    @Test
    void aFinishedPaymentStaysListedAlthoughTheListWasBeingRead() {
        add(1);
        add(2);
        refresh();
        LedgerEntry open = rowOf(2);
        desk.list().select(open);

        desk.list().refresh();
        LedgerEntry finished = ledger.setAside(open, new Act(Act.Kind.SET_ASIDE, "Dilnoza", NOW, "twice"))
                .orElseThrow();
        desk.list().update(finished);
        desk.list().select(rowOf(1));
        window.settle();

        assertThat(rowOf(2).state()).isEqualTo(PaymentState.SET_ASIDE);
        desk.list().refresh();
        window.settle();
        assertThat(desk.list().rows()).hasSize(2);
    }

    @Test
    void storedReceiptsAreSentByAButtonAfterTheTillWasOfflineTooLong() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Rejected(new Answer(200, "36889", "offline"));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.REJECTED);
        assertThat(StoredReceiptsModel.areRequiredBy(rowOf(1))).isTrue();
        Messages english = new Messages(Translations.in(Language.ENGLISH), clock);
        assertThat(english.rowLine(rowOf(1)))
                .as("the advice comes first, the code last")
                .startsWith("Connect the till to the internet")
                .endsWith("FiscalBox: code 36889: offline");

        desk.keptReceipts().send();
        window.until(() -> !desk.keptReceipts().sending().get());
        assertThat(Objects.requireNonNull(notices.current().get()).text().in(english))
                .isEqualTo("Retry the payments now: FiscalBox has sent its receipts. FiscalBox: 3 receipts sent");

        fiscalBox.next = new Outcome.Rejected(new Answer(200, "106", "no"));
        desk.sending().retry();
        window.until(() -> rowOf(1).attempts() == 2 && rowOf(1).state() == PaymentState.REJECTED);
        assertThat(StoredReceiptsModel.areRequiredBy(rowOf(1))).isFalse();
    }

    @Test
    void theSecondEnterOfAScannerSendsNothing() {
        add(1);
        refresh();
        desk.capture().captureText(RECEIPT);
        desk.sending().confirm();
        window.settle();

        assertThat(fiscalBox.sent).isEmpty();
        assertThat(desk.capture().offer().get()).isNotNull();
    }

    @Test
    void theCashierChoosesBetweenSeveralReceiptsOfAPicture() {
        String second = link("7", "20261125100000", "000000000001");
        add(1);
        refresh();
        desk.pictureCapture().capture(() -> new PictureReading.Several(List.of(RECEIPT, second)));
        window.until(() -> !desk.capture().receiptChoices().get().isEmpty());

        assertThat(desk.capture().offer().get()).isNull();
        assertThat(desk.capture().receiptChoices().get())
                .extracting(FiscalReceipt::url)
                .containsExactly(RECEIPT, second);

        desk.capture().chooseReceipt(desk.capture().receiptChoices().get().getLast());

        assertThat(desk.capture().receiptChoices().get()).isEmpty();
        assertThat(Objects.requireNonNull(desk.capture().offer().get())
                        .receipt()
                        .url())
                .isEqualTo(second);
    }

    @Test
    void anOfferIsDiscardedWhenAnotherPaymentIsSelected() {
        add(1);
        add(2);
        refresh();
        desk.capture().captureText(RECEIPT);
        desk.list().select(rowOf(1));

        assertThat(desk.capture().offer().get()).isNull();
        assertThat(notices.current().get()).isNotNull();
    }

    @Test
    void aTextThatIsNoReceiptIsRefusedAndChangesNothing() {
        add(1);
        refresh();
        desk.capture().captureText("https://example.com/check?t=1");

        assertThat(desk.capture().offer().get()).isNull();
        assertThat(desk.capture().refusal().get()).isNotNull();
        assertThat(ledger.acts(rowOf(1))).hasSize(1);
    }

    @Test
    void acceptedWarningsAreRecorded() {
        add(1);
        refresh();
        desk.capture().captureText(link("7", "20261125100000", "000000000001"));
        assertThat(offer().warnings()).containsExactly(ReceiptWarning.BEFORE_PAYMENT);
        look();
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).as("Enter does not send a doubtful receipt").isEmpty();
        desk.sending().sendAnyway();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);

        assertThat(ledger.acts(rowOf(1))).extracting(Act::kind).contains(Act.Kind.WARNINGS_ACCEPTED);
    }

    @Test
    void aSecondEnterWhileTheFirstIsProcessedHasNoEffect() {
        add(1);
        refresh();
        desk.capture().captureText(RECEIPT);
        look();
        desk.sending().confirm();
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        window.settle();

        assertThat(fiscalBox.sent).containsExactly(RECEIPT);
        assertThat(notices.current().get())
                .extracting(Notice::kind)
                .as("no warning about a change that the cashier made")
                .isEqualTo(Notice.Kind.DONE);
    }

    @Test
    void closingWarnsOnceAboutQueuedPayments() {
        add(1);
        refresh();
        assertThat(desk.closing().requestClose()).isTrue();
        fiscalBox.next = new Outcome.NotSent(Outcome.NotSentReason.NO_ROUTE, Answer.NONE, null);
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).nextTryAt() != null);
        refresh();
        notices.clear();

        assertThat(desk.closing().requestClose()).isFalse();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.CLOSING);
        assertThat(desk.closing().isDelayedCloseDue()).isFalse();
        clock.tick(Duration.ofMinutes(5));
        assertThat(desk.closing().closeNevertheless())
                .as("the button of the page needs no second request")
                .isTrue();
    }

    @Test
    void replacingAReceiptNeedsTheSupervisorsPinAndRecordsBothNames() throws Exception {
        TestSupervisor.in(folder, clock).set("2407".toCharArray(), "Malika", Supervisor.everything());
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Unknown(Outcome.UnknownReason.NO_ANSWER_IN_TIME, Answer.ofMessage(""));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.UNKNOWN);
        fiscalBox.next = fiscalBox.yes;
        desk.capture().startReplacing();
        desk.capture().captureText(ANOTHER);
        desk.capture().replacementConfirmed().set(true);
        look();
        desk.sending().confirm();
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.PIN);
        assertThat(fiscalBox.sent).containsExactly(RECEIPT);

        desk.approval().pin().set("2407");
        desk.approval().submit();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);

        assertThat(desk.pages().currentPage()).isEqualTo(Page.RECEIPT);
        assertThat(ledger.acts(rowOf(1)))
                .filteredOn(act -> act.kind() == Act.Kind.ANOTHER_RECEIPT)
                .extracting(Act::who)
                .containsExactly("Dilnoza / Malika");
    }

    @Test
    void aDoubtfulReceiptNeedsTheSupervisorsPinIfConfigured() throws Exception {
        TestSupervisor.in(folder, clock).set("2407".toCharArray(), "Malika", EnumSet.of(GuardedAct.DOUBT));
        add(1);
        refresh();
        desk.capture().captureText(link("7", "20261125100000", "000000000001"));
        look();
        desk.sending().sendAnyway();
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.PIN);
        assertThat(fiscalBox.sent).isEmpty();

        desk.approval().pin().set("2407");
        desk.approval().submit();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(ledger.acts(rowOf(1)))
                .filteredOn(act -> act.kind() == Act.Kind.WARNINGS_ACCEPTED)
                .extracting(Act::who)
                .containsExactly("Dilnoza / Malika");
    }

    @Test
    void anUnknownOutcomeStaysSelectedAndIsRetriedWithTheSameReceipt() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Unknown(Outcome.UnknownReason.NO_ANSWER_IN_TIME, Answer.ofMessage(""));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.UNKNOWN);
        assertThat(selected().transactionId()).isEqualTo(id(1));

        fiscalBox.next = fiscalBox.yes;
        desk.sending().retry();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(fiscalBox.sent).containsExactly(RECEIPT, RECEIPT);
    }

    @Test
    void replacingAReceiptThatMayBeBookedNeedsTheCashiersConfirmation() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Unknown(Outcome.UnknownReason.CONNECTION_LOST, Answer.ofMessage(""));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.UNKNOWN);

        fiscalBox.next = fiscalBox.yes;
        desk.capture().startReplacing();
        desk.capture().captureText(ANOTHER);
        look();
        assertThat(offer().replacesReceipt()).isTrue();
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).containsExactly(RECEIPT);

        desk.capture().replacementConfirmed().set(true);
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(ledger.acts(rowOf(1))).extracting(Act::kind).contains(Act.Kind.ANOTHER_RECEIPT);
    }

    @Test
    void aReceiptOfAnotherPaymentNeedsAReason() {
        add(1);
        add(2);
        refresh();
        confirmWith(RECEIPT);
        window.until(() -> rowOf(2).state() == PaymentState.CONFIRMED);

        confirmWith(RECEIPT);
        assertThat(offer().takenBy()).isEqualTo(id(2));
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).hasSize(1);

        desk.capture().reuseReason().set("one receipt for two payments");
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(ledger.acts(rowOf(1))).extracting(Act::why).contains("one receipt for two payments");
    }

    @Test
    void aReceiptOfAnotherPaymentIsNoticedBeforeItIsSent() {
        add(1);
        add(2);
        refresh();
        confirmWith(RECEIPT);
        window.until(() -> rowOf(2).state() == PaymentState.CONFIRMED);
        desk.list().filter().set(PaymentFilter.REJECTED);
        window.settle();
        desk.list().filter().set(PaymentFilter.TO_DO);
        window.settle();
        assertThat(desk.list().indexOf(id(2)))
                .as("the row of the confirmed payment")
                .isNegative();

        desk.list().select(rowOf(1));
        desk.capture().captureScan(RECEIPT);
        window.settle();
        assertThat(offer().takenBy()).isEqualTo(id(2));
    }

    @Test
    void aRefundedReceiptNeedsTheCashiersConsent() {
        add(1);
        refresh();
        ledger.recordRefund(ReceiptLink.parse(RECEIPT).orElseThrow(), "POS", Instant.EPOCH);
        confirmWith(RECEIPT);
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();
        assertThat(offer().warnings()).contains(ReceiptWarning.REFUNDED);

        look();
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();
        desk.sending().sendAnyway();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(ledger.acts(rowOf(1))).extracting(Act::why).contains("refunded");
    }

    @Test
    void aPaymentThatWasNotSentIsRetriedAutomatically() {
        add(1);
        refresh();
        fiscalBox.next =
                new Outcome.NotSent(Outcome.NotSentReason.CONNECTION_REFUSED, Answer.ofMessage("refused"), null);
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.READY && rowOf(1).attempts() == 1);

        fiscalBox.next = fiscalBox.yes;
        clock.tick(Duration.ofHours(1));
        desk.sender().tick();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
    }

    @Test
    void settingAsideRequiresAReasonAndCanBeUndone() {
        add(1);
        refresh();
        desk.reason().ask(ReasonModel.ReasonedAct.SET_ASIDE, selected());
        assertThat(desk.pages().currentPage()).isEqualTo(Page.REASON);
        desk.reason().submit();
        assertThat(stored(1).state()).as("an act without a reason").isEqualTo(PaymentState.PENDING);

        desk.reason().reason().set("money returned");
        desk.reason().submit();
        window.settle();
        assertThat(stored(1).state()).isEqualTo(PaymentState.SET_ASIDE);
        assertThat(desk.acts().offersUndo().get()).isTrue();

        desk.acts().undo();
        window.settle();
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void aConfirmationByHandIsMarkedAndCanBeUndone() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Rejected(Answer.ofMessage("no"));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.REJECTED);

        desk.reason().ask(ReasonModel.ReasonedAct.BY_HAND, selected());
        desk.reason().reason().set("seen in FiscalBox");
        desk.reason().submit();
        window.settle();
        assertThat(stored(1).confirmedByHand()).isTrue();
        refresh();
        assertThat(desk.list().totals().counts().get())
                .as("FiscalBox has confirmed nothing")
                .containsEntry(PaymentFilter.DONE_TODAY, 0L)
                .containsEntry(PaymentFilter.BY_HAND, 1L);
        desk.list().filter().set(PaymentFilter.BY_HAND);
        window.settle();
        assertThat(desk.list().reasonByHand(rowOf(1))).isEqualTo("seen in FiscalBox");
        assertThat(new Messages(Translations.in(Language.ENGLISH), clock).state(rowOf(1)))
                .isEqualTo("By hand");

        desk.acts().undo();
        window.settle();
        assertThat(stored(1).state()).isEqualTo(PaymentState.REJECTED);
    }

    @Test
    void aPaymentThatTheSimulatorConfirmedIsNotCalledFiscalized() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Confirmed(Answer.NONE, true);
        confirmWith(RECEIPT);
        window.until(() -> stored(1).state() == PaymentState.CONFIRMED);
        refresh();

        assertThat(desk.list().totals().counts().get())
                .as("FiscalBox has confirmed nothing")
                .containsEntry(PaymentFilter.DONE_TODAY, 0L)
                .containsEntry(PaymentFilter.PRACTICE, 1L);
        desk.list().filter().set(PaymentFilter.PRACTICE);
        window.settle();
        for (Language language : Language.values()) {
            Messages messages = new Messages(Translations.in(language), clock);
            assertThat(messages.state(rowOf(1)))
                    .isEqualTo(messages.texts().get("state.practice"))
                    .isNotEqualTo(messages.state(PaymentState.CONFIRMED));
            assertThat(messages.rowLine(rowOf(1))).isEqualTo(messages.texts().get("outcome.confirmed-practice"));
        }
    }

    @Test
    void theFourPrintedFieldsFormTheReceipt() {
        add(1);
        refresh();
        desk.keyedReceipt().open("UZ170703100597");
        desk.keyedReceipt().number().set("2421");
        desk.keyedReceipt().time().set("25.11.2026 13:30:00");
        desk.keyedReceipt().sign().set("5143 4319 0161");
        desk.keyedReceipt().submit();

        assertThat(desk.pages().currentPage()).isEqualTo(Page.RECEIPT);
        assertThat(offer().receipt().url()).isEqualTo(RECEIPT);
    }

    @Test
    void aTerminalIdTypedInARussianLayoutIsRepaired() {
        add(1);
        refresh();
        desk.keyedReceipt().open("ГЯ170703100597");
        desk.keyedReceipt().number().set("2421");
        desk.keyedReceipt().time().set("25112026133000");
        desk.keyedReceipt().sign().set("514343190161");
        desk.keyedReceipt().submit();

        assertThat(offer().receipt().terminalId()).isEqualTo("UZ170703100597");
    }

    @Test
    void anInvalidKeyedFieldIsReportedAndNothingIsCaptured() {
        add(1);
        refresh();
        desk.keyedReceipt().open("UZ170703100597");
        desk.keyedReceipt().number().set("2421");
        desk.keyedReceipt().time().set("31.02.2026 13:30:00");
        desk.keyedReceipt().sign().set("514343190161");
        desk.keyedReceipt().submit();

        assertThat(desk.keyedReceipt().problem().get()).isNotNull();
        assertThat(desk.capture().offer().get()).isNull();
    }

    @Test
    void aPaymentAddedByHandIsSelected() {
        add(1);
        refresh();
        desk.addPayment().open();
        desk.addPayment().text(PaymentField.TRANSACTION_ID).set("a12fc00f-5af5-65b8-adf8-74bff4468099");
        desk.addPayment().text(PaymentField.AMOUNT).set("38 500");
        desk.addPayment().add();
        window.settle();

        assertThat(selected().payment().amount()).isEqualTo(new Amount(3_850_000));
        assertThat(desk.pages().currentPage()).isEqualTo(Page.RECEIPT);
    }

    @Test
    void anInvalidFieldIsReportedAndNothingIsAdded() {
        refresh();
        desk.addPayment().open();
        desk.addPayment().text(PaymentField.TRANSACTION_ID).set("not an id");
        desk.addPayment().add();
        window.settle();

        assertThat(desk.addPayment().problems().get())
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo(PaymentField.TRANSACTION_ID));
        assertThat(desk.list().rows()).isEmpty();
    }

    @Test
    void anImportedFileIsReportedRowByRow() throws Exception {
        Path file = folder.resolve("payments.csv");
        Files.writeString(file, "transaction_id,amount\n" + id(5) + ",125000\nnonsense,1\n");
        desk.imports().importFiles(List.of(file));
        window.settle();

        assertThat(desk.imports().reports().get()).singleElement().satisfies(report -> {
            assertThat(report.taken()).isEqualTo(1);
            assertThat(report.refused()).hasSize(1);
        });
        assertThat(desk.pages().currentPage()).isEqualTo(Page.IMPORTED);
        assertThat(desk.list().rows()).hasSize(1);
    }

    @Test
    void theColumnsOfAFileAreChosenOnceAndRemembered() throws Exception {
        Path file = folder.resolve("bank.csv");
        Files.writeString(file, "Ref,Summa (?)\n" + id(5) + ",12500000\n");
        desk.imports().importFiles(List.of(file));
        window.settle();
        assertThat(desk.imports().reports().get())
                .singleElement()
                .matches(report -> report.broken() != null && report.offersColumns());

        desk.imports().chooseColumns(file);
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.COLUMNS);
        assertThat(desk.columns().preview().get().columns())
                .extracting(column -> column.name() + column.values())
                .containsExactly("Ref[" + id(5) + "]", "Summa (?)[12500000]");
        Optional<Column> id = Column.ofCode("transaction_id");
        desk.columns().submit(Map.of("Ref", id, "Summa (?)", id));
        assertThat(desk.columns().problem().get()).isNotNull();
        desk.columns().submit(Map.of("Ref", id, "Summa (?)", Column.ofCode("amount_tiyin")));
        window.settle();

        assertThat(desk.pages().currentPage()).isEqualTo(Page.IMPORTED);
        assertThat(desk.list().rows().getFirst().payment().amount()).isEqualTo(new Amount(12_500_000));
        desk.imports().importFiles(List.of(file));
        window.settle();
        assertThat(desk.imports().reports().get()).singleElement().matches(report -> report.known() == 1);
    }

    @Test
    void whatAStatementHasAndTheListHasNotIsAddedInOneAct() throws Exception {
        add(1);
        Path file = folder.resolve("anor.csv");
        Files.writeString(file, "Ref\n" + id(1) + "\n" + id(5) + "\n" + id(6) + "\n");
        desk.statement().check(file);
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.STATEMENT);
        assertThat(desk.statement().checked().get().broken()).isNotNull();

        desk.statement().chooseColumns(file);
        window.settle();
        desk.columns().submit(Map.of("Ref", Column.ofCode("transaction_id")));
        window.settle();
        assertThat(Objects.requireNonNull(desk.statement().checked().get().report())
                        .addable())
                .hasSize(2);
        desk.statement().addMissing();
        window.settle();
        assertThat(Objects.requireNonNull(desk.statement().checked().get().report())
                        .agrees())
                .isTrue();
        assertThat(desk.list().rows()).hasSize(3);

        Path saved = folder.resolve("differences.json");
        desk.statement().save(saved);
        window.settle();
        assertThat(saved).content().contains("\"matched\":3");
    }

    @Test
    void receiptsOfThePosAreProposedForAPaymentAndNeverBoundByThemselves() {
        Amount amount = new Amount(12_500_000);
        Instant paid = Instant.parse("2026-11-25T08:28:00Z");
        ledger.add(
                new Payment(id(1), null, amount, null, null, paid, null),
                null,
                new Act(Act.Kind.ADDED, "Dilnoza", NOW, null));
        FiscalReceipt receipt = ReceiptLink.parse(RECEIPT).orElseThrow();
        FiscalReceipt other = ReceiptLink.parse(ANOTHER).orElseThrow();
        ledger.keep(new PassedReceipt(receipt, amount, amount), receipt.issuedAt());
        ledger.keep(new PassedReceipt(other, new Amount(100), new Amount(100)), receipt.issuedAt());
        refresh();
        desk.list().select(rowOf(1));
        window.settle();

        assertThat(desk.receiptProposals().proposals().get())
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.passed().receipt()).isEqualTo(receipt));
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);
        desk.receiptProposals().choose(desk.receiptProposals().proposals().get().getFirst());
        window.settle();
        assertThat(Objects.requireNonNull(desk.capture().offer().get()).receipt())
                .isEqualTo(receipt);
        assertThat(stored(1).state()).as("a person compares first").isEqualTo(PaymentState.PENDING);

        desk.capture().discard();
        ledger.recordRefund(receipt, "POS", NOW);
        add(2);
        refresh();
        desk.list().select(rowOf(2));
        desk.list().select(rowOf(1));
        window.settle();
        assertThat(desk.receiptProposals().proposals().get()).isEmpty();
    }

    @Test
    void aDroppedFileIsAskedAboutUnlessItsUseIsKnown() throws Exception {
        add(1);
        refresh();
        Path file = folder.resolve("bank.csv");
        Files.writeString(file, "Ref;Сумма\n" + id(1) + ";5\n" + id(5) + ";6\n");
        desk.droppedFiles().take(List.of(file));
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.DROPPED);
        assertThat(desk.droppedFiles().files().get()).containsExactly(file);
        assertThat(desk.list().rows()).hasSize(1);

        desk.droppedFiles().compare();
        window.settle();
        desk.statement().chooseColumns(file);
        window.settle();
        desk.columns().submit(Map.of("Ref", Column.ofCode("transaction_id"), "Сумма", Column.ofCode("amount")));
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.STATEMENT);

        // Another statement with these columns is known wherever it is dropped, and nothing is added.
        Path next = Files.copy(file, folder.resolve("next.csv"));
        for (Page page : List.of(Page.RECEIPT, Page.STATEMENT)) {
            desk.pages().open(page);
            desk.droppedFiles().take(List.of(next));
            window.settle();
            assertThat(desk.pages().currentPage()).isEqualTo(Page.STATEMENT);
            assertThat(Objects.requireNonNull(desk.statement().checked().get()).file())
                    .isEqualTo(next);
        }
        assertThat(desk.list().rows()).hasSize(1);

        // An import of the same file does not use the columns of the statement.
        desk.imports().importFiles(List.of(next));
        window.settle();
        assertThat(desk.imports().reports().get()).singleElement().matches(report -> report.broken() != null);
        desk.imports().chooseColumns(next);
        window.settle();
        desk.columns().submit(Map.of("Ref", Column.ofCode("transaction_id"), "Сумма", Column.ofCode("amount")));
        window.settle();
        assertThat(desk.list().rows()).hasSize(2);
        desk.pages().back();
        desk.droppedFiles().take(List.of(next));
        window.settle();
        assertThat(desk.pages().currentPage()).as("it has been both").isEqualTo(Page.DROPPED);
    }

    @Test
    void aFileThatCannotBeReadIsAskedAboutAndOneStatementIsComparedAtATime() throws Exception {
        Path broken = Files.write(folder.resolve("broken.xlsx"), new byte[] {'P', 'K', 3, 4, 0});
        desk.droppedFiles().take(List.of(broken));
        window.settle();
        assertThat(desk.pages().currentPage()).isEqualTo(Page.DROPPED);
        desk.droppedFiles().add();
        window.settle();
        assertThat(desk.imports().reports().get()).singleElement().matches(report -> report.broken() != null);

        Path file = Files.writeString(folder.resolve("a.csv"), "transaction_id\n" + id(5) + "\n");
        desk.pages().open(Page.STATEMENT);
        desk.droppedFiles().take(List.of(file, broken));
        window.settle();
        assertThat(Objects.requireNonNull(desk.statement().checked().get()).file())
                .isEqualTo(file);
        Messages english = new Messages(Translations.in(Language.ENGLISH), clock);
        assertThat(Objects.requireNonNull(notices.current().get()).text().in(english))
                .contains("Only a.csv was compared");
        assertThat(desk.list().rows()).isEmpty();
    }

    @Test
    void filterAndSearchNarrowTheList() {
        add(1);
        add(2);
        refresh();
        desk.list().filter().set(PaymentFilter.REJECTED);
        window.settle();
        assertThat(desk.list().rows()).isEmpty();
        assertThat(selected().transactionId()).as("filtering selects nothing").isEqualTo(id(2));
        assertThat(desk.list().selectionHidden().get()).isTrue();

        desk.list().filter().set(PaymentFilter.ALL);
        desk.list().search().set(id(1).toString());
        window.settle();
        assertThat(desk.list().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.transactionId()).isEqualTo(id(1)));
    }

    @Test
    void longListsAreLoadedPageByPage() {
        for (int n = 1; n <= 230; n++) {
            add(n);
        }
        refresh();
        assertThat(desk.list().rows()).hasSize(100);
        desk.list().loadMore();
        window.settle();
        assertThat(desk.list().rows()).hasSize(200);
        desk.list().loadMore();
        window.settle();
        assertThat(desk.list().rows()).hasSize(230);
    }

    @Test
    void sendAllSendsPaymentsWithAReceipt() {
        add(1);
        add(2);
        refresh();
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        desk.sending().sendAll();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);

        assertThat(stored(2).state()).isEqualTo(PaymentState.PENDING);
    }

    /** The button still says how many the search before has found. */
    @Test
    void sendAllSendsNothingUntilItsNumberIsThatOfTheList() {
        add(1);
        add(2);
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        ledger.attach(stored(2), reading(ANOTHER), null, List.of());
        desk.list().search().set(id(1).toString());
        window.settle();
        assertThat(desk.list().totals().sendable().get().payments()).isEqualTo(1);

        desk.list().search().set("");
        desk.sending().sendAll();
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();

        desk.sending().sendAll();
        window.until(
                () -> stored(1).state() == PaymentState.CONFIRMED && stored(2).state() == PaymentState.CONFIRMED);
    }

    @Test
    void aRevealedPaymentIsListedWhoeverConfirmedIt() {
        add(1);
        refresh();
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        ledger.recordOutcome(
                ledger.claim(stored(1), "till 2", NOW, null).orElseThrow().attemptId(), Samples.rejected(), NOW, null);
        ledger.confirmByHand(stored(1), new Act(Act.Kind.CONFIRMED_BY_HAND, "Dilnoza", NOW, "paid in cash"));
        desk.list().filter().set(PaymentFilter.DONE_TODAY);
        window.settle();

        desk.list().reveal(stored(1));
        window.settle();

        assertThat(desk.list().selectionHidden().get()).isFalse();
        assertThat(desk.list().filter().get()).isEqualTo(PaymentFilter.ALL);
        desk.list().filter().set(PaymentFilter.BY_HAND);
        window.settle();
        desk.list().reveal(stored(1));
        assertThat(desk.list().filter().get()).isEqualTo(PaymentFilter.BY_HAND);
    }

    @Test
    void theCountsOfTheFiltersDoNotDependOnTheSearch() {
        add(1);
        add(2);
        refresh();
        desk.list().filter().set(PaymentFilter.REJECTED);
        desk.list().search().set(id(1).toString());
        window.settle();

        assertThat(desk.list().rows()).isEmpty();
        assertThat(desk.list().totals().counts().get())
                .containsEntry(PaymentFilter.TO_DO, 2L)
                .containsEntry(PaymentFilter.ALL, 2L);
        assertThat(desk.list().totals().found().get())
                .as("another filter lists what was searched for")
                .isEqualTo(Map.of(PaymentState.PENDING, 1L));
    }

    /** Somebody who types a number and Enter does not wait for the list. */
    @Test
    void theFirstFoundPaymentIsSelectedAlsoIfItIsNotReadYet() {
        add(1);
        add(2);
        refresh();
        LedgerEntry other = desk.list().rows().stream()
                .filter(row -> !desk.list().isSelected(row.transactionId()))
                .findFirst()
                .orElseThrow();
        desk.list().search().set(other.transactionId().text());
        desk.list().selectFound();
        window.settle();
        assertThat(desk.list().isSelected(other.transactionId())).isTrue();
        assertThat(desk.list().isSelectedByPerson(other.transactionId())).isTrue();
    }

    @Test
    void aFinishedPaymentIsNotListedAmongWhatIsSearchedFor() {
        add(1);
        add(2);
        refresh();
        LedgerEntry done = Objects.requireNonNull(desk.list().selected().get());
        LedgerEntry other = desk.list().rows().stream()
                .filter(row -> !row.transactionId().equals(done.transactionId()))
                .findFirst()
                .orElseThrow();
        ledger.setAside(done, new Act(Act.Kind.SET_ASIDE, "Dilnoza", NOW, null));
        refresh();
        assertThat(desk.list().rows()).as("it stays where it was").hasSize(2);
        desk.list().search().set(other.transactionId().text());
        desk.list().selectFound();
        window.settle();
        assertThat(desk.list().rows()).hasSize(1);
        assertThat(desk.list().isSelected(other.transactionId())).isTrue();
    }

    @Test
    void onlyPaymentsThatSendAllWouldSendAreCountedAsReady() {
        add(1);
        add(2);
        ledger.add(
                new Payment(id(3), null, new Amount(1_00L), null, null, NOW, null),
                reading(RECEIPT),
                new Act(Act.Kind.IMPORTED, "Dilnoza", NOW, null));
        refresh();
        assertThat(desk.list().totals().sendable().get().payments()).isEqualTo(1);

        desk.list().filter().set(PaymentFilter.REJECTED);
        window.settle();
        assertThat(desk.list().totals().sendable().get().payments()).isZero();
    }

    @Test
    void aPaymentThatIsAboutToBeSentAsksForNothing() {
        add(1);
        refresh();
        List<Boolean> shown = new ArrayList<>();
        desk.list().rows().addListener((ListChangeListener<LedgerEntry>) change -> change.getList().stream()
                .filter(row -> row.state() == PaymentState.READY)
                .forEach(row -> shown.add(desk.list().sending().isAboutToBeSent(row))));
        fiscalBox.answers = new CountDownLatch(1);
        desk.capture().captureText(RECEIPT);
        look();
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() != PaymentState.PENDING);
        fiscalBox.answers.countDown();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);

        assertThat(shown).isNotEmpty().doesNotContain(false);
    }

    @Test
    void afterAPaymentWasSetAsideTheNextOneIsSelected() {
        add(1);
        add(2);
        add(3);
        refresh();
        desk.list().select(rowOf(2));
        desk.reason().ask(ReasonModel.ReasonedAct.SET_ASIDE, selected());
        desk.reason().submit("entered twice");
        window.settle();
        assertThat(stored(2).state()).isEqualTo(PaymentState.SET_ASIDE);
        assertThat(selected().transactionId()).isEqualTo(id(1));

        desk.acts().undo();
        window.settle();
        assertThat(stored(2).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void theLastPaymentIsSelectedEvenIfItIsNotLoaded() {
        for (int n = 1; n <= 230; n++) {
            add(n);
        }
        refresh();
        assertThat(desk.list().rows()).hasSize(100);
        desk.list().selectLast();
        window.settle();
        assertThat(selected().transactionId()).isEqualTo(id(1));
        assertThat(desk.list().rows()).hasSize(230);
    }

    @Test
    void theHolderOfADuplicateReceiptIsKnownAndOpened() {
        add(1);
        add(2);
        refresh();
        confirmWith(RECEIPT);
        window.until(() -> stored(2).state() == PaymentState.CONFIRMED);
        window.settle();
        desk.list().select(rowOf(1));
        desk.capture().captureText(RECEIPT);
        window.settle();
        assertThat(desk.capture().holder().entry().get())
                .extracting(LedgerEntry::transactionId)
                .isEqualTo(id(2));

        desk.capture().holder().open();
        window.settle();
        assertThat(selected().transactionId()).isEqualTo(id(2));
        assertThat(desk.capture().holder().entry().get()).isNull();
    }

    @Test
    void theRequestToFinishAPageGoesAwayWithThePage() {
        add(1);
        refresh();
        desk.addPayment().open();
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        assertThat(notices.current().get()).isNotNull();
        desk.pages().back();
        assertThat(notices.current().get()).isNull();

        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        assertThat(desk.scanner().recognised().get()).isTrue();
    }

    @Test
    void theHistoryContainsAllAttemptsAndActs() {
        add(1);
        refresh();
        fiscalBox.next = new Outcome.Rejected(Answer.ofMessage("no"));
        confirmWith(RECEIPT);
        window.until(() -> rowOf(1).state() == PaymentState.REJECTED);
        desk.pages().open(Page.HISTORY);
        window.settle();

        assertThat(desk.history().lines().get())
                .hasAtLeastOneElementOfType(HistoryModel.Line.OfAttempt.class)
                .hasAtLeastOneElementOfType(HistoryModel.Line.OfAct.class);
    }

    @Test
    void paymentsAreProposedForAReceiptWithoutASelectedPayment() {
        desk.capture().captureText(RECEIPT);
        window.settle();
        assertThat(unplaced().candidates()).isEmpty();
        desk.capture().discard();

        desk.list().filter().set(PaymentFilter.SET_ASIDE);
        window.settle();
        add(1);
        refresh();
        desk.capture().captureText(RECEIPT);
        window.settle();
        LedgerEntry proposed = unplaced().candidates().getFirst().entry();
        desk.capture().offerFor(proposed);
        assertThat(desk.capture().offer().get())
                .as("the Enter that ends a scan selects nothing")
                .isNull();

        look();
        desk.capture().offerFor(proposed);
        window.settle();
        assertThat(desk.capture().unassigned().get()).isNull();
        assertThat(selected().transactionId()).isEqualTo(id(1));
        assertThat(offer().entry().transactionId()).isEqualTo(id(1));
        assertThat(fiscalBox.sent).isEmpty();
    }

    @Test
    void settingsAreSavedOnlyIfTheyAreValid() {
        desk.settings().open(() -> Settings.DEFAULT);
        desk.settings().address().text().set("not an address");
        desk.settings().save();
        assertThat(saved).isNull();

        desk.settings().address().text().set("http://192.168.1.5:8347");
        desk.settings().timeout().set("0");
        desk.settings().save();
        assertThat(saved).isNull();

        desk.settings().timeout().set("45");
        desk.settings().updateAddress().set("192.168.1.5/fiskaldesk");
        desk.settings().save();
        assertThat(saved).isNull();

        desk.settings().updateAddress().set(" http://192.168.1.5/fiskaldesk ");
        desk.settings().updatesOn().set(false);
        desk.settings().till().set(" till 3 ");
        desk.settings().save();
        assertThat(saved)
                .isEqualTo(Settings.DEFAULT
                        .withApiUrl("http://192.168.1.5:8347")
                        .withAnswerTimeout(Duration.ofSeconds(45))
                        .withPeople("till 3", null)
                        .withUpdates(new UpdateSettings(false, "http://192.168.1.5/fiskaldesk")));
    }

    @Test
    void aClockDifferenceThatIsTooLargeIsReported() {
        fiscalBox.info = new FiscalApi.TillInfo.Up("UZ170703100597", NOW.minus(Duration.ofMinutes(9)));
        desk.health().query();
        window.settle();

        TillHealth till = Objects.requireNonNull(desk.health().till().get());
        assertThat(till.warnings()).containsExactly(new TillWarning.ClockOff(Duration.ofMinutes(9)));
        assertThat(till.isSafeForPayment()).isFalse();
        assertThat(desk.health().terminalId()).isEqualTo("UZ170703100597");
    }

    // ---- selection

    @Test
    void theSelectionStaysWhenPaymentsArrive() {
        add(1);
        add(2);
        add(3);
        refresh();
        desk.list().select(rowOf(2));
        add(4);
        refresh();

        assertThat(selected().transactionId()).isEqualTo(id(2));
        desk.capture().captureText(RECEIPT);
        add(5);
        refresh();
        assertThat(offer().entry().transactionId()).isEqualTo(id(2));
    }

    @Test
    void theSelectedPaymentStaysListedWhenNewOnesPushItDown() {
        for (int n = 1; n <= 130; n++) {
            add(n);
        }
        refresh();
        desk.list().select(desk.list().rows().getLast());
        TransactionId last = selected().transactionId();
        for (int n = 131; n <= 140; n++) {
            add(n);
        }
        refresh();

        assertThat(selected().transactionId()).isEqualTo(last);
        assertThat(desk.list().selectionHidden().get()).isFalse();
    }

    @Test
    void aPaymentConfirmedOnAnotherTillStaysSelectedAndEnterHasNoEffect() {
        add(1);
        add(2);
        refresh();
        desk.capture().captureText(RECEIPT);
        look();
        confirmElsewhere(2, ANOTHER);
        refresh();

        assertThat(selected().transactionId()).isEqualTo(id(2));
        assertThat(selected().state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(offer().isBlocked()).isTrue();
        assertThat(offer().receipt().receiptNumber()).isEqualTo("2421");
        look();
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void aChangedPaymentMustBeReviewedAgainBeforeEnterSendsIt() {
        add(1);
        refresh();
        desk.capture().captureText(RECEIPT);
        look();
        ledger.attach(stored(1), reading(ANOTHER), null, List.of());
        refresh();
        assertThat(offer().replacesReceipt()).as("it has another receipt now").isTrue();
        desk.capture().replacementConfirmed().set(true);
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();

        look();
        desk.sending().confirm();
        window.until(() -> stored(1).state() == PaymentState.CONFIRMED);
        assertThat(fiscalBox.sent).containsExactly(RECEIPT);
    }

    @Test
    void enterDoesNotSendAPaymentThatWasJustShown() {
        add(1);
        refresh();
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        refresh();
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();

        look();
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
    }

    // ---- payments that have a receipt

    @Test
    void theNextPaymentIsSelectedAfterOneIsQueued() {
        add(1);
        add(2);
        refresh();
        fiscalBox.next =
                new Outcome.NotSent(Outcome.NotSentReason.CONNECTION_REFUSED, Answer.ofMessage("refused"), null);
        confirmWith(RECEIPT);
        window.until(() -> rowOf(2).nextTryAt() != null);

        assertThat(selected().transactionId()).isEqualTo(id(1));
        assertThat(notices.current().get()).isNotNull();
        confirmWith(ANOTHER);
        window.until(() -> rowOf(1).nextTryAt() != null);
        assertThat(stored(2).receipt()).extracting(r -> r.receiptNumber()).isEqualTo("2421");
        assertThat(stored(1).receipt()).extracting(r -> r.receiptNumber()).isEqualTo("2422");
    }

    @Test
    void aScanForAPaymentThatHasItsReceiptProposesOtherPayments() {
        add(1);
        add(2);
        refresh();
        ledger.attach(stored(2), reading(RECEIPT), null, List.of());
        refresh();
        assertThat(selected().transactionId()).isEqualTo(id(2));
        desk.capture().captureText(ANOTHER);
        window.settle();

        assertThat(desk.capture().offer().get()).isNull();
        assertThat(unplaced().candidates())
                .extracting(proposal -> proposal.entry().transactionId())
                .containsExactly(id(1));
        assertThat(stored(2).hasReceipt(reading(RECEIPT))).isTrue();
    }

    @Test
    void aReceiptIsReplacedOnlyOnRequestAndAfterConfirmation() {
        add(1);
        refresh();
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        refresh();
        desk.capture().startReplacing();
        desk.capture().captureText(ANOTHER);
        look();
        assertThat(offer().replacesReceipt()).isTrue();
        desk.sending().confirm();
        window.settle();
        assertThat(fiscalBox.sent).isEmpty();

        desk.capture().replacementConfirmed().set(true);
        desk.sending().confirm();
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(fiscalBox.sent).containsExactly(ANOTHER);
        assertThat(ledger.acts(rowOf(1)))
                .filteredOn(act -> act.kind() == Act.Kind.RECEIPT_REPLACED)
                .extracting(Act::why)
                .containsExactly(RECEIPT);
    }

    @Test
    void anAutomaticRetrySelectsNothing() {
        add(1);
        add(2);
        refresh();
        fiscalBox.next =
                new Outcome.NotSent(Outcome.NotSentReason.CONNECTION_REFUSED, Answer.ofMessage("refused"), null);
        confirmWith(RECEIPT);
        window.until(() -> rowOf(2).nextTryAt() != null);
        desk.list().select(rowOf(2));
        fiscalBox.next = fiscalBox.yes;
        clock.tick(Duration.ofHours(1));
        desk.sender().tick();
        window.until(() -> rowOf(2).state() == PaymentState.CONFIRMED);

        assertThat(selected().transactionId()).isEqualTo(id(2));
    }

    @Test
    void aDoubtfulImportedReceiptIsSentOnlyAfterItIsAccepted() throws Exception {
        Path file = folder.resolve("payments.csv");
        Files.writeString(
                file,
                "transaction_id,amount,paid_at,receipt\n" + id(5) + ",125000,25.11.2026 13:00:00,"
                        + link("7", "20261125100000", "000000000001") + "\n");
        desk.imports().importFiles(List.of(file));
        window.settle();
        desk.pages().back();
        desk.sending().sendAll();
        look();
        desk.sending().confirm();
        desk.sending().retry();
        window.settle();
        assertThat(stored(5).needsAcceptance()).isTrue();
        assertThat(fiscalBox.sent).isEmpty();

        desk.sending().acceptWarnings();
        window.until(() -> stored(5).state() == PaymentState.CONFIRMED);
        assertThat(ledger.acts(stored(5)))
                .filteredOn(act -> act.kind() == Act.Kind.WARNINGS_ACCEPTED)
                .extracting(Act::why)
                .containsExactly("before-payment");
    }

    private void confirmElsewhere(int n, String receipt) {
        Ledger.Attachment attached = ledger.attach(stored(n), reading(receipt), null, List.of());
        LedgerEntry ready = ((Ledger.Attachment.Attached) attached).entry();
        Ledger.StartedAttempt begun =
                ledger.claim(ready, "till 4", clock.instant(), null).orElseThrow();
        ledger.recordOutcome(begun.attemptId(), fiscalBox.yes, clock.instant(), null);
    }

    private FiscalReceipt reading(String link) {
        return ((ReceiptReading.Accepted) new ReceiptReader(clock).read(link)).receipt();
    }

    private void confirmWith(String receipt) {
        desk.capture().captureText(receipt);
        look();
        desk.sending().confirm();
        window.settle();
    }

    /** Lets the minimum review time pass. */
    private void look() {
        clock.tick(CaptureModel.MINIMUM_REVIEW);
    }

    private void refresh() {
        desk.list().refresh();
        window.settle();
    }

    private OfferedReceipt offer() {
        OfferedReceipt laid = desk.capture().offer().get();
        assertThat(laid).isNotNull();
        return laid;
    }

    private UnassignedReceipt unplaced() {
        UnassignedReceipt waiting = desk.capture().unassigned().get();
        assertThat(waiting).isNotNull();
        return waiting;
    }

    private LedgerEntry selected() {
        LedgerEntry entry = desk.list().selected().get();
        assertThat(entry).isNotNull();
        return entry;
    }

    /** As after the list was restored from a backup. */
    @Test
    void paymentsThatMayBeBookedAreNotSentAlongWithOthers() {
        add(1);
        add(2);
        refresh();
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        ledger.recordOutcome(
                ledger.claim(stored(1), "till 2", NOW, null).orElseThrow().attemptId(), Samples.unknown(), NOW, null);
        ledger.attach(stored(1), reading(RECEIPT), null, List.of());
        ledger.attach(stored(2), reading(ANOTHER), null, List.of());

        desk.sending().sendReady();
        window.until(() -> rowOf(2).state() == PaymentState.CONFIRMED);
        desk.sending().sendAll();
        window.settle();

        assertThat(stored(1).state()).isEqualTo(PaymentState.READY);
        assertThat(stored(1).attempts()).isEqualTo(1);
    }
}

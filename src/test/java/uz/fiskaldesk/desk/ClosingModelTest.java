package uz.fiskaldesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.ConfirmOnlyApi;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.intake.ColumnsModel;
import uz.fiskaldesk.desk.intake.ImportModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;

/** Tests that closing the window warns about work in progress, and that only a second request soon after overrides it. */
@NullUnmarked
@Timeout(60)
class ClosingModelTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final NoticeModel notices = new NoticeModel();
    private final PageModel pages = new PageModel();
    private final TestExecutor window = new TestExecutor(notices);
    private final CountDownLatch answer = new CountDownLatch(1);
    private Ledger ledger;
    private Sender sender;
    private ImportModel importing;
    private ClosingModel closing;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), Samples.NOON);
        Operator operator = new Operator("till 3", "Dilnoza", clock);
        ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                ledger, new SlowFiscalBox(), new RetryBackoff(RandomGenerator.of("L64X128MixRandom")), operator);
        sender = new Sender(confirmation, ledger, clock, new Silence());
        PaymentListModel list = new PaymentListModel(ledger, window, clock);
        importing = model(new Import(ledger, new ReceiptReader(clock), operator, Providers.DEFAULT), window);
        closing = new ClosingModel(sender, list, importing, pages, clock);
    }

    @AfterEach
    void close() {
        answer.countDown();
        sender.close();
        ledger.close();
    }

    @Test
    void aSecondRequestClosesOnlySoonAfterTheFirst() {
        send(1);
        assertThat(closing.requestClose()).isFalse();
        assertThat(pages.currentPage()).isEqualTo(Page.CLOSING);
        assertThat(closing.question().get()).isNotNull();

        pages.back();
        clock.tick(Duration.ofHours(3));
        assertThat(closing.requestClose()).as("a request hours later").isFalse();
        assertThat(pages.currentPage()).as("the warning is repeated").isEqualTo(Page.CLOSING);

        clock.tick(Duration.ofSeconds(3));
        assertThat(closing.requestClose()).isTrue();
    }

    @Test
    void theWindowStaysOpenAfterCancelAndPaymentsAreRetriedAgain() throws InterruptedException {
        send(1);
        assertThat(closing.requestClose()).isFalse();
        pages.back();
        answer.countDown();
        while (sender.inFlightCount() > 0) {
            Thread.onSpinWait();
        }
        assertThat(closing.isDelayedCloseDue())
                .as("the cashier has cancelled it")
                .isFalse();

        ledger.add(Samples.payment(2), Samples.receipt(2), Samples.act(Act.Kind.IMPORTED));
        LedgerEntry ready = ledger.find(Samples.id(2)).orElseThrow();
        Ledger.StartedAttempt begun =
                ledger.claim(ready, "till 3", clock.instant(), null).orElseThrow();
        Outcome notSent = new Outcome.NotSent(Outcome.NotSentReason.CONNECTION_REFUSED, Answer.NONE, null);
        ledger.recordOutcome(begun.attemptId(), notSent, clock.instant(), clock.instant());
        sender.tick();
        while (ledger.find(Samples.id(2)).orElseThrow().attempts() < 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRequestAfterTheClockWasSetBackCountsAsTheFirst() {
        send(1);
        assertThat(closing.requestClose()).isFalse();
        clock.tick(Duration.ofDays(-1));
        assertThat(closing.requestClose()).isFalse();
    }

    @Test
    void theWindowClosesWhenTheConfirmationIsComplete() throws InterruptedException {
        send(1);
        assertThat(closing.requestClose()).isFalse();
        assertThat(closing.isDelayedCloseDue()).isFalse();
        answer.countDown();
        while (!closing.isDelayedCloseDue()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theSecondRequestStopsAnImportAndReportsWhatWasImported() throws Exception {
        StringBuilder csv = new StringBuilder("transaction_id\n");
        for (int n = 1; n <= 50; n++) {
            csv.append(Samples.id(n).text()).append('\n');
        }
        Path file = Files.writeString(folder.resolve("payments.csv"), csv);
        BackgroundTasks closesTwiceMeanwhile = new InterruptedTasks(() -> {
            assertThat(closing.requestClose()).isFalse();
            assertThat(closing.requestClose()).isFalse();
        });
        Import imports = new Import(
                ledger, new ReceiptReader(clock), new Operator("till 3", "Dilnoza", clock), Providers.DEFAULT);
        importing = model(imports, closesTwiceMeanwhile);
        closing = new ClosingModel(sender, new PaymentListModel(ledger, window, clock), importing, pages, clock);

        importing.importFiles(List.of(file));
        window.settle();

        ImportModel.FileReport report = importing.reports().get().getFirst();
        assertThat(report.stopped()).isTrue();
        assertThat(report.taken()).isZero();
        assertThat(importing.isRunning()).isFalse();
        assertThat(pages.currentPage()).isEqualTo(Page.CLOSING);
        assertThat(closing.requestClose()).as("nothing is in progress any more").isTrue();
    }

    private ImportModel model(Import imports, BackgroundTasks tasks) {
        PageModel pages = new PageModel();
        ColumnMemory memory = new ColumnMemory(folder.resolve("columns.json"));
        return new ImportModel(
                imports,
                new PaymentListModel(ledger, window, clock),
                pages,
                notices,
                tasks,
                new ColumnsModel(memory, pages, tasks),
                window);
    }

    private void send(int n) {
        ledger.add(Samples.payment(n), Samples.receipt(n), Samples.act(Act.Kind.IMPORTED));
        sender.send(ledger.find(Samples.id(n)).orElseThrow());
    }

    /** Runs an action before each background task. */
    private final class InterruptedTasks implements BackgroundTasks {
        private final Runnable meanwhile;

        InterruptedTasks(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public <T> void onLedger(
                java.util.function.Supplier<T> work, java.util.function.Consumer<? super T> then, Runnable failed) {
            window.onLedger(work, then, failed);
        }

        @Override
        public <T> void inBackground(
                java.util.function.Supplier<T> work, java.util.function.Consumer<? super T> then, Runnable failed) {
            meanwhile.run();
            window.inBackground(work, then, failed);
        }
    }

    private static final class Silence implements Sender.Listener {
        @Override
        public void sent(ConfirmationWorkflow.Sent result) {}

        @Override
        public void failed(TransactionId id, uz.fiskaldesk.confirm.LedgerException trouble) {}
    }

    private final class SlowFiscalBox implements ConfirmOnlyApi {
        @Override
        public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                return Samples.unknown();
            }
            return Samples.confirmed();
        }

        @Override
        public TillInfo info() {
            return new TillInfo.Up("UZ170703100597", null);
        }
    }
}

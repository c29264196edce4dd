package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmOnlyApi;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.InterruptibleProxy.State;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * A till that loses the connection to the shared list reports it, loses no data, and continues when the list is back.
 */
@NullUnmarked
class LostConnectionTest {
    private static final Clock CLOCK = Clock.systemUTC();

    /** Short timeouts, so that tests do not wait as long as a shop would. */
    private static final String SHORT_TIMEOUTS = "&connectTimeout=1&socketTimeout=2";

    /** Disables server-side prepared statements, so that the proxy sees the text COMMIT. */
    private static final String NO_PREPARED_STATEMENTS = "&prepareThreshold=0";

    @TempDir
    Path folder;

    private String url;
    private InterruptibleProxy proxy;
    private PostgresLedger till;
    private PostgresLedger other;

    @BeforeEach
    void open() {
        url = PostgresServer.get().newLedger();
        proxy = new InterruptibleProxy(PostgresServer.get().port());
        till = openTill();
        other = PostgresLedger.open(url, null, CLOCK);
    }

    private PostgresLedger openTill() {
        return PostgresLedger.open(proxy.through(url) + SHORT_TIMEOUTS + NO_PREPARED_STATEMENTS, null, CLOCK);
    }

    @AfterEach
    void close() {
        proxy.close();
        till.close();
        other.close();
    }

    private LedgerEntry ready(int number) {
        return ((Ledger.Addition.Added)
                        till.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED)))
                .entry();
    }

    private static void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason())
                                .as(thrown.toString())
                                .isEqualTo(Reason.UNREACHABLE));
    }

    private ConfirmationWorkflow confirmation(Ledger ledger, FiscalApi fiscalBox) {
        return new ConfirmationWorkflow(
                ledger,
                fiscalBox,
                new RetryBackoff(new Random(1)),
                new Operator("Kassa 1", "Nodira", CLOCK),
                new UnrecordedOutcomeFiles(folder));
    }

    /** A FiscalBox that confirms, while the connection to the database is cut. */
    private class ConfirmsWhileDisconnected implements ConfirmOnlyApi {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
            asked.incrementAndGet();
            proxy.set(State.CUT);
            return Samples.confirmed();
        }

        @Override
        public TillInfo info() {
            throw new UnsupportedOperationException("nobody asks for that here");
        }
    }

    @Test
    void lostConnectionIsReportedAndWorkContinues() {
        LedgerEntry entry = ready(1);
        proxy.set(State.CUT);

        assertUnreachable(() -> till.page(LedgerQuery.ALL, null, 10));
        assertUnreachable(() -> till.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)));

        proxy.set(State.WHOLE);
        assertThat(till.find(entry.transactionId())).contains(entry);
        assertThat(till.setAside(entry, Samples.act(Act.Kind.SET_ASIDE))).isPresent();
    }

    @Test
    void silentServerTimesOut() {
        ready(1);
        proxy.set(State.SILENT);

        assertUnreachable(() -> till.page(LedgerQuery.ALL, null, 10));
    }

    @Test
    void startWithoutConnectionIsReported() {
        proxy.set(State.CUT);

        assertUnreachable(this::openTill);
    }

    @Test
    void nothingIsSentWithoutTheList() {
        LedgerEntry entry = ready(1);
        ConfirmsWhileDisconnected fiscalBox = new ConfirmsWhileDisconnected();
        proxy.set(State.CUT);

        assertUnreachable(() -> confirmation(till, fiscalBox).send(entry));

        assertThat(fiscalBox.asked).hasValue(0);
    }

    @Test
    void answerIsRecordedWhenTheListIsBack() {
        LedgerEntry entry = ready(1);
        ConfirmationWorkflow confirmation = confirmation(till, new ConfirmsWhileDisconnected());
        assertUnreachable(() -> confirmation.send(entry));
        assertUnreachable(confirmation::recordUnrecorded);
        assertThat(there(entry).state()).isEqualTo(PaymentState.SENDING);

        proxy.set(State.WHOLE);
        confirmation.recordUnrecorded();

        assertThat(there(entry).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(new UnrecordedOutcomeFiles(folder).all()).isEmpty();
    }

    @Test
    void storedAnswerOutlivesItsProcess() {
        LedgerEntry entry = ready(1);
        assertUnreachable(
                () -> confirmation(till, new ConfirmsWhileDisconnected()).send(entry));
        till.close();
        PostgresServer.run(url, "DELETE FROM lease");
        assertThat(other.recoverInterrupted(CLOCK.instant())).isOne();
        assertThat(there(entry).state()).isEqualTo(PaymentState.UNKNOWN);

        proxy.set(State.WHOLE);
        till = openTill();
        ConfirmsWhileDisconnected fiscalBox = new ConfirmsWhileDisconnected();
        confirmation(till, fiscalBox).recordUnrecorded();

        assertThat(there(entry).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(there(entry).inDoubt()).isFalse();
        assertThat(fiscalBox.asked).hasValue(0);
        assertThat(new UnrecordedOutcomeFiles(folder).all()).isEmpty();
    }

    @Test
    void storedAnswerWaitsForItsOwnList() {
        LedgerEntry entry = ready(1);
        assertUnreachable(
                () -> confirmation(till, new ConfirmsWhileDisconnected()).send(entry));

        try (PostgresLedger another = PostgresLedger.open(PostgresServer.get().newLedger(), null, CLOCK)) {
            confirmation(another, new ConfirmsWhileDisconnected()).recordUnrecorded();
        }

        assertThat(new UnrecordedOutcomeFiles(folder).all()).hasSize(1);
    }

    @Test
    void unacknowledgedAttemptIsRecordedAsNotSent() {
        LedgerEntry entry = ready(1);
        ConfirmsWhileDisconnected fiscalBox = new ConfirmsWhileDisconnected();
        proxy.set(State.CUT_AFTER_COMMIT);

        assertUnreachable(() -> confirmation(till, fiscalBox).send(entry));
        assertThat(there(entry).state()).isEqualTo(PaymentState.SENDING);

        proxy.set(State.WHOLE);
        till.recoverInterrupted(CLOCK.instant());

        LedgerEntry settled = there(entry);
        assertThat(settled.state()).isEqualTo(PaymentState.READY);
        assertThat(settled.inDoubt()).isFalse();
        assertThat(settled.nextTryAt()).isNotNull();
        assertThat(settled.lastOutcome()).isInstanceOf(Outcome.NotSent.class);
        assertThat(fiscalBox.asked).hasValue(0);
    }

    @Test
    void anUnreadablePaymentHoldsUpNoUnacknowledgedAttempt() {
        List<LedgerEntry> entries = List.of(ready(1), ready(2), ready(3));
        ConfirmsWhileDisconnected fiscalBox = new ConfirmsWhileDisconnected();
        for (LedgerEntry entry : entries) {
            proxy.set(State.CUT_AFTER_COMMIT);
            assertUnreachable(() -> confirmation(till, fiscalBox).send(entry));
            proxy.set(State.WHOLE);
        }
        for (int unreadable = 0; unreadable < 2; unreadable++) {
            String where = " WHERE id = " + entries.get(unreadable).id();
            PostgresServer.run(url, "UPDATE payment SET came_from = 'zzz'" + where);
            till.recoverInterrupted(CLOCK.instant());
            assertThat(there(entries.get(2)).state()).isEqualTo(PaymentState.READY);
            PostgresServer.run(url, "UPDATE payment SET came_from = NULL" + where);
        }
        till.recoverInterrupted(CLOCK.instant());

        assertThat(entries).allSatisfy(entry -> assertThat(there(entry).state()).isEqualTo(PaymentState.READY));
        assertThat(fiscalBox.asked).hasValue(0);
    }

    @Test
    void unacknowledgedOutcomeIsRecordedOnce() {
        LedgerEntry entry = ready(1);
        FiscalApi yes = new ConfirmsWhileDisconnected() {
            @Override
            public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
                proxy.set(State.CUT_AFTER_COMMIT);
                return Samples.confirmed();
            }
        };
        ConfirmationWorkflow confirmation = confirmation(till, yes);
        assertUnreachable(() -> confirmation.send(entry));
        LedgerEntry written = there(entry);
        assertThat(written.state()).isEqualTo(PaymentState.CONFIRMED);

        proxy.set(State.WHOLE);
        confirmation.recordUnrecorded();

        assertThat(there(entry)).isEqualTo(written);
        assertThat(new UnrecordedOutcomeFiles(folder).all()).isEmpty();
    }

    @Test
    void notificationsResumeAfterAReconnect() throws Exception {
        AtomicInteger notifications = new AtomicInteger();
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(1);
        till.onChange(() -> {
            notifications.incrementAndGet();
            (listening.getCount() > 0 ? listening : again).countDown();
        });
        assertThat(listening.await(1, TimeUnit.MINUTES)).isTrue();
        proxy.set(State.CUT);
        proxy.set(State.WHOLE);

        assertThat(again.await(1, TimeUnit.MINUTES)).isTrue();
    }

    private LedgerEntry there(LedgerEntry entry) {
        return other.find(entry.transactionId()).orElseThrow();
    }
}

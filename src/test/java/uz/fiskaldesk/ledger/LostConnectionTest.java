package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.CuttableWire.State;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** A till that loses the shared list says so, loses nothing that it knows, and goes on when the list is back. */
@NullUnmarked
class LostConnectionTest {
    private static final Clock CLOCK = Clock.systemUTC();

    /** So that tests need not wait as long as a shop would. */
    private static final String HASTY = "&connectTimeout=1&socketTimeout=2";

    /** So that the wire sees the word COMMIT. */
    private static final String PLAIN = "&prepareThreshold=0";

    @TempDir
    Path folder;

    private String url;
    private CuttableWire wire;
    private PostgresLedger till;
    private PostgresLedger other;

    @BeforeEach
    void open() {
        url = PostgresServer.get().newLedger();
        wire = new CuttableWire(PostgresServer.get().port());
        till = openTill();
        other = PostgresLedger.open(url, null, CLOCK);
    }

    private PostgresLedger openTill() {
        return PostgresLedger.open(wire.through(url) + HASTY + PLAIN, null, CLOCK);
    }

    @AfterEach
    void close() {
        wire.close();
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
                        thrown -> assertThat(thrown.trouble())
                                .as(thrown.toString())
                                .isEqualTo(Trouble.UNREACHABLE));
    }

    private Confirmation confirmation(Ledger ledger, FiscalApi fiscalBox) {
        return new Confirmation(
                ledger,
                fiscalBox,
                new RetrySchedule(new Random(1)),
                new Operator("Kassa 1", "Nodira", CLOCK),
                new OutcomeFolder(folder));
    }

    /** Loses the connection while FiscalBox thinks, and then says yes. */
    private class YesWhileTheWireIsCut implements FiscalApi {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Outcome confirm(TransactionId transaction, String receiptUrl) {
            asked.incrementAndGet();
            wire.become(State.CUT);
            return Samples.confirmed();
        }

        @Override
        public Submission sendReceipts() {
            throw new UnsupportedOperationException("nobody asks for that here");
        }

        @Override
        public TillInfo info() {
            throw new UnsupportedOperationException("nobody asks for that here");
        }
    }

    @Test
    void aCutConnectionIsSaidAndWorkGoesOnWhenItIsBack() {
        LedgerEntry entry = ready(1);
        wire.become(State.CUT);

        assertUnreachable(() -> till.page(LedgerQuery.ALL, null, 10));
        assertUnreachable(() -> till.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)));

        wire.become(State.WHOLE);
        assertThat(till.find(entry.transactionId())).contains(entry);
        assertThat(till.setAside(entry, Samples.act(Act.Kind.SET_ASIDE))).isPresent();
    }

    @Test
    void aServerThatSaysNothingMoreIsGivenUp() {
        ready(1);
        wire.become(State.SILENT);

        assertUnreachable(() -> till.page(LedgerQuery.ALL, null, 10));
    }

    @Test
    void aDeskThatStartsWithoutItsListSaysSo() {
        wire.become(State.CUT);

        assertUnreachable(this::openTill);
    }

    @Test
    void nothingIsSentWhenTheListIsAway() {
        LedgerEntry entry = ready(1);
        YesWhileTheWireIsCut fiscalBox = new YesWhileTheWireIsCut();
        wire.become(State.CUT);

        assertUnreachable(() -> confirmation(till, fiscalBox).send(entry));

        assertThat(fiscalBox.asked).hasValue(0);
    }

    @Test
    void anAnswerThatCameWhileTheListWasAwayIsWrittenWhenItIsBack() {
        LedgerEntry entry = ready(1);
        Confirmation confirmation = confirmation(till, new YesWhileTheWireIsCut());
        assertUnreachable(() -> confirmation.send(entry));
        assertUnreachable(confirmation::recordPending);
        assertThat(there(entry).state()).isEqualTo(PaymentState.SENDING);

        wire.become(State.WHOLE);
        confirmation.recordPending();

        assertThat(there(entry).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(new OutcomeFolder(folder).all()).isEmpty();
    }

    @Test
    void anAnswerOutlivesTheProcessThatCouldNotWriteIt() {
        LedgerEntry entry = ready(1);
        assertUnreachable(() -> confirmation(till, new YesWhileTheWireIsCut()).send(entry));
        till.close();
        PostgresServer.run(url, "DELETE FROM lease");
        assertThat(other.recoverInterrupted(CLOCK.instant())).isOne();
        assertThat(there(entry).state()).isEqualTo(PaymentState.UNKNOWN);

        wire.become(State.WHOLE);
        till = openTill();
        YesWhileTheWireIsCut fiscalBox = new YesWhileTheWireIsCut();
        confirmation(till, fiscalBox).recordPending();

        assertThat(there(entry).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(there(entry).inDoubt()).isFalse();
        assertThat(fiscalBox.asked).hasValue(0);
        assertThat(new OutcomeFolder(folder).all()).isEmpty();
    }

    @Test
    void anAnswerWaitsForTheListThatItBelongsTo() {
        LedgerEntry entry = ready(1);
        assertUnreachable(() -> confirmation(till, new YesWhileTheWireIsCut()).send(entry));

        try (PostgresLedger another = PostgresLedger.open(PostgresServer.get().newLedger(), null, CLOCK)) {
            confirmation(another, new YesWhileTheWireIsCut()).recordPending();
        }

        assertThat(new OutcomeFolder(folder).all()).hasSize(1);
    }

    @Test
    void anAttemptWhoseCommitWasNeverAnsweredIsSettledAsNotSent() {
        LedgerEntry entry = ready(1);
        YesWhileTheWireIsCut fiscalBox = new YesWhileTheWireIsCut();
        wire.become(State.CUT_AFTER_COMMIT);

        assertUnreachable(() -> confirmation(till, fiscalBox).send(entry));
        assertThat(there(entry).state()).isEqualTo(PaymentState.SENDING);

        wire.become(State.WHOLE);
        till.recoverInterrupted(CLOCK.instant());

        LedgerEntry settled = there(entry);
        assertThat(settled.state()).isEqualTo(PaymentState.READY);
        assertThat(settled.inDoubt()).isFalse();
        assertThat(settled.nextTryAt()).isNotNull();
        assertThat(settled.lastOutcome()).isInstanceOf(Outcome.NotSent.class);
        assertThat(fiscalBox.asked).hasValue(0);
    }

    @Test
    void anOutcomeWhoseCommitWasNeverAnsweredIsWrittenOnce() {
        LedgerEntry entry = ready(1);
        FiscalApi yes = new YesWhileTheWireIsCut() {
            @Override
            public Outcome confirm(TransactionId transaction, String receiptUrl) {
                wire.become(State.CUT_AFTER_COMMIT);
                return Samples.confirmed();
            }
        };
        Confirmation confirmation = confirmation(till, yes);
        assertUnreachable(() -> confirmation.send(entry));
        LedgerEntry written = there(entry);
        assertThat(written.state()).isEqualTo(PaymentState.CONFIRMED);

        wire.become(State.WHOLE);
        confirmation.recordPending();

        assertThat(there(entry)).isEqualTo(written);
        assertThat(new OutcomeFolder(folder).all()).isEmpty();
    }

    @Test
    void newsOfOtherTillsComeAgainAfterTheConnectionWasLost() throws Exception {
        AtomicInteger told = new AtomicInteger();
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(1);
        till.onChange(() -> {
            told.incrementAndGet();
            (listening.getCount() > 0 ? listening : again).countDown();
        });
        assertThat(listening.await(1, TimeUnit.MINUTES)).isTrue();
        wire.become(State.CUT);
        wire.become(State.WHOLE);

        assertThat(again.await(1, TimeUnit.MINUTES)).isTrue();
    }

    private LedgerEntry there(LedgerEntry entry) {
        return other.find(entry.transactionId()).orElseThrow();
    }
}

package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Attached;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Consent;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Sent;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** The confirmation workflow with a real ledger. */
@NullUnmarked
class ConfirmationWorkflowTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final AtomicLong nanos = new AtomicLong();
    private final ScriptedFiscalBox fiscalBox = new ScriptedFiscalBox();
    private Ledger ledger;
    private ConfirmationWorkflow confirmation;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant());
        confirmation = confirmation(ledger);
    }

    private ConfirmationWorkflow confirmation(Ledger over) {
        return new ConfirmationWorkflow(
                over,
                fiscalBox,
                new RetryBackoff(new Random(1)),
                new Operator("Kassa 1", "Nodira", clock),
                UnrecordedOutcomes.NOWHERE,
                nanos::get);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private LedgerEntry pending(int number) {
        return ((Ledger.Addition.Added) ledger.add(Samples.payment(number), null, Samples.act(Act.Kind.ADDED))).entry();
    }

    private LedgerEntry ready(int number) {
        return done(confirmation.attach(pending(number), Samples.receipt(number), Consent.NONE));
    }

    private static LedgerEntry done(Attached attached) {
        return ((Attached.Done) attached).entry();
    }

    private LedgerEntry sent(LedgerEntry entry, Outcome answer) {
        fiscalBox.then(answer);
        return ((Sent.Done) confirmation.send(entry)).entry();
    }

    private LedgerEntry current(LedgerEntry entry) {
        return ledger.find(entry.transactionId()).orElseThrow();
    }

    private List<Act.Kind> acts(LedgerEntry entry) {
        return ledger.acts(entry).stream().map(Act::kind).toList();
    }

    @Test
    void sendsTheReceiptAndRecordsTheAnswer() {
        LedgerEntry entry = ready(1);
        fiscalBox.then(Samples.confirmed());

        Sent sent = confirmation.send(entry);

        assertThat(fiscalBox.asked())
                .containsExactly(new ScriptedFiscalBox.Asked(
                        entry.transactionId(), Samples.receipt(1).url()));
        assertThat(sent).isEqualTo(new Sent.Done(current(entry), Samples.confirmed()));
        assertThat(current(entry).state()).isEqualTo(PaymentState.CONFIRMED);
    }

    @Test
    void recordsTheAttemptBeforeTheRequestIsSent() {
        LedgerEntry entry = ready(1);
        fiscalBox.then(() -> {
            assertThat(current(entry).state()).isEqualTo(PaymentState.SENDING);
            assertThat(ledger.attempts(entry))
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.outcome()).isNull());
            return Samples.confirmed();
        });

        assertThat(confirmation.send(entry)).isInstanceOf(Sent.Done.class);
    }

    @Test
    void doesNotLockTheLedgerDuringTheRequest() {
        LedgerEntry entry = ready(1);
        LedgerEntry other = pending(2);
        fiscalBox.then(() -> {
            assertThat(ledger.setAside(other, Samples.act(Act.Kind.SET_ASIDE))).isPresent();
            return Samples.confirmed();
        });

        assertThat(confirmation.send(entry)).isInstanceOf(Sent.Done.class);
    }

    @Test
    void sendsNothingInOtherStates() {
        LedgerEntry confirmed = sent(ready(2), Samples.confirmed());
        LedgerEntry aside =
                ledger.setAside(ready(3), Samples.act(Act.Kind.SET_ASIDE)).orElseThrow();
        LedgerEntry sending = ledger.claim(ready(4), "Kassa 2", clock.instant(), null)
                .orElseThrow()
                .entry();
        int before = fiscalBox.asked().size();

        for (LedgerEntry entry : List.of(pending(1), confirmed, aside, sending)) {
            assertThat(confirmation.send(entry)).isEqualTo(new Sent.NotAllowed(entry));
        }

        assertThat(fiscalBox.asked()).hasSize(before);
    }

    @Test
    void sendsNothingForAnOutdatedEntry() {
        LedgerEntry seen = ready(1);
        LedgerEntry confirmed = sent(seen, Samples.confirmed());

        assertThat(confirmation.send(seen)).isEqualTo(new Sent.NotAllowed(confirmed));

        assertThat(fiscalBox.asked()).hasSize(1);
    }

    @Test
    void schedulesARetryOnlyIfNothingWasSent() {
        sent(ready(1), Samples.rejected());
        sent(ready(2), Samples.unknown());
        LedgerEntry notSent = sent(ready(3), Samples.notSent());

        assertThat(notSent.state()).isEqualTo(PaymentState.READY);
        assertThat(notSent.nextTryAt())
                .isBetween(clock.instant().plusSeconds(4), clock.instant().plusSeconds(6));
        assertThat(ledger.due(clock.instant().plusSeconds(3600), 10)).containsExactly(notSent);
    }

    @Test
    void neverSchedulesARetryInDoubt() {
        LedgerEntry unknown = sent(ready(1), Samples.unknown());

        LedgerEntry after = sent(unknown, Samples.notSent());

        assertThat(after.state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(ledger.nextDue()).isEmpty();
    }

    @Test
    void honoursRetryAfter() {
        Outcome busy = new Outcome.NotSent(
                Outcome.NotSentReason.TOO_MANY_REQUESTS, new Answer(429, null, null), Duration.ofMinutes(10));

        assertThat(sent(ready(1), busy).nextTryAt())
                .isAfterOrEqualTo(clock.instant().plusSeconds(600));
    }

    @Test
    void aPersonMayRetryUnknownAndRejectedAndItIsRecorded() {
        LedgerEntry unknown = sent(ready(1), Samples.unknown());
        LedgerEntry rejected = sent(unknown, Samples.rejected());
        LedgerEntry confirmed = sent(rejected, Samples.confirmed());

        assertThat(confirmed.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(ledger.attempts(confirmed)).hasSize(3);
        assertThat(acts(confirmed))
                .containsExactly(Act.Kind.ADDED, Act.Kind.RECEIPT_ATTACHED, Act.Kind.RETRIED, Act.Kind.RETRIED);
    }

    @Test
    void anExceptionOfThePortIsAnUnknownOutcome() {
        fiscalBox.then(() -> {
            throw new IllegalStateException("a bug");
        });

        Sent sent = confirmation.send(ready(1));

        assertThat(((Sent.Done) sent).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(((Sent.Done) sent).entry().state()).isEqualTo(PaymentState.UNKNOWN);
    }

    @Test
    void anInterruptedThreadStillRecordsTheOutcome() {
        LedgerEntry entry = ready(1);
        fiscalBox.then(() -> {
            Thread.currentThread().interrupt();
            return Samples.unknown();
        });

        try {
            assertThat(confirmation.send(entry)).isInstanceOf(Sent.Done.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(current(entry).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(current(entry).lastOutcome()).isEqualTo(Samples.unknown());
    }

    // ---- receipts

    @Test
    void attachingRecordsTheReceiptInAnAct() {
        LedgerEntry entry = ready(1);

        assertThat(entry.state()).isEqualTo(PaymentState.READY);
        assertThat(ledger.acts(entry).getLast())
                .isEqualTo(new Act(
                        Act.Kind.RECEIPT_ATTACHED,
                        "Nodira",
                        clock.instant(),
                        Samples.receipt(1).url()));
    }

    @Test
    void attachingTheSameReceiptAgainChangesNothing() {
        LedgerEntry entry = ready(1);

        assertThat(confirmation.attach(entry, Samples.receipt(1), Consent.NONE)).isEqualTo(new Attached.Done(entry));
        assertThat(current(entry)).isEqualTo(entry);
    }

    @Test
    void acceptedWarningsAreRecorded() {
        Consent consent = new Consent(List.of(ReceiptWarning.PLAIN_HTTP, ReceiptWarning.TEST_RECEIPT), false, null);

        LedgerEntry entry = done(confirmation.attach(pending(1), Samples.receipt(1), consent));

        assertThat(ledger.acts(entry).getLast())
                .isEqualTo(new Act(
                        Act.Kind.WARNINGS_ACCEPTED,
                        "Nodira",
                        clock.instant(),
                        ReceiptWarning.PLAIN_HTTP.code() + ", " + ReceiptWarning.TEST_RECEIPT.code()));
    }

    @Test
    void replacingAReceiptInDoubtNeedsConsentAndIsRecorded() {
        LedgerEntry unknown = sent(ready(1), Samples.unknown());
        FiscalReceipt another = Samples.receipt(2);

        assertThat(confirmation.attach(unknown, another, Consent.NONE)).isEqualTo(new Attached.NeedsConsent(unknown));
        assertThat(current(unknown)).isEqualTo(unknown);

        LedgerEntry entry = done(confirmation.attach(unknown, another, new Consent(List.of(), true, null)));
        assertThat(entry.receipt()).isEqualTo(another);
        assertThat(ledger.acts(entry).getLast().kind()).isEqualTo(Act.Kind.ANOTHER_RECEIPT);
        assertThat(ledger.acts(entry).getLast().why())
                .isEqualTo(Samples.receipt(1).url());
    }

    @Test
    void replacingAReceiptThatWasNotSentNeedsConsent() {
        LedgerEntry queued = sent(ready(1), Samples.notSent());
        FiscalReceipt another = Samples.receipt(2);

        assertThat(confirmation.attach(queued, another, Consent.NONE)).isEqualTo(new Attached.NeedsConsent(queued));
        assertThat(current(queued)).isEqualTo(queued);

        LedgerEntry entry = done(confirmation.attach(queued, another, new Consent(List.of(), true, null)));
        assertThat(entry.receipt()).isEqualTo(another);
        assertThat(ledger.acts(entry).getLast())
                .isEqualTo(new Act(
                        Act.Kind.RECEIPT_REPLACED,
                        "Nodira",
                        clock.instant(),
                        Samples.receipt(1).url()));
    }

    @Test
    void replacingARejectedReceiptNeedsConsent() {
        LedgerEntry rejected = sent(ready(1), Samples.rejected());

        assertThat(confirmation.attach(rejected, Samples.receipt(2), Consent.NONE))
                .isEqualTo(new Attached.NeedsConsent(rejected));
        done(confirmation.attach(rejected, Samples.receipt(1), Consent.NONE));
    }

    @Test
    void attachingTheReceiptInDoubtAgainNeedsNoConsent() {
        LedgerEntry unknown = sent(ready(1), Samples.unknown());

        assertThat(confirmation.attach(unknown, Samples.receipt(1), Consent.NONE))
                .isInstanceOf(Attached.Done.class);
    }

    @Test
    void aReceiptOfAnotherPaymentNeedsAReasonWhichIsRecorded() {
        ready(1);
        LedgerEntry second = pending(2);

        assertThat(confirmation.attach(second, Samples.receipt(1), Consent.NONE))
                .isEqualTo(new Attached.ReceiptTaken(Samples.id(1)));

        LedgerEntry entry =
                done(confirmation.attach(second, Samples.receipt(1), new Consent(List.of(), false, "both halves")));
        assertThat(ledger.acts(entry).getLast())
                .isEqualTo(new Act(Act.Kind.RECEIPT_USED_AGAIN, "Nodira", clock.instant(), "both halves"));
    }

    @Test
    void attachesNothingToAConfirmedPayment() {
        LedgerEntry confirmed = sent(ready(1), Samples.confirmed());

        assertThat(confirmation.attach(confirmed, Samples.receipt(2), Consent.NONE))
                .isEqualTo(new Attached.NotAllowed(confirmed));
    }

    @Test
    void attachesNothingToAnOutdatedEntryAndReturnsTheCurrentOne() {
        LedgerEntry seen = pending(1);
        LedgerEntry aside =
                ledger.setAside(seen, Samples.act(Act.Kind.SET_ASIDE)).orElseThrow();

        assertThat(confirmation.attach(seen, Samples.receipt(1), Consent.NONE))
                .isEqualTo(new Attached.NotAllowed(aside));
    }

    // ---- a ledger that cannot be written

    @Test
    void sendsNothingIfTheAttemptCannotBeRecorded() {
        LedgerEntry entry = ready(1);
        UnwritableLedger unwritable = new UnwritableLedger(ledger);
        unwritable.refuse("claim");

        assertThatThrownBy(() -> confirmation(unwritable.asLedger()).send(entry))
                .isInstanceOf(LedgerException.class);

        assertThat(fiscalBox.asked()).isEmpty();
        assertThat(current(entry)).isEqualTo(entry);
    }

    @Test
    void recordsAnOutcomeLaterIfTheLedgerFails() {
        LedgerEntry entry = ready(1);
        UnwritableLedger unwritable = new UnwritableLedger(ledger);
        ConfirmationWorkflow overFullDisk = confirmation(unwritable.asLedger());
        unwritable.refuse("recordOutcome");
        unwritable.refuse("recordOutcomeOf");
        fiscalBox.then(Samples.confirmed());

        assertThatThrownBy(() -> overFullDisk.send(entry)).isInstanceOf(LedgerException.class);
        assertThat(current(entry).state()).isEqualTo(PaymentState.SENDING);
        assertThatThrownBy(overFullDisk::recordUnrecorded).isInstanceOf(LedgerException.class);

        clock.tick(Duration.ofMinutes(5));
        unwritable.allow();
        overFullDisk.recordUnrecorded();

        LedgerEntry confirmed = current(entry);
        assertThat(confirmed.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(confirmed.lastOutcomeAt()).isEqualTo(Samples.NOON);
        assertThat(fiscalBox.asked()).hasSize(1);
        overFullDisk.recordUnrecorded();
        assertThat(current(entry)).isEqualTo(confirmed);
    }

    @Test
    void aRejectedPaymentWhoseReceiptHasToBeAcceptedStaysAsItIs() {
        LedgerEntry rejected = sent(ready(1), Samples.rejected());
        ledger.recordRefund(Samples.receipt(1), "POS", clock.instant());

        assertThat(confirmation.send(current(rejected))).isInstanceOf(Sent.NotAllowed.class);

        assertThat(current(rejected).state()).isEqualTo(PaymentState.REJECTED);
        assertThat(acts(rejected)).doesNotContain(Act.Kind.RETRIED);
    }

    /** What the clocks show when a pause ends, and whether the claim may still be used. */
    record Pause(String reason, Duration wall, Duration monotonic, boolean maySend) {
        @Override
        public String toString() {
            return reason;
        }
    }

    static final List<Pause> PAUSES = List.of(
            new Pause("none", Duration.ZERO, Duration.ZERO, true),
            new Pause("a busy machine", Duration.ofSeconds(19), Duration.ofSeconds(19), true),
            new Pause("a small correction of the clock", Duration.ofSeconds(9), Duration.ofSeconds(1), true),
            new Pause("the process was stopped", Duration.ofMinutes(1), Duration.ofMinutes(1), false),
            new Pause(
                    "the process was stopped a little too long", Duration.ofSeconds(21), Duration.ofSeconds(21), false),
            new Pause("the computer was suspended", Duration.ofMinutes(1), Duration.ZERO, false),
            new Pause("stopped, and the clock was set back", Duration.ofSeconds(1), Duration.ofMinutes(1), false),
            new Pause("stopped, and the clock was set back a lot", Duration.ofDays(-1), Duration.ofMinutes(1), false),
            new Pause("suspended, and the clock was set back", Duration.ofSeconds(15), Duration.ZERO, false),
            new Pause("suspended, and the clock was set back a lot", Duration.ofDays(-1), Duration.ZERO, false),
            new Pause("the clock was set back a moment", Duration.ofMillis(-1), Duration.ZERO, false),
            new Pause("the clock was set ahead", Duration.ofDays(7300), Duration.ZERO, false));

    private void pass(Pause pause) {
        clock.tick(pause.wall());
        nanos.addAndGet(pause.monotonic().toNanos());
    }

    private void assertSentIf(boolean maySend, LedgerEntry entry, Sent sent) {
        Outcome outcome = ((Sent.Done) sent).outcome();
        if (maySend) {
            assertThat(outcome).isEqualTo(Samples.confirmed());
        } else {
            assertThat(outcome).isInstanceOf(Outcome.NotSent.class);
            assertThat(current(entry).state()).isEqualTo(PaymentState.READY);
            assertThat(current(entry).nextTryAt()).isNotNull();
        }
    }

    /** Another till may have sent the payment during a pause. */
    @ParameterizedTest
    @FieldSource("PAUSES")
    void nothingIsSentLongAfterTheClaim(Pause pause) {
        LedgerEntry entry = ready(1);
        Ledger slow = (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (_, method, arguments) -> {
                    Object result = method.invoke(ledger, arguments);
                    if (method.getName().equals("claim")) {
                        pass(pause);
                    }
                    return result;
                });
        fiscalBox.then(Samples.confirmed());

        assertSentIf(pause.maySend(), entry, confirmation(slow).send(entry));

        assertThat(fiscalBox.asked()).hasSize(pause.maySend() ? 1 : 0);
    }

    /** The pause comes while the connection is made. */
    @ParameterizedTest
    @FieldSource("PAUSES")
    void theConnectionAsksAgainBeforeItSends(Pause pause) {
        LedgerEntry entry = ready(1);
        fiscalBox.thenAfter(() -> pass(pause), Samples.confirmed());

        assertSentIf(pause.maySend(), entry, confirmation.send(entry));
    }
}

package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/** Kills the program between any two steps of the workflow; afterwards the ledger's content is true. */
@NullUnmarked
class CrashTest {
    /** The payment's state when the ledger is opened again, and the number of requests that FiscalBox received. */
    private record Found(PaymentState state, int requests) {}

    private static final Map<String, Found> FOUND = Map.of(
            "before attach", new Found(PaymentState.PENDING, 0),
            "after attach", new Found(PaymentState.READY, 0),
            "before claim", new Found(PaymentState.READY, 0),
            "after claim", new Found(PaymentState.UNKNOWN, 0),
            "before confirm", new Found(PaymentState.UNKNOWN, 0),
            "after confirm", new Found(PaymentState.UNKNOWN, 1),
            "before recordOutcome", new Found(PaymentState.UNKNOWN, 1),
            "after recordOutcome", new Found(PaymentState.CONFIRMED, 1));

    @TempDir
    Path folder;

    private final Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    private final CountDownLatch requestArrived = new CountDownLatch(1);
    private String url;
    private FiscalBoxSimulator simulator;

    @BeforeEach
    void onePayment() throws Exception {
        url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        try (Ledger ledger = open()) {
            ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
        }
        simulator = FiscalBoxSimulator.start(Scenario.confirming(), 0, Clock.systemUTC(), this::seen);
    }

    private void seen(RecordedRequest request) {
        if (request.isConfirmation()) {
            requestArrived.countDown();
        }
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private SqliteLedger open() {
        return SqliteLedger.open(url, Instant.now());
    }

    private ChildJvm workflow(String haltAt) throws Exception {
        return ChildJvm.start(
                WorkflowChild.class, List.of(), url, simulator.address().toString(), haltAt);
    }

    private ConfirmationWorkflow confirmation(Ledger ledger) throws Exception {
        FiscalBoxAddress address = new FiscalBoxAddress(simulator.address());
        return new ConfirmationWorkflow(
                ledger,
                new FiscalBoxClient(address, Timeouts.DEFAULT, later),
                new RetryBackoff(new Random(1)),
                new Operator("Kassa 1", "Nodira", later));
    }

    static List<String> steps() {
        return WorkflowChild.steps();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void killedAtAStep(String step) throws Exception {
        try (ChildJvm child = workflow(step)) {
            assertThat(child.waitFor()).isEqualTo(WorkflowChild.DEAD);
        }
        Found expected = FOUND.get(step);

        try (Ledger ledger = open()) {
            assertThat(payment(ledger).state()).isEqualTo(expected.state());
            assertThat(simulator.confirmations()).hasSize(expected.requests());
            checkInvariants(ledger);
            checkNothingIsSentAutomatically(ledger);
            checkAPersonCanComplete(ledger);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "hang-after-booking"})
    void killedDuringARequest(String behaviour) throws Exception {
        simulator.play(Scenario.of(Behaviour.hang().booking(behaviour.endsWith("booking"))));
        try (ChildJvm child = workflow("never")) {
            assertThat(requestArrived.await(2, TimeUnit.MINUTES)).isTrue();
            child.kill();
        }
        simulator.play(Scenario.confirming());

        try (Ledger ledger = open()) {
            assertThat(payment(ledger).state()).isEqualTo(PaymentState.UNKNOWN);
            assertThat(payment(ledger).lastOutcome())
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            unknown -> assertThat(unknown.reason()).isEqualTo(Outcome.UnknownReason.INTERRUPTED));
            checkInvariants(ledger);
            checkNothingIsSentAutomatically(ledger);
            checkAPersonCanComplete(ledger);
        }
    }

    @Test
    void withoutAKillThePaymentIsConfirmedByOneRequest() throws Exception {
        try (ChildJvm child = workflow("never")) {
            child.await(WorkflowChild.DONE);
            assertThat(child.waitFor()).isZero();
        }

        try (Ledger ledger = open()) {
            assertThat(payment(ledger).state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(simulator.confirmations()).hasSize(1);
            checkInvariants(ledger);
        }
    }

    private static LedgerEntry payment(Ledger ledger) {
        return ledger.find(Samples.id(1)).orElseThrow();
    }

    private void checkInvariants(Ledger ledger) {
        new Invariants(ledger, simulator).check(List.of(Samples.id(1)));
    }

    private void checkNothingIsSentAutomatically(Ledger ledger) throws Exception {
        int before = simulator.confirmations().size();
        try (Sender sender = new Sender(confirmation(ledger), ledger, later, new Nobody())) {
            sender.tick();
            assertThat(sender.inFlightCount()).isZero();
        }
        assertThat(simulator.confirmations()).hasSize(before);
    }

    private void checkAPersonCanComplete(Ledger ledger) throws Exception {
        ConfirmationWorkflow confirmation = confirmation(ledger);
        if (payment(ledger).state() == PaymentState.PENDING) {
            assertThat(confirmation.attach(payment(ledger), Samples.receipt(1), ConfirmationWorkflow.Consent.NONE))
                    .isInstanceOf(ConfirmationWorkflow.Attached.Done.class);
        }
        if (payment(ledger).state() != PaymentState.CONFIRMED) {
            assertThat(confirmation.send(payment(ledger))).isInstanceOf(ConfirmationWorkflow.Sent.Done.class);
        }
        assertThat(payment(ledger).state()).isEqualTo(PaymentState.CONFIRMED);
        checkInvariants(ledger);
    }

    /** A listener that ignores everything. */
    private static final class Nobody implements Sender.Listener {
        @Override
        public void sent(ConfirmationWorkflow.Sent result) {
            throw new AssertionError(result);
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            throw new AssertionError(trouble);
        }
    }
}

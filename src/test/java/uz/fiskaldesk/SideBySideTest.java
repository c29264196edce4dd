package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests commands that run while the desk has the ledger open. */
class SideBySideTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder);
    }

    private Ledger desk() {
        return SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), Samples.NOON);
    }

    @Test
    void theDeskNoticesChangesByCommands() throws Exception {
        try (Ledger desk = desk();
                FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.confirming())) {
            terminal.with(fiscalBox.address());
            terminal.run("add", Payments.FIRST).done();
            LedgerEntry seen = desk.find(TransactionId.of(Payments.FIRST)).orElseThrow();
            terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT)
                    .done();
            assertThat(desk.find(TransactionId.of(Payments.FIRST)).orElseThrow().state())
                    .isEqualTo(PaymentState.CONFIRMED);
            // Acts of the desk that are based on the old version have no effect.
            assertThat(desk.queueAgain(seen, Samples.act(Act.Kind.RETRIED))).isEmpty();
        }
    }

    @Test
    void paymentsBeingSentByTheDeskAreNotTouched() {
        terminal.run("add", Payments.FIRST).done();
        try (Ledger desk = desk()) {
            LedgerEntry entry = desk.find(TransactionId.of(Payments.FIRST)).orElseThrow();
            Ledger.Attachment attached =
                    desk.attach(entry, Samples.receipt(1), null, List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED)));
            LedgerEntry ready = ((Ledger.Attachment.Attached) attached).entry();
            assertThat(desk.claim(ready, "desk", Samples.NOON, null)).isPresent();
            terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT, "--yes")
                    .refused(2, "Sending");
            terminal.run("retry", Payments.FIRST).refused(2, "Sending");
            terminal.run("retry", "--all", "--state", "UNKNOWN").refused(0, "nothing to send");
            assertThat(terminal.run("list", "--json").done().out()).contains("\"state\":\"SENDING\"");
        }
        // The desk ended without a response.
        assertThat(terminal.run("list", "--json").done().out()).contains("\"state\":\"UNKNOWN\"");
    }

    @Test
    void twoConcurrentProcessesSendEveryPaymentOnce() throws Exception {
        try (FiscalBoxSimulator fiscalBox =
                        FiscalBoxSimulator.start(Scenario.of(Behaviour.slow(Duration.ofMillis(20))));
                Ledger desk = desk()) {
            for (int i = 1; i <= 20; i++) {
                desk.add(Samples.payment(i), Samples.receipt(i), Samples.act(Act.Kind.IMPORTED));
            }
            String api = fiscalBox.address().toString();
            String data = folder.toString();
            try (ChildJvm one =
                            ChildJvm.start(Main.class, List.of(), "retry", "--all", "--api", api, "--data-dir", data);
                    ChildJvm two =
                            ChildJvm.start(Main.class, List.of(), "retry", "--all", "--api", api, "--data-dir", data)) {
                assertThat(one.waitFor()).isZero();
                assertThat(two.waitFor()).isZero();
            }
            assertThat(fiscalBox.confirmations()).hasSize(20);
            assertThat(desk.counts(LedgerQuery.ALL)).containsEntry(PaymentState.CONFIRMED, 20L);
        }
    }
}

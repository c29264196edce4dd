package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Several processes send the same payments of a shared list at once, and FiscalBox receives one request for each. The
 * soak test uses {@code -Dtills=8 -Dpayments=2000}.
 */
class ManyTillsTest {
    private static final int TILLS = Integer.getInteger("tills", 3);
    private static final int PAYMENTS = Integer.getInteger("payments", 60);

    @Test
    void everyPaymentIsSentOnce() throws Exception {
        String url = PostgresServer.get().newLedger();
        List<ChildJvm> tills = new ArrayList<>();
        try (FiscalBoxSimulator simulator =
                        FiscalBoxSimulator.start(Scenario.confirming(), 0, Clock.systemUTC(), _ -> {});
                Ledger ledger = PostgresLedger.open(url, null, Clock.systemUTC())) {
            for (int number = 1; number <= PAYMENTS; number++) {
                ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
            }
            for (int till = 1; till <= TILLS; till++) {
                tills.add(ChildJvm.start(
                        TillChild.class,
                        List.of("-Xmx128m"),
                        url,
                        simulator.address().toString(),
                        "Kassa " + till));
            }
            for (ChildJvm till : tills) {
                till.await(TillChild.THERE);
            }
            tills.forEach(till -> till.writeLine("go"));
            for (ChildJvm till : tills) {
                System.out.println(till.await(TillChild.DONE));
            }

            Map<String, Long> requests = simulator.confirmations().stream()
                    .collect(Collectors.groupingBy(
                            (RecordedRequest seen) -> String.valueOf(seen.transactionId()), Collectors.counting()));
            assertThat(requests)
                    .isEqualTo(IntStream.rangeClosed(1, PAYMENTS)
                            .mapToObj(number -> Samples.id(number).text())
                            .collect(Collectors.toMap(Function.identity(), _ -> 1L)));
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.CONFIRMED, (long) PAYMENTS));
            ledger.forEach(
                    LedgerQuery.ALL, entry -> assertThat(entry.attempts()).isOne());
        } finally {
            tills.forEach(ChildJvm::close);
        }
    }
}

package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Tests which payments are proposed for a receipt, and in which order. */
class MatchingTest {
    private static final Instant ISSUED = Instant.parse("2026-11-25T09:00:00Z");
    private static final FiscalReceipt RECEIPT = receipt("2421");

    @TempDir
    Path folder;

    private Ledger ledger;
    private Matching matching;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), ISSUED);
        matching = new Matching(ledger);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void theClosestPaymentsComeFirst() {
        add(1, ISSUED.minus(Duration.ofHours(3)), null);
        add(2, ISSUED.minus(Duration.ofMinutes(1)), null);
        add(3, ISSUED.minus(Duration.ofHours(20)), null);
        assertThat(proposed()).containsExactly(id(2), id(1), id(3));
    }

    @Test
    void paymentsMadeAfterTheReceiptOrOnAnotherDayAreNotProposed() {
        add(1, ISSUED.plus(Duration.ofMinutes(11)), null);
        add(2, ISSUED.minus(Duration.ofHours(25)), null);
        add(3, ISSUED.plus(Duration.ofMinutes(9)), null);
        assertThat(proposed()).as("clocks differ by minutes").containsExactly(id(3));
    }

    @Test
    void aPaymentOfUnknownTimeMayHaveBeenAddedLater() {
        add(1, null, null);
        assertThat(proposed()).containsExactly(id(1));
    }

    @Test
    void aPaymentThatHasAReceiptIsProposedForThatReceiptOnly() {
        add(1, ISSUED.minusSeconds(60), receipt("9999"));
        add(2, ISSUED.minusSeconds(90), RECEIPT);
        assertThat(proposed()).containsExactly(id(2));
    }

    @Test
    void aPaymentSetAsideIsNotProposed() {
        LedgerEntry entry = add(1, ISSUED.minusSeconds(60), null);
        assertThat(ledger.setAside(entry, act(Act.Kind.SET_ASIDE))).isPresent();
        assertThat(proposed()).isEmpty();
    }

    @Test
    void theAmountCountsMoreThanTheTimeAndAnIdMoreThanBoth() {
        add(1, ISSUED.minus(Duration.ofHours(3)), new Amount(100), "658");
        add(2, ISSUED.minus(Duration.ofMinutes(1)), new Amount(200), null);
        add(3, ISSUED.minus(Duration.ofMinutes(2)), null, null);
        add(4, ISSUED.minus(Duration.ofHours(5)), new Amount(300), null);
        LastReceipt.Printed printed = new LastReceipt.Printed("", new Amount(300), new Amount(350), false, name("658"));
        List<Matching.Proposal> proposals = matching.paymentsFor(RECEIPT, printed, "UZ170703100597");
        assertThat(proposals)
                .extracting(proposal -> proposal.entry().transactionId())
                .containsExactly(id(1), id(4), id(3), id(2));
        assertThat(proposals.getFirst().match())
                .isEqualTo(new Match(
                        true,
                        Match.Agreement.DIFFERENT,
                        Duration.ofHours(3),
                        Duration.ofHours(3),
                        Match.Agreement.SAME));
    }

    @Test
    void theSumOrThePartWithoutCashMayBeTheAmount() {
        LastReceipt.Printed printed = new LastReceipt.Printed("", new Amount(300), new Amount(350), false, null);
        assertThat(printed.differsFrom(new Amount(300))).isFalse();
        assertThat(printed.differsFrom(new Amount(350))).isFalse();
        assertThat(printed.differsFrom(new Amount(50))).isTrue();
        assertThat(printed.differsFrom(null)).isFalse();
        assertThat(new LastReceipt.Printed("", null, null, false, null).differsFrom(new Amount(1)))
                .isFalse();
    }

    @Test
    void aPaymentThatThePosNamesIsProposedWheneverItWasMade() {
        add(1, ISSUED.minus(Duration.ofDays(4)), null, "658");
        add(2, ISSUED.minus(Duration.ofDays(4)), null, "6580");
        LastReceipt.Printed byPaymentId = new LastReceipt.Printed("", null, null, false, name("658"));
        LastReceipt.Printed byTransaction =
                new LastReceipt.Printed("", null, null, false, name(id(1).text().toUpperCase(Locale.ROOT)));
        for (LastReceipt.Printed printed : List.of(byPaymentId, byTransaction)) {
            assertThat(matching.paymentsFor(RECEIPT, printed, null))
                    .singleElement()
                    .satisfies(proposal -> assertThat(proposal.match().sameId()).isTrue());
        }
    }

    @Test
    void aNameOfTwoPaymentsNamesNone() {
        add(1, ISSUED, null, "658");
        add(2, ISSUED, null, "658");
        assertThat(matching.named(name("658"))).isEmpty();
        assertThat(matching.named(name("659"))).isEmpty();
        assertThat(matching.named(new LastReceipt.PaymentName(Provider.CLICK, "658")))
                .isEmpty();
    }

    @Test
    void receiptsBeforeThePaymentAndOfAnotherTillComeLast() {
        LedgerEntry entry = add(1, ISSUED.minusSeconds(60), null);
        FiscalReceipt sameTime = new FiscalReceipt("", "UZ2", "7", ISSUED, "1");
        FiscalReceipt earlier = new FiscalReceipt("", "UZ170703100597", "8", ISSUED.minusSeconds(1000), "1");
        FiscalReceipt later = new FiscalReceipt("", "UZ170703100597", "9", ISSUED.plusSeconds(9000), "1");
        assertThat(Matching.rank(entry, List.of(earlier, later, sameTime, RECEIPT), "UZ170703100597")
                        .keySet())
                .containsExactly(RECEIPT, sameTime, later, earlier);
    }

    @Test
    void theHolderOfAReceiptIsFound() {
        add(1, ISSUED.minusSeconds(60), receipt("2422"));
        assertThat(matching.holderOf(RECEIPT)).isEmpty();
        add(2, ISSUED.minus(Duration.ofDays(90)), RECEIPT);
        assertThat(matching.holderOf(RECEIPT)).contains(id(2));
    }

    private static LastReceipt.PaymentName name(String id) {
        return new LastReceipt.PaymentName(Provider.ANOR, id);
    }

    private List<TransactionId> proposed() {
        return matching.paymentsFor(RECEIPT, null, null).stream()
                .map(proposal -> proposal.entry().transactionId())
                .toList();
    }

    private LedgerEntry add(int n, @Nullable Instant paidAt, @Nullable Amount amount, @Nullable String paymentId) {
        return add(new Payment(id(n), paymentId, amount, null, null, paidAt, null), null);
    }

    private LedgerEntry add(int n, @Nullable Instant paidAt, @Nullable FiscalReceipt receipt) {
        return add(new Payment(id(n), null, null, null, null, paidAt, null), receipt);
    }

    private LedgerEntry add(Payment payment, @Nullable FiscalReceipt receipt) {
        return ((Ledger.Addition.Added) ledger.add(payment, receipt, act(Act.Kind.ADDED))).entry();
    }

    private static Act act(Act.Kind kind) {
        return new Act(kind, "Dilnoza", ISSUED.plusSeconds(3600), null);
    }

    private static TransactionId id(int n) {
        return TransactionId.of("a12fc00f-5af5-65b8-adf8-%012d".formatted(n));
    }

    private static FiscalReceipt receipt(String number) {
        LocalDateTime wallClock = LocalDateTime.ofInstant(ISSUED, FiscalReceipt.TASHKENT);
        return new FiscalReceipt(
                FiscalReceipt.linkOf("UZ170703100597", number, wallClock, "51434319" + number),
                "UZ170703100597",
                number,
                ISSUED,
                "51434319" + number);
    }
}

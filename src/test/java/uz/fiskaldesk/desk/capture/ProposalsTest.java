package uz.fiskaldesk.desk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Tests which payments are proposed for an unassigned receipt. */
class ProposalsTest {
    private static final Instant ISSUED = Instant.parse("2026-11-25T09:00:00Z");
    private static final FiscalReceipt RECEIPT = receipt("2421");

    @TempDir
    Path folder;

    private Ledger ledger;
    private Proposals proposals;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), ISSUED);
        proposals = new Proposals(ledger);
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

    private List<TransactionId> proposed() {
        return proposals.paymentsFor(RECEIPT).stream()
                .map(LedgerEntry::transactionId)
                .toList();
    }

    private LedgerEntry add(int n, @Nullable Instant paidAt, @Nullable FiscalReceipt receipt) {
        Payment payment = new Payment(id(n), null, null, null, null, paidAt, null);
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

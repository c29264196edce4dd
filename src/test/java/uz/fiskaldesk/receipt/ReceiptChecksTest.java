package uz.fiskaldesk.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.fiskaldesk.receipt.ReceiptWarning.BEFORE_PAYMENT;
import static uz.fiskaldesk.receipt.ReceiptWarning.DAYS_OLD;
import static uz.fiskaldesk.receipt.ReceiptWarning.LONG_AFTER_PAYMENT;
import static uz.fiskaldesk.receipt.ReceiptWarning.OTHER_TILL;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiptChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Duration DAYS = Duration.ofDays(3);
    private static final String TILL = "UZ170703100597";

    private final ReceiptChecks checks = new ReceiptChecks(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void doubtfulAreReceiptsOfAnotherSaleTillOrDay() {
        assertThat(ReceiptWarning.values())
                .filteredOn(ReceiptWarning::isDoubtful)
                .containsExactlyInAnyOrder(
                        ReceiptWarning.INTERNET_RECEIPT,
                        ReceiptWarning.TEST_RECEIPT,
                        ReceiptWarning.OTHER_TILL,
                        ReceiptWarning.BEFORE_PAYMENT,
                        ReceiptWarning.LONG_AFTER_PAYMENT,
                        ReceiptWarning.NOT_RECENT,
                        ReceiptWarning.AMOUNT_DIFFERS,
                        ReceiptWarning.REFUNDED);
    }

    @Test
    void acceptsAReceiptOfThisTillSoonAfterThePayment() {
        assertThat(against(NOW, NOW.minusSeconds(90), TILL)).isEmpty();
        assertThat(against(NOW, NOW, "uz170703100597")).isEmpty();
        assertThat(against(NOW, null, null)).isEmpty();
    }

    @Test
    void theLastReceiptOfTheTillHasToBeRecent() {
        Duration halfAnHour = Duration.ofMinutes(30);
        assertThat(lastReceipt(NOW, NOW.minus(halfAnHour))).isEmpty();
        assertThat(lastReceipt(NOW, NOW.minus(halfAnHour).minusSeconds(1))).containsExactly(ReceiptWarning.NOT_RECENT);
        assertThat(lastReceipt(NOW, NOW.plusSeconds(1))).containsExactly(BEFORE_PAYMENT);
        assertThat(lastReceipt(NOW, NOW.minus(DAYS).minusSeconds(1))).containsExactly(LONG_AFTER_PAYMENT);
        assertThat(lastReceipt(NOW.minus(halfAnHour), null)).isEmpty();
        assertThat(lastReceipt(NOW.minus(halfAnHour).minusSeconds(1), null)).containsExactly(ReceiptWarning.NOT_RECENT);
        assertThat(lastReceipt(NOW.minus(DAYS).minusSeconds(1), null)).containsExactly(ReceiptWarning.NOT_RECENT);
    }

    private List<ReceiptWarning> lastReceipt(Instant issuedAt, @Nullable Instant paidAt) {
        return checks.warningsOfLastReceipt(new FiscalReceipt("", TILL, "1", issuedAt, ""), paidAt, TILL);
    }

    @Test
    void ignoresFractionsOfASecond() {
        assertThat(against(NOW, NOW.plusMillis(999), null)).isEmpty();
        assertThat(against(NOW, NOW.plusSeconds(1), null)).containsExactly(BEFORE_PAYMENT);
    }

    @Test
    void warnsOfAReceiptDaysAfterThePayment() {
        assertThat(against(NOW, NOW.minus(DAYS), null)).isEmpty();
        assertThat(against(NOW, NOW.minus(DAYS).minusSeconds(1), null)).containsExactly(LONG_AFTER_PAYMENT);
    }

    @Test
    void reportsAnOldReceiptIfTheTimeOfPaymentIsUnknown() {
        assertThat(against(NOW.minus(DAYS), null, null)).isEmpty();
        assertThat(against(NOW.minus(DAYS).minusSeconds(1), null, null)).containsExactly(DAYS_OLD);
        assertThat(against(NOW.minus(DAYS).minusSeconds(1), NOW.minus(DAYS).minusSeconds(60), null))
                .isEmpty();
    }

    @Test
    void warnsOfAnotherTillInAddition() {
        assertThat(against(NOW, NOW.plusSeconds(60), "UZ170703100598")).containsExactly(OTHER_TILL, BEFORE_PAYMENT);
    }

    @Test
    void asksForEveryWarningButAge() {
        for (ReceiptWarning warning : ReceiptWarning.values()) {
            assertThat(warning.needsAcceptance()).isEqualTo(warning != DAYS_OLD);
        }
    }

    /** A receipt states whole seconds; 12:00:00.9 is shown as 12:00:00. */
    @Test
    void theTimeAfterThePaymentIsThatBetweenTheTimesThatAreShown() {
        FiscalReceipt receipt = new FiscalReceipt("https://…", TILL, "6013", NOW.plusSeconds(27), "025561534771");
        assertThat(receipt.issuedAfter(NOW.plusMillis(900))).hasSeconds(27);
        assertThat(receipt.issuedAfter(NOW.plusMillis(27_500))).isZero();
    }

    private List<ReceiptWarning> against(Instant issuedAt, @Nullable Instant paidAt, @Nullable String till) {
        return checks.warnings(new FiscalReceipt("https://…", TILL, "6013", issuedAt, "025561534771"), paidAt, till);
    }
}

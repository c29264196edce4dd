package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;

/** Tests when people are warned before FiscalBox stops accepting payments. */
class TillHealthTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private static TillHealth health(@Nullable Instant clock, TillStatus status) {
        return TillHealth.of(new TillInfo.Up("UZ170703100597", clock, status), NOW);
    }

    private static TillStatus receipts(@Nullable Long unsent, @Nullable Long capacity, @Nullable Instant oldest) {
        return new TillStatus(unsent, capacity, oldest, null, null, null, null, null);
    }

    private static TillStatus shifts(long used, long capacity) {
        return new TillStatus(null, null, null, used, capacity, null, null, null);
    }

    @Test
    void aTillThatReportsNothingCausesNoWarning() {
        TillHealth health = health(null, TillStatus.UNKNOWN);
        assertThat(health.warnings()).isEmpty();
        assertThat(health.isSafeForPayment()).isTrue();
        assertThat(health.skew()).isNull();
    }

    @Test
    void partsThatAreMissingCauseNoWarning() {
        assertThat(health(NOW, receipts(900L, null, null)).warnings()).isEmpty();
        assertThat(health(NOW, receipts(null, 858L, null)).warnings()).isEmpty();
        assertThat(health(NOW, receipts(0L, 0L, null)).warnings()).isEmpty();
        assertThat(health(null, new TillStatus(null, null, null, null, null, NOW.plusSeconds(99), null, null))
                        .warnings())
                .as("without FiscalBox's clock, its last operation has nothing to be compared with")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"686, false, false", "687, true, false", "857, true, false", "858, true, true", "900, true, true"})
    void receiptMemory(long unsent, boolean warned, boolean blocks) {
        TillHealth health = health(NOW, receipts(unsent, 858L, null));
        assertThat(health.warnings().contains(new TillWarning.ReceiptMemory(unsent, 858)))
                .isEqualTo(warned);
        assertThat(health.isSafeForPayment()).isEqualTo(!blocks);
        assertThat(health.needsReceiptsSent()).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({"801, false, false", "802, true, false", "831, true, false", "832, true, true", "840, true, true"})
    void shiftMemory(long used, boolean warned, boolean blocks) {
        TillHealth health = health(NOW, shifts(used, 832));
        assertThat(health.warnings().contains(new TillWarning.ShiftMemory(used, 832)))
                .isEqualTo(warned);
        assertThat(health.isSafeForPayment()).isEqualTo(!blocks);
        assertThat(health.needsReceiptsSent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1439, false", "1440, true", "20000, true", "-60, false"})
    void ageOfTheOldestUnsentReceipt(long minutes, boolean warned) {
        Duration age = Duration.ofMinutes(minutes);
        TillHealth health = health(NOW, receipts(3L, null, NOW.minus(age)));
        assertThat(health.warnings().contains(new TillWarning.UnsentTooOld(age)))
                .isEqualTo(warned);
        assertThat(health.isSafeForPayment())
                .as("how many days are allowed is not documented; FiscalBox says when they are over")
                .isTrue();
    }

    @Test
    void theAgeIsMeasuredByTheClockThatIssuedTheReceipt() {
        Instant theirs = NOW.minus(Duration.ofDays(3));
        TillHealth health = health(theirs, receipts(1L, 858L, theirs.minusSeconds(60)));
        assertThat(health.warnings()).containsExactly(new TillWarning.ClockOff(Duration.ofDays(3)));
    }

    @Test
    void anOldTimeWithoutUnsentReceiptsMeansNothing() {
        assertThat(health(NOW, receipts(0L, 858L, NOW.minus(Duration.ofDays(9))))
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"180, false, false", "-180, false, false", "181, true, false", "-300, true, false", "301, true, true"})
    void clock(long seconds, boolean warned, boolean blocks) {
        TillHealth health = health(NOW.minusSeconds(seconds), TillStatus.UNKNOWN);
        assertThat(health.skew()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(health.warnings().isEmpty()).isEqualTo(!warned);
        assertThat(health.isSafeForPayment()).isEqualTo(!blocks);
    }

    @Test
    void aClockBehindTheLastOperationBlocksPayments() {
        TillStatus status = new TillStatus(null, null, null, null, null, NOW.plusSeconds(90), null, null);
        TillHealth health = health(NOW, status);
        assertThat(health.warnings()).containsExactly(new TillWarning.ClockBehindLastOperation(Duration.ofSeconds(90)));
        assertThat(health.isSafeForPayment()).isFalse();
    }

    @Test
    void whatBlocksPaymentsComesFirst() {
        TillStatus status = new TillStatus(700L, 858L, NOW.minus(Duration.ofDays(2)), 832L, 832L, null, null, null);
        assertThat(health(NOW.minusSeconds(200), status).warnings())
                .extracting(TillWarning::code)
                .containsExactly("shift-memory-full", "clock-drifts", "receipt-memory", "unsent-too-old");
    }

    @Test
    void errorsAndSilenceBlockPayments() {
        Answer notInitialised = new Answer(200, "102", "FISCAL_MODULE_NOT_INITIALIZED");
        TillHealth trouble = TillHealth.of(new TillInfo.Trouble(notInitialised), NOW);
        assertThat(trouble.warnings()).containsExactly(new TillWarning.NotWorking(notInitialised));
        assertThat(trouble.isSafeForPayment()).isFalse();

        TillHealth down = TillHealth.of(new TillInfo.Down(Samples.notSent()), NOW);
        assertThat(down.warnings()).containsExactly(new TillWarning.Unreachable(Samples.notSent()));
        assertThat(down.isSafeForPayment()).isFalse();
    }
}

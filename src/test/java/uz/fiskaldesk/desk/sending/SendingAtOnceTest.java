package uz.fiskaldesk.desk.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.desk.DeskTest;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.Scanner;
import uz.fiskaldesk.support.Settings;

/** Tests which receipts are sent without Enter if that is enabled, and which are not. */
@NullUnmarked
class SendingAtOnceTest extends DeskTest {
    private void open(boolean atOnce) {
        openDesk(Settings.DEFAULT.withScanner(new Settings.Scanner(null, 9600, true, atOnce)), _ -> {}, window);
        add(1, NOW.minus(Duration.ofHours(1)));
        add(2, NOW.minus(Duration.ofHours(2)));
        add(3, null);
        desk.list().refresh();
        desk.health().query();
        window.settle();
    }

    private void add(int n, @Nullable Instant paidAt) {
        add(new Payment(id(n), null, null, null, null, paidAt, null));
    }

    private void selectAndReview(int n) {
        desk.list().select(rowOf(n));
        clock.tick(CaptureModel.MINIMUM_REVIEW);
    }

    private void assertOfferedButNotSent() {
        window.settle();
        assertThat(desk.capture().offer().get()).isNotNull();
        assertThat(fiscalBox.sent).isEmpty();
    }

    @Test
    void aCleanScanForAPaymentSelectedByAPersonIsSent() {
        open(true);
        selectAndReview(2);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.until(() -> rowOf(2).state() == PaymentState.CONFIRMED);

        assertThat(fiscalBox.sent).containsExactly(RECEIPT);
    }

    @Test
    void aPaymentThatWasJustSelectedIsNotSent() {
        open(true);
        desk.list().select(rowOf(2));
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void nothingIsSentWhileTheTerminalIdIsUnknown() {
        fiscalBox.info = new FiscalApi.TillInfo.Trouble(Answer.ofMessage(""));
        open(true);
        selectAndReview(2);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void nothingIsSentIfTheOptionIsOff() {
        open(false);
        selectAndReview(2);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void pastedAndTypedReceiptsAreNotSent() {
        open(true);
        selectAndReview(2);
        desk.capture().captureText(RECEIPT);

        assertOfferedButNotSent();
    }

    @Test
    void aPaymentSelectedByTheProgramIsNotSent() {
        open(true);
        desk.list().reveal(rowOf(2));
        clock.tick(CaptureModel.MINIMUM_REVIEW);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void thePaymentSelectedAfterASentOneIsNotSent() {
        open(true);
        selectAndReview(1);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        assertThat(desk.list().isSelected(id(2))).isTrue();
        desk.scanner()
                .scanned(new Scan(RECEIPT.replace("r=2421", "r=2422").replace("s=514", "s=515"), Scan.Ending.ENTER));
        window.settle();

        assertThat(desk.capture().offer().get()).isNotNull();
        assertThat(fiscalBox.sent).containsExactly(RECEIPT);
    }

    @Test
    void aReceiptWithAWarningIsNotSent() {
        open(true);
        selectAndReview(2);
        desk.scanner().scanned(new Scan(RECEIPT.replace("20261125133000", "20261125090000"), Scan.Ending.ENTER));
        assertThat(Objects.requireNonNull(desk.capture().offer().get()).warnings())
                .isNotEmpty();

        assertOfferedButNotSent();
    }

    @Test
    void aReceiptWithARepairedLayoutIsNotSent() {
        open(true);
        selectAndReview(2);
        desk.scanner().scanned(new Scan(Scanner.RUSSIAN.types(RECEIPT, false), Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void aPaymentOfUnknownTimeIsNotSent() {
        open(true);
        selectAndReview(3);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));

        assertOfferedButNotSent();
    }

    @Test
    void aReceiptOfAnotherPaymentIsNotSent() {
        open(true);
        selectAndReview(1);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.until(() -> rowOf(1).state() == PaymentState.CONFIRMED);
        selectAndReview(2);
        desk.scanner().scanned(new Scan(RECEIPT, Scan.Ending.ENTER));
        window.settle();

        assertThat(Objects.requireNonNull(desk.capture().offer().get()).takenBy())
                .isEqualTo(id(1));
        assertThat(fiscalBox.sent).hasSize(1);
    }
}

package uz.fiskaldesk.desk.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.desk.TestExecutor;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.common.SoundCues.Signal;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.camera.CameraChoice;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.scan.camera.ScriptedCamera;
import uz.fiskaldesk.support.Settings;

/** Tests when the camera is on and what is captured. */
class CameraModelTest {
    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    private static final CameraDevice LOGI = new CameraDevice(0, "logi on 1", "Logi C270", List.of());
    private static final CameraDevice BUILT_IN = new CameraDevice(1, "built-in", "Integrated Camera", List.of());

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(NOW);
    private final NoticeModel notices = new NoticeModel();
    private final SoundCues soundCues = new SoundCues();
    private final List<Signal> heard = new ArrayList<>();
    private final TestExecutor window = new TestExecutor(notices);
    private final PageModel pages = new PageModel();
    private final List<Settings.Camera> kept = new ArrayList<>();
    private final ScriptedCamera camera = new ScriptedCamera();
    private Ledger ledger;
    private PaymentListModel list;
    private CaptureModel capture;
    private CameraModel watch;

    @BeforeEach
    void open() {
        soundCues.setListener(heard::add);
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOW);
        list = new PaymentListModel(ledger, window, clock);
        capture = new CaptureModel(
                list,
                ledger,
                notices,
                soundCues,
                window,
                new ReceiptReader(clock),
                new ReceiptChecks(clock),
                () -> null,
                clock);
        watch = new CameraModel(list, capture, pages, camera::heardBy, Settings.Camera.ANY, kept::add, window, clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void payments(int... numbers) {
        add(numbers);
        list.refresh();
        window.until(() -> list.rows().size() == numbers.length);
    }

    private void add(int... numbers) {
        for (int n : numbers) {
            Payment payment = new Payment(id(n), null, null, null, null, NOW.minusSeconds(60L * n), null);
            ledger.add(payment, null, new Act(Act.Kind.ADDED, "Dilnoza", NOW, null));
        }
    }

    private static TransactionId id(int n) {
        return TransactionId.parse("a12fc00f-5af5-45b8-adf8-00000000000" + n).orElseThrow();
    }

    private static String link(int number) {
        return "https://ofd.soliq.uz/check?t=UZ170703100189&r=" + number + "&c=20261125133000&s=514343190161";
    }

    private void shows(String text) {
        camera.sees(text);
        window.settle();
    }

    private String laid() {
        return Objects.requireNonNull(capture.offer().get()).receipt().receiptNumber();
    }

    @Test
    void theCameraIsOnOnlyWhileAReceiptIsNeeded() {
        assertThat(camera.isWanted()).as("nothing is selected").isFalse();
        payments(1);
        assertThat(camera.isWanted()).isTrue();

        pages.open(Page.HELP);
        assertThat(camera.isWanted()).as("the help page is open").isFalse();
        pages.back();
        assertThat(camera.isWanted()).isTrue();

        shows(link(1));
        assertThat(camera.isWanted()).as("a receipt is offered").isFalse();
        capture.discard();
        assertThat(camera.isWanted()).isTrue();
    }

    @Test
    void aDisabledCameraStaysOff() {
        payments(1);
        watch.setEnabled(false);

        assertThat(camera.isWanted()).isFalse();
        assertThat(kept).last().isEqualTo(Settings.Camera.ANY.switched(false));
    }

    @Test
    void aReceiptThatIsReadIsOfferedAndOutlined() {
        payments(1);
        shows(link(2421));

        assertThat(laid()).isEqualTo("2421");
        assertThat(watch.detectedCode().get())
                .satisfies(seen ->
                        assertThat(Objects.requireNonNull(seen).isReceipt()).isTrue());
    }

    @Test
    void aDiscardedReceiptIsNotCapturedAgainWhileItStaysInThePicture() {
        payments(1);
        shows(link(2421));
        capture.discard();
        for (int i = 0; i < 20; i++) {
            clock.tick(Duration.ofSeconds(1));
            shows(link(2421));
        }

        assertThat(capture.offer().get()).isNull();
        assertThat(watch.alreadyCaptured().get()).isTrue();
    }

    @Test
    void aDiscardedReceiptIsCapturedWhenItIsPresentedAgain() {
        payments(1);
        shows(link(2421));
        capture.discard();
        shows(link(2421));
        clock.tick(CameraModel.ABSENCE);
        shows(link(2421));

        assertThat(laid()).isEqualTo("2421");
    }

    @Test
    void aReceiptThatStaysInThePictureIsNotOfferedForTheNextPayment() {
        payments(1, 2);
        shows(link(2421));
        list.select(list.rows().get(1));
        clock.tick(Duration.ofMillis(400));
        shows(link(2421));
        assertThat(capture.offer().get()).isNull();

        clock.tick(Duration.ofMillis(400));
        shows(link(2422));
        assertThat(laid()).as("the next receipt is captured immediately").isEqualTo("2422");
    }

    @Test
    void anotherQrCodeIsRefusedOnce() {
        payments(1);
        camera.sees(new Reading.NotFound(List.of(ScriptedCamera.code("https://shop.example"))));
        window.settle();
        assertThat(capture.refusal().get()).isNotNull();
        assertThat(Objects.requireNonNull(watch.detectedCode().get()).isReceipt())
                .isFalse();

        capture.refusal().set(null);
        camera.sees(new Reading.NotFound(List.of(ScriptedCamera.code("https://shop.example"))));
        window.settle();
        assertThat(capture.refusal().get()).as("it is still the same code").isNull();
    }

    @Test
    void twoReceiptsInOnePictureAreRefusedOnce() {
        payments(1);
        Reading both = new Reading.Several(List.of(ScriptedCamera.code(link(1)), ScriptedCamera.code(link(2))));
        for (int i = 0; i < 10; i++) {
            clock.tick(Duration.ofMillis(60));
            camera.sees(both);
            window.settle();
        }

        assertThat(capture.refusal().get()).isNotNull();
        assertThat(heard).containsExactly(Signal.REFUSED);
    }

    @Test
    void twoAlternatingCodesAreReportedOnceEach() {
        payments(1);
        for (int i = 0; i < 10; i++) {
            clock.tick(Duration.ofMillis(60));
            camera.sees(new Reading.NotFound(List.of(ScriptedCamera.code("https://shop.example/" + i % 2))));
            window.settle();
        }

        assertThat(heard).containsExactly(Signal.REFUSED, Signal.REFUSED);
    }

    @Test
    void aReceiptOfAListedPaymentIsNotOfferedForTheNextWhileItIsTakenAway() {
        payments(1, 2);
        shows(link(2421));
        FiscalReceipt receipt = Objects.requireNonNull(capture.offer().get()).receipt();
        ledger.attach(
                list.rows().get(0), receipt, null, List.of(new Act(Act.Kind.RECEIPT_ATTACHED, "Dilnoza", NOW, null)));
        capture.discard();
        list.refresh();
        window.settle();
        list.select(list.rows().get(1));
        clock.tick(CameraModel.ABSENCE.plusMillis(500));
        shows(link(2421));
        assertThat(capture.offer().get()).as("not seen for a moment only").isNull();
        assertThat(watch.alreadyCaptured().get()).isTrue();

        clock.tick(CameraModel.ABSENCE_AFTER_ITS_PAYMENT);
        shows(link(2421));
        assertThat(Objects.requireNonNull(capture.offer().get()).takenBy()).isEqualTo(id(1));
        assertThat(heard).containsExactly(Signal.TAKEN, Signal.REFUSED);
    }

    @Test
    void withoutASelectionTheCameraProposesPaymentsForAReceipt() {
        list.filter().set(PaymentFilter.SET_ASIDE);
        add(1, 2);
        list.refresh();
        window.until(() -> list.totals().oldestOpen().get() != null);
        assertThat(list.selected().get()).isNull();
        assertThat(camera.isWanted()).isTrue();

        shows(link(2421).replace("20261125133000", "20261125140500"));

        assertThat(Objects.requireNonNull(capture.unassigned().get()).candidates())
                .hasSize(2);
        assertThat(camera.isWanted()).isFalse();
        assertThat(heard).containsExactly(Signal.TAKEN);
    }

    @Test
    void theOutlineDisappearsWithItsCode() {
        payments(1);
        camera.sees(new Reading.NotFound(List.of(ScriptedCamera.code("https://shop.example"))));
        window.settle();
        watch.tick();
        assertThat(watch.detectedCode().get()).isNotNull();

        clock.tick(CameraModel.ABSENCE);
        watch.tick();
        assertThat(watch.detectedCode().get()).isNull();
    }

    @Test
    void aChosenCameraIsOpenedAndSaved() {
        payments(1);
        camera.finds(LOGI, BUILT_IN);
        window.settle();

        watch.choose(BUILT_IN);

        assertThat(camera.choice().asked()).isEqualTo(new CameraChoice.Known("built-in", "Integrated Camera"));
        assertThat(kept).last().isEqualTo(Settings.Camera.ANY.with("built-in", "Integrated Camera"));
    }

    @Test
    void theStateOfTheCameraIsShown() {
        camera.says(new CameraState.Busy(LOGI));
        window.settle();

        assertThat(watch.state().get()).isEqualTo(new CameraState.Busy(LOGI));
    }
}

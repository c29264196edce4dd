package uz.fiskaldesk.desk.camera;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.camera.CameraChoice;
import uz.fiskaldesk.scan.camera.CameraControl;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.scan.camera.CameraListener;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.scan.camera.CodeDetection;
import uz.fiskaldesk.scan.camera.PreviewFrame;
import uz.fiskaldesk.scan.decoder.Corner;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.support.Settings;

/**
 * Runs the camera while the selected payment needs a receipt, and captures what it reads. A receipt that stays in front
 * of the camera is captured once, so that it is not offered for the next payment, too.
 */
public final class CameraModel implements AutoCloseable {
    /** A receipt that was not seen for this long counts as presented again. */
    static final Duration ABSENCE = Duration.ofMillis(1500);

    /** The same for a receipt that another payment has: while a hand takes it away, it may be unreadable for a while. */
    static final Duration ABSENCE_AFTER_ITS_PAYMENT = Duration.ofSeconds(4);

    /**
     * A QR code that was detected in the picture.
     *
     * @param outline its corners in pixels of the preview
     * @param isReceipt whether it is the QR code of a receipt
     */
    public record DetectedCode(List<Corner> outline, boolean isReceipt) {
        public DetectedCode {
            outline = List.copyOf(outline);
        }
    }

    private final PaymentListModel list;
    private final CaptureModel capture;
    private final PageModel pages;
    private final Clock clock;
    private final Executor window;
    private final Consumer<Settings.Camera> keep;
    private final CameraControl camera;
    private final ReadOnlyObjectWrapper<CameraState> state = new ReadOnlyObjectWrapper<>(new CameraState.Off());
    private final ReadOnlyObjectWrapper<List<CameraDevice>> devices = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable DetectedCode> detectedCode = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper capturing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper alreadyCaptured = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Settings.Camera> settings;
    private final ReadOnlyBooleanWrapper testing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper testedCode = new ReadOnlyStringWrapper();
    private Consumer<PreviewFrame> previewConsumer = PreviewFrame::release;
    private Consumer<PreviewFrame> testPreview = PreviewFrame::release;
    private CameraChoice choice;
    /** The captured texts and when each was last seen. */
    private final Map<String, Instant> lastSeen = new HashMap<>();

    private Instant seenAt = Instant.EPOCH;

    /**
     * Creates the camera, which stays off until a receipt is needed.
     *
     * @param cameraFor creates the camera that reports to the listener
     * @param keep saves changed camera settings
     * @param window runs tasks on the JavaFX thread
     */
    public CameraModel(
            PaymentListModel list,
            CaptureModel capture,
            PageModel pages,
            Function<CameraListener, CameraControl> cameraFor,
            Settings.Camera settings,
            Consumer<Settings.Camera> keep,
            Executor window,
            Clock clock) {
        this.list = list;
        this.capture = capture;
        this.pages = pages;
        this.clock = clock;
        this.window = window;
        this.keep = keep;
        this.settings = new ReadOnlyObjectWrapper<>(settings);
        this.choice = choiceOf(settings);
        this.camera = cameraFor.apply(new CameraEvents());
        camera.select(choice);
        list.selected().subscribe((_, _) -> updateCapturing());
        list.totals().oldestOpen().subscribe((_, _) -> updateCapturing());
        capture.offer().subscribe((_, _) -> updateCapturing());
        capture.unassigned().subscribe((_, _) -> updateCapturing());
        capture.receiptChoices().subscribe((_, _) -> updateCapturing());
        pages.current().subscribe((_, _) -> {
            testing.set(false);
            updateCapturing();
        });
        updateCapturing();
    }

    private static CameraChoice choiceOf(Settings.Camera settings) {
        return CameraChoice.saved(
                settings.id(),
                settings.name(),
                settings.size().width(),
                settings.size().height());
    }

    public ReadOnlyObjectProperty<CameraState> state() {
        return state.getReadOnlyProperty();
    }

    /** The cameras found by the last {@link #findDevices}. */
    public ReadOnlyObjectProperty<List<CameraDevice>> devices() {
        return devices.getReadOnlyProperty();
    }

    /** The QR code in the current picture, or in the last one before capturing stopped; null if there is none. */
    public ReadOnlyObjectProperty<@Nullable DetectedCode> detectedCode() {
        return detectedCode.getReadOnlyProperty();
    }

    /** Whether the camera is looking for a receipt. */
    public ReadOnlyBooleanProperty capturing() {
        return capturing.getReadOnlyProperty();
    }

    /** Whether the receipt in front of the camera has been captured already. */
    public ReadOnlyBooleanProperty alreadyCaptured() {
        return alreadyCaptured.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Settings.Camera> settings() {
        return settings.getReadOnlyProperty();
    }

    /** Sets the consumer of preview frames; it calls {@link PreviewFrame#release()} to request the next one. */
    public void setPreviewConsumer(Consumer<PreviewFrame> newScreen) {
        previewConsumer = newScreen;
    }

    /** Sets the consumer of preview frames during a test; it calls {@link PreviewFrame#release()}, too. */
    public void setTestPreview(Consumer<PreviewFrame> newScreen) {
        testPreview = newScreen;
    }

    /** Whether the camera is on for a test, in which nothing is captured. */
    public ReadOnlyBooleanProperty testing() {
        return testing.getReadOnlyProperty();
    }

    /** The text of the code that the test read last; null if there is none. */
    public ReadOnlyStringProperty testedCode() {
        return testedCode.getReadOnlyProperty();
    }

    /** Starts or ends a test. It ends by itself when another page is opened. */
    public void setTesting(boolean on) {
        testedCode.set(null);
        testing.set(on);
        updateCapturing();
    }

    /** Starts a search for connected cameras; updates {@link #devices}. */
    public void findDevices() {
        camera.findDevices();
    }

    /** Uses this camera and saves the choice. */
    public void choose(CameraDevice device) {
        change(settings.get().with(device.id(), device.name()));
        choice = choiceOf(settings.get()).asking(device.id(), device.name());
        camera.select(choice);
        updateCapturing();
    }

    /** Turns capturing with the camera on or off and saves the choice. */
    public void setEnabled(boolean on) {
        change(settings.get().switched(on));
        updateCapturing();
    }

    public void setMirrored(boolean mirrored) {
        change(settings.get().mirrored(mirrored));
    }

    private void change(Settings.Camera changed) {
        if (!changed.equals(settings.get())) {
            settings.set(changed);
            keep.accept(changed);
        }
    }

    private void updateCapturing() {
        boolean now = settings.get().on()
                && pages.currentPage() == Page.RECEIPT
                && isReceiptNeeded()
                && capture.offer().get() == null
                && capture.unassigned().get() == null
                && capture.receiptChoices().get().isEmpty();
        if (now && !capturing.get()) {
            detectedCode.set(null);
            // A receipt in front of the camera may have stayed there while the camera was not looking.
            lastSeen.replaceAll((_, _) -> clock.instant());
        }
        if (!now) {
            alreadyCaptured.set(false);
        }
        capturing.set(now);
        camera.setOn(now || testing.get());
    }

    /** If the selected payment has a receipt already, a new one is matched to the payments that it may belong to. */
    private boolean isReceiptNeeded() {
        LedgerEntry entry = list.selected().get();
        return entry == null ? list.totals().oldestOpen().get() != null : entry.takesReceipt();
    }

    /** Removes the outline of a code that is no longer in the picture; called every second. */
    public void tick() {
        if (capturing.get() && detectedCode.get() != null && isOver(seenAt, ABSENCE)) {
            detectedCode.set(null);
            alreadyCaptured.set(false);
        }
    }

    private boolean isOver(Instant since, Duration length) {
        return !clock.instant().isBefore(since.plus(length));
    }

    private void sighted(CodeDetection sighting) {
        if (testing.get() && sighting.reading() instanceof Reading.Found(DecodedCode code)) {
            testedCode.set(code.text());
        }
        if (!capturing.get()) {
            return;
        }
        switch (sighting.reading()) {
            case Reading.Found(DecodedCode code) -> {
                show(code, true);
                captureOnce(code.text(), sighting.picture(), () -> capture.captureScan(code.text()));
            }
            case Reading.Several(List<DecodedCode> codes) -> {
                show(codes.getFirst(), true);
                String all = codes.stream().map(DecodedCode::text).sorted().collect(Collectors.joining(" "));
                captureOnce(
                        all,
                        sighting.picture(),
                        () -> capture.showRefusal(LocalizedText.of("capture.several", codes.size())));
            }
            case Reading.NotFound(List<DecodedCode> others)
            when !others.isEmpty() -> {
                DecodedCode other = others.getFirst();
                show(other, false);
                captureOnce(other.text(), sighting.picture(), () -> capture.captureScan(other.text()));
            }
            case Reading.NotFound _ -> {}
        }
    }

    private void show(DecodedCode code, boolean isReceipt) {
        seenAt = clock.instant();
        detectedCode.set(new DetectedCode(code.outline(), isReceipt));
    }

    /** Runs {@code action} once for a text, however long it stays in the picture. */
    private void captureOnce(String text, PreviewFrame picture, Runnable action) {
        lastSeen.values().removeIf(last -> isOver(last, ABSENCE_AFTER_ITS_PAYMENT));
        Instant before = lastSeen.put(text, clock.instant());
        Duration absence = capture.belongsToAnotherPayment(text) ? ABSENCE_AFTER_ITS_PAYMENT : ABSENCE;
        boolean stillThere = before != null && !isOver(before, absence);
        alreadyCaptured.set(stillThere && capture.refusal().get() == null);
        if (!stillThere) {
            // A capture ends the preview; the last frame shown must be the one that was captured.
            previewConsumer.accept(picture);
            action.run();
        }
    }

    /** Stops the camera; may block briefly. */
    @Override
    public void close() {
        camera.close();
    }

    /** Forwards the camera's events to the JavaFX thread. */
    private final class CameraEvents implements CameraListener {
        @Override
        public void stateChanged(CameraState now) {
            window.execute(() -> state.set(now));
        }

        @Override
        public void devicesListed(List<CameraDevice> found) {
            window.execute(() -> devices.set(found));
        }

        @Override
        public void previewAvailable(PreviewFrame frame) {
            window.execute(() -> (testing.get() ? testPreview : previewConsumer).accept(frame));
        }

        @Override
        public void codesDetected(CodeDetection sighting) {
            window.execute(() -> CameraModel.this.sighted(sighting));
        }
    }
}

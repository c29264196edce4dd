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
import uz.fiskaldesk.scan.camera.PreviewFrame;
import uz.fiskaldesk.scan.camera.Sighting;
import uz.fiskaldesk.scan.look.Corner;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.support.Settings;

/**
 * The camera as the window shows it. It is on while the selected payment wants a receipt, and what it reads is taken. A
 * receipt that goes on lying before the camera is taken once: it must not go to the next payment by itself.
 */
public final class CameraModel implements AutoCloseable {
    /** So long out of sight, and the same receipt counts as shown again. */
    static final Duration OUT_OF_SIGHT = Duration.ofMillis(1500);

    /** The hand that shows a receipt also takes it away, and while it moves nothing can be read. */
    static final Duration OUT_OF_SIGHT_AFTER_ITS_PAYMENT = Duration.ofSeconds(4);

    /**
     * A code in the picture.
     *
     * @param outline in pixels of the preview
     * @param isReceipt whether it is what was looked for
     */
    public record Seen(List<Corner> outline, boolean isReceipt) {
        public Seen {
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
    private final ReadOnlyObjectWrapper<@Nullable Seen> seen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper wanted = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper again = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Settings.Camera> settings;
    private Consumer<PreviewFrame> screen = PreviewFrame::done;
    private CameraChoice choice;
    /** What was told of, and when it was in sight last. */
    private final Map<String, Instant> told = new HashMap<>();

    private Instant seenAt = Instant.EPOCH;

    /**
     * Watches; the camera is off until a receipt is wanted.
     *
     * @param cameraFor makes the camera that reports to a listener
     * @param keep keeps what was chosen here
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
        this.camera = cameraFor.apply(new Ears());
        camera.choose(choice);
        list.selected().subscribe((_, _) -> decide());
        list.oldest().subscribe((_, _) -> decide());
        capture.offer().subscribe((_, _) -> decide());
        capture.unplaced().subscribe((_, _) -> decide());
        capture.several().subscribe((_, _) -> decide());
        capture.another().subscribe((_, _) -> decide());
        pages.current().subscribe((_, _) -> decide());
        decide();
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

    /** The cameras of this computer, as far as they were looked for. */
    public ReadOnlyObjectProperty<List<CameraDevice>> devices() {
        return devices.getReadOnlyProperty();
    }

    /** The code that is in the picture, or was in the last one; null where there is none. */
    public ReadOnlyObjectProperty<@Nullable Seen> seen() {
        return seen.getReadOnlyProperty();
    }

    /** Whether a receipt is looked for. */
    public ReadOnlyBooleanProperty wanted() {
        return wanted.getReadOnlyProperty();
    }

    /** Whether a receipt still lies there that was taken already. */
    public ReadOnlyBooleanProperty again() {
        return again.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Settings.Camera> settings() {
        return settings.getReadOnlyProperty();
    }

    /** Where pictures are shown from now on; {@link PreviewFrame#done()} asks for the next one. */
    public void showOn(Consumer<PreviewFrame> newScreen) {
        screen = newScreen;
    }

    /** Looks which cameras there are, for the list to choose from. */
    public void list() {
        camera.list();
    }

    /** Takes this camera from now on. */
    public void choose(CameraDevice device) {
        change(settings.get().with(device.id(), device.name()));
        choice = choiceOf(settings.get()).asking(device.id(), device.name());
        camera.choose(choice);
        decide();
    }

    /** The next of the cameras; the only one is tried again. */
    public void chooseNext() {
        List<CameraDevice> all = devices.get();
        if (!all.isEmpty()) {
            choose(all.get((place(all) + 1) % all.size()));
        }
    }

    private int place(List<CameraDevice> all) {
        String id = state.get() instanceof CameraState.Live live
                ? live.device().id()
                : settings.get().id();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** Uses a camera, or none at all. */
    public void switchOn(boolean on) {
        change(settings.get().switched(on));
        decide();
    }

    public void mirror(boolean mirrored) {
        change(settings.get().mirrored(mirrored));
    }

    private void change(Settings.Camera changed) {
        if (!changed.equals(settings.get())) {
            settings.set(changed);
            keep.accept(changed);
        }
    }

    private void decide() {
        boolean now = settings.get().on()
                && pages.now() == Page.RECEIPT
                && isReceiptWanted()
                && capture.offer().get() == null
                && capture.unplaced().get() == null
                && capture.several().get().isEmpty();
        if (now && !wanted.get()) {
            seen.set(null);
            // What lies there has been in sight as long as nobody looked.
            told.replaceAll((_, _) -> clock.instant());
        }
        if (!now) {
            again.set(false);
        }
        wanted.set(now);
        camera.want(now);
    }

    /** Where the selected payment is not in want of one, the receipt finds the payments that it may belong to. */
    private boolean isReceiptWanted() {
        LedgerEntry entry = list.selected().get();
        boolean isToBePlaced = entry == null ? list.oldest().get() != null : entry.takesReceipt();
        return capture.wanted() || isToBePlaced;
    }

    /** Lets go of an outline whose code is out of sight; called every second. */
    public void tick() {
        if (wanted.get() && seen.get() != null && isOver(seenAt, OUT_OF_SIGHT)) {
            seen.set(null);
            again.set(false);
        }
    }

    private boolean isOver(Instant since, Duration length) {
        return !clock.instant().isBefore(since.plus(length));
    }

    private void sighted(Sighting sighting) {
        if (!wanted.get()) {
            return;
        }
        switch (sighting.reading()) {
            case Reading.Found(QrText code) -> {
                show(code, true);
                take(code.text(), sighting.picture(), () -> capture.scanned(code.text()));
            }
            case Reading.Several(List<QrText> codes) -> {
                show(codes.getFirst(), true);
                String all = codes.stream().map(QrText::text).sorted().collect(Collectors.joining(" "));
                take(all, sighting.picture(), () -> capture.refuse(LocalizedText.of("capture.several", codes.size())));
            }
            case Reading.NotFound(List<QrText> others)
            when !others.isEmpty() -> {
                QrText other = others.getFirst();
                show(other, false);
                take(other.text(), sighting.picture(), () -> capture.scanned(other.text()));
            }
            case Reading.NotFound _ -> {}
        }
    }

    private void show(QrText code, boolean isReceipt) {
        seenAt = clock.instant();
        seen.set(new Seen(code.outline(), isReceipt));
    }

    /** What is in sight is told once, however long it stays there. */
    private void take(String text, PreviewFrame picture, Runnable tell) {
        told.values().removeIf(last -> isOver(last, OUT_OF_SIGHT_AFTER_ITS_PAYMENT));
        Instant before = told.put(text, clock.instant());
        Duration away = capture.servesAnother(text) ? OUT_OF_SIGHT_AFTER_ITS_PAYMENT : OUT_OF_SIGHT;
        boolean stillThere = before != null && !isOver(before, away);
        again.set(stillThere && capture.refusal().get() == null);
        if (!stillThere) {
            // What is taken ends the preview, and what stays in sight is to be what was taken.
            screen.accept(picture);
            tell.run();
        }
    }

    /** Blocks for a moment. */
    @Override
    public void close() {
        camera.close();
    }

    /** Brings what the camera says to the window's thread. */
    private final class Ears implements CameraListener {
        @Override
        public void state(CameraState now) {
            window.execute(() -> state.set(now));
        }

        @Override
        public void cameras(List<CameraDevice> found) {
            window.execute(() -> devices.set(found));
        }

        @Override
        public void preview(PreviewFrame frame) {
            window.execute(() -> screen.accept(frame));
        }

        @Override
        public void sighted(Sighting sighting) {
            window.execute(() -> CameraModel.this.sighted(sighting));
        }
    }
}

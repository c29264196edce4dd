package uz.fiskaldesk.desk.capture;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.payment.TransactionId;

/** Reads pictures in the background and captures the receipts that they show. */
public final class PictureCaptureModel {
    private final CaptureModel capture;
    private final PastedTextModel texts;
    private final PaymentListModel list;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
    private int running;

    public PictureCaptureModel(
            CaptureModel capture,
            PastedTextModel texts,
            PaymentListModel list,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.capture = capture;
        this.texts = texts;
        this.list = list;
        this.notices = notices;
        this.tasks = tasks;
    }

    /** Whether a picture is being read. */
    public ReadOnlyBooleanProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /** Captures the receipt of a picture, unless another payment is selected or another receipt captured meanwhile. */
    public void capture(Supplier<PictureReading> picture) {
        capture(picture, _ -> {});
    }

    /**
     * Captures the receipt of a picture, unless another payment is selected or another receipt captured meanwhile.
     *
     * @param then receives what was captured; empty if nothing was, and the window says why
     */
    public void capture(Supplier<PictureReading> picture, Consumer<Optional<PictureReading>> then) {
        Optional<TransactionId> before = selectedId();
        int number = capture.order().start();
        running++;
        reading.set(true);
        capture.refusal().set(null);
        tasks.inBackground(
                picture,
                result -> {
                    ended();
                    if (!selectedId().equals(before)) {
                        notices.warning("capture.other-selected");
                        then.accept(Optional.empty());
                    } else if (!capture.order().isLatest(number)) {
                        notices.warning("capture.overtaken");
                        then.accept(Optional.empty());
                    } else {
                        capture(result);
                        then.accept(Optional.of(result));
                    }
                },
                () -> {
                    ended();
                    then.accept(Optional.empty());
                });
    }

    private void ended() {
        running--;
        reading.set(running > 0);
    }

    private Optional<TransactionId> selectedId() {
        return Optional.ofNullable(list.selected().get()).map(LedgerEntry::transactionId);
    }

    private void capture(PictureReading result) {
        switch (result) {
            case PictureReading.Text text -> texts.take(text.text());
            case PictureReading.Several several -> capture.offerChoice(several.texts());
            case PictureReading.Unusable unusable -> capture.showRefusal(sentence(unusable));
        }
    }

    /** Says why a picture shows no receipt. */
    public static LocalizedText sentence(PictureReading.Unusable reading) {
        return switch (reading) {
            case PictureReading.NoReceipt _ -> LocalizedText.of("capture.no-receipt");
            case PictureReading.NoCode _ -> LocalizedText.of("capture.no-code");
            case PictureReading.NoPicture no -> LocalizedText.of("capture.no-picture", no.name());
            case PictureReading.Locked locked -> LocalizedText.of("capture.locked", locked.name());
            case PictureReading.TooLarge large -> LocalizedText.of("capture.too-large", large.name());
        };
    }
}

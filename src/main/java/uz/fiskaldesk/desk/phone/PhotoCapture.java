package uz.fiskaldesk.desk.phone;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.capture.PictureCaptureModel;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** Captures a photograph like a picture that was dropped on the window, and tells the phone what came of it. */
public final class PhotoCapture {
    /**
     * What came of a photograph.
     *
     * @param taken whether the receipt lies beside the selected payment
     * @param closesPage whether the window has something to show on another page
     * @param sentence for the person with the phone
     */
    record Result(boolean taken, boolean closesPage, LocalizedText sentence) {
        private static Result of(boolean taken, String key, Object... values) {
            return new Result(taken, true, LocalizedText.of(key, values));
        }

        private static Result refused(LocalizedText sentence) {
            return new Result(false, false, sentence);
        }
    }

    private final Function<byte[], PictureReading> pictures;
    private final PictureCaptureModel capturing;
    private final CaptureModel capture;
    private final ReceiptReader receipts;
    private final PageModel pages;

    /** @param pictures reads a picture; called in the background */
    public PhotoCapture(
            Function<byte[], PictureReading> pictures,
            PictureCaptureModel capturing,
            CaptureModel capture,
            ReceiptReader receipts,
            PageModel pages) {
        this.pictures = pictures;
        this.capturing = capturing;
        this.capture = capture;
        this.receipts = receipts;
        this.pages = pages;
    }

    /** Reads the picture in the background and captures its receipt. */
    void capture(byte[] picture, Consumer<Result> then) {
        capturing.capture(() -> pictures.apply(picture), reading -> then.accept(result(reading)));
    }

    private Result result(Optional<PictureReading> reading) {
        if (reading.isEmpty()) {
            return Result.refused(LocalizedText.of("phone.page.other-selected"));
        }
        return switch (reading.get()) {
            case PictureReading.Text text -> result(text.text());
            case PictureReading.Several several ->
                Result.of(false, "phone.page.several", several.texts().size());
            case PictureReading.Unusable unusable -> Result.refused(PictureCaptureModel.sentence(unusable));
        };
    }

    private Result result(String text) {
        if (pages.currentPage() == Page.ADD) {
            // The code was that of a payment, and the form for it is open.
            return Result.of(false, "phone.page.look");
        }
        return switch (receipts.read(text)) {
            case ReceiptReading.Accepted accepted -> result(accepted.receipt());
            case ReceiptReading.Refused refused -> Result.refused(messages -> messages.refusal(refused.reason()));
        };
    }

    private Result result(FiscalReceipt receipt) {
        OfferedReceipt offer = capture.offer().get();
        if (offer == null || !offer.receipt().identity().equals(receipt.identity())) {
            return Result.of(false, "phone.page.choose-payment", receipt.receiptNumber());
        }
        return Result.of(
                true, offer.hasNotes() ? "phone.page.taken-with-notes" : "phone.page.taken", receipt.receiptNumber());
    }
}

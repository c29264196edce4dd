package uz.fiskaldesk.desk.capture;

import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.common.SoundCues.Signal;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.serial.SerialState;

/** What hand scanners bring in, whatever the window shows: a scan is never lost in a field. */
public final class ScannerModel {
    /** What was typed into these would be lost if the page went. */
    private static final Set<Page> BEING_FILLED_IN = Set.of(Page.ADD, Page.REASON, Page.SETTINGS, Page.PIN);

    private final CaptureModel capture;
    private final PageModel pages;
    private final NoticeModel notices;
    private final SoundCues signals;
    private final ReceiptReader reader;
    private final ReadOnlyObjectWrapper<SerialState> serial = new ReadOnlyObjectWrapper<>(new SerialState.Off());

    public ScannerModel(
            CaptureModel capture, PageModel pages, NoticeModel notices, SoundCues signals, ReceiptReader reader) {
        this.capture = capture;
        this.pages = pages;
        this.notices = notices;
        this.signals = signals;
        this.reader = reader;
    }

    /** How the scanner on the serial port stands. */
    public ReadOnlyObjectProperty<SerialState> serial() {
        return serial.getReadOnlyProperty();
    }

    public void stands(SerialState now) {
        serial.set(now);
    }

    /** Whether a text is a receipt as it stands. */
    public boolean isReceipt(String text) {
        return reader.read(text) instanceof ReceiptReading.Accepted;
    }

    /** A text that was scanned. */
    public void take(String text) {
        if (BEING_FILLED_IN.contains(pages.now())) {
            notices.warn("scanner.finish-page");
            signals.give(Signal.REFUSED);
            return;
        }
        pages.back();
        capture.scanned(text);
    }
}

package uz.fiskaldesk.desk.capture;

import java.util.Objects;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.common.SoundCues.Signal;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.serial.SerialState;

/** Receives the scans of hand scanners and captures them, or opens the form for the payment whose ID was scanned, except while a form is being filled in. */
public final class ScannerModel {
    /** Pages that must not be closed by a scan, because their input would be lost. */
    private static final Set<Page> FORMS = Set.of(Page.ADD, Page.REASON, Page.PIN, Page.COLUMNS, Page.KEYED_RECEIPT);

    /** Pages on which the scanner is tested. */
    private static final Set<Page> TESTS = Set.of(Page.SETTINGS, Page.START);

    private final PastedTextModel texts;
    private final PageModel pages;
    private final NoticeModel notices;
    private final SoundCues soundCues;
    private final ReceiptReader reader;
    private final ScannerTestModel test;
    private final ReadOnlyObjectWrapper<SerialState> serial = new ReadOnlyObjectWrapper<>(new SerialState.Off());

    private final ReadOnlyBooleanWrapper recognised = new ReadOnlyBooleanWrapper();
    private @Nullable Notice finishPage;

    public ScannerModel(
            PastedTextModel texts, PageModel pages, NoticeModel notices, SoundCues soundCues, ReceiptReader reader) {
        this.texts = texts;
        this.pages = pages;
        this.notices = notices;
        this.soundCues = soundCues;
        this.reader = reader;
        this.test = new ScannerTestModel(reader);
        pages.current().subscribe(page -> {
            if (!FORMS.contains(page)) {
                notices.retract(finishPage);
            }
        });
    }

    /** Whether a scanner is known to work, because it has scanned something. */
    public ReadOnlyBooleanProperty recognised() {
        return recognised.getReadOnlyProperty();
    }

    /** The state of the scanner on the serial port. */
    public ReadOnlyObjectProperty<SerialState> serial() {
        return serial.getReadOnlyProperty();
    }

    public void setSerial(SerialState now) {
        serial.set(now);
    }

    /** Whether a text is a complete receipt. */
    public boolean isReceipt(String text) {
        return reader.read(text) instanceof ReceiptReading.Accepted;
    }

    /** The test of the scanner, which gets all scans while a page with it is open. */
    public ScannerTestModel test() {
        return test;
    }

    /** Handles a text that was scanned. */
    public void scanned(Scan scan) {
        if (TESTS.contains(pages.currentPage())) {
            recognised.set(true);
            test.scanned(scan);
            soundCues.play(
                    Objects.requireNonNull(test.result().get()).verdict() == ScannerTestModel.Verdict.UNREADABLE
                            ? Signal.REFUSED
                            : Signal.TAKEN);
            return;
        }
        // The receipt itself is better than its fields.
        boolean isBetter = pages.currentPage() == Page.KEYED_RECEIPT && isReceipt(scan.text());
        if (FORMS.contains(pages.currentPage()) && !isBetter) {
            notices.warning("scanner.finish-page");
            finishPage = notices.current().get();
            soundCues.play(Signal.REFUSED);
            return;
        }
        pages.back();
        recognised.set(true);
        if (texts.takeScan(scan.text())) {
            soundCues.play(Signal.TAKEN);
        }
    }
}

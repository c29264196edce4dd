package uz.fiskaldesk.desk.capture;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** Tests a hand scanner with a code on the screen: what arrived, and what had to be repaired. Nothing is captured. */
public final class ScannerTestModel {
    /** The code to scan: the link of a receipt that does not exist, so that every character of links is tried. */
    public static final String TEST_CODE =
            "https://ofd.soliq.uz/check?t=ZZ000000000000&r=1&c=20260101120000&s=000000000000";

    /** What a test found. */
    public enum Verdict {
        /** The test code arrived unchanged, with Enter or through a serial port. */
        FINE,
        /** The test code arrived unchanged, but without Enter at its end. */
        NO_ENTER,
        /** The test code was recognised although a keyboard layout had changed it. */
        REPAIRED,
        /** The text cannot be turned into the test code. */
        UNREADABLE
    }

    /** @param arrived the text as it arrived */
    public record Result(Verdict verdict, String arrived) {}

    private final ReceiptReader reader;
    private final ReadOnlyObjectWrapper<@Nullable Result> result = new ReadOnlyObjectWrapper<>();

    public ScannerTestModel(ReceiptReader reader) {
        this.reader = reader;
    }

    /** The result of the last scan; null before the first one. */
    public ReadOnlyObjectProperty<@Nullable Result> result() {
        return result.getReadOnlyProperty();
    }

    public void scanned(Scan scan) {
        result.set(new Result(verdict(scan), scan.text()));
    }

    private Verdict verdict(Scan scan) {
        if (scan.text().strip().equals(TEST_CODE)) {
            return switch (scan.ending()) {
                case ENTER, SERIAL -> Verdict.FINE;
                case TAB, PAUSE -> Verdict.NO_ENTER;
            };
        }
        boolean repaired = reader.read(scan.text()) instanceof ReceiptReading.Accepted accepted
                && accepted.receipt().url().equals(TEST_CODE);
        return repaired ? Verdict.REPAIRED : Verdict.UNREADABLE;
    }
}

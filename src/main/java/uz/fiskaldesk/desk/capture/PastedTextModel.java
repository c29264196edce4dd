package uz.fiskaldesk.desk.capture;

import uz.fiskaldesk.desk.intake.AddPaymentModel;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** Takes a text that was pasted, dropped, typed or read from a picture: a receipt, or a message about a payment. */
public final class PastedTextModel {
    private final ReceiptReader reader;
    private final CaptureModel capture;
    private final AddPaymentModel addPayment;

    public PastedTextModel(ReceiptReader reader, CaptureModel capture, AddPaymentModel addPayment) {
        this.reader = reader;
        this.capture = capture;
        this.addPayment = addPayment;
    }

    /** Captures a receipt, or opens the form with what the message says, or reports why the text is neither. */
    public void take(String text) {
        if (!(reader.read(text) instanceof ReceiptReading.Refused refused && mayBeMessage(refused))
                || !addPayment.openWith(text)) {
            capture.captureText(text);
        }
    }

    /** Whether no part of a receipt was recognised. */
    private static boolean mayBeMessage(ReceiptReading.Refused refused) {
        return switch (refused.reason()) {
            case NO_LINK, KEYBOARD_LAYOUT, SCHEME, HOST -> true;
            default -> false;
        };
    }
}

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
        if (!mayBeMessage(text) || !addPayment.openWith(text)) {
            capture.captureText(text);
        }
    }

    /**
     * Like {@link #take}, for a scan; a number alone is the code of an article rather than an ID.
     *
     * @return whether the form was opened
     */
    boolean takeScan(String text) {
        boolean isNumber = text.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean opened = !isNumber && mayBeMessage(text) && addPayment.openWith(text);
        if (!opened) {
            capture.captureScan(text);
        }
        return opened;
    }

    private boolean mayBeMessage(String text) {
        return reader.read(text) instanceof ReceiptReading.Refused refused && mayBeMessage(refused);
    }

    /** Whether no part of a receipt was recognised. */
    private static boolean mayBeMessage(ReceiptReading.Refused refused) {
        return switch (refused.reason()) {
            case NO_LINK, KEYBOARD_LAYOUT, SCHEME, HOST -> true;
            default -> false;
        };
    }
}

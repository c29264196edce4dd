package uz.fiskaldesk.desk.start;

import java.awt.image.BufferedImage;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** One payment with its receipt against a simulated FiscalBox and on a list of its own, apart from the real ones. */
public interface Practice extends AutoCloseable {
    Payment payment();

    /** The receipt of the payment. */
    FiscalReceipt receipt();

    /** The receipt as a till prints it. */
    BufferedImage picture();

    /** Attaches the receipt to the payment and sends it. Blocks until FiscalBox has answered. */
    Outcome confirm(FiscalReceipt scanned);

    /** Ends the simulated FiscalBox. May block for a moment. */
    @Override
    void close();
}

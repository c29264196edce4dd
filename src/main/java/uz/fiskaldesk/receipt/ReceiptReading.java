package uz.fiskaldesk.receipt;

import java.util.List;

/** What {@link ReceiptReader} makes of a text. */
public sealed interface ReceiptReading {
    /** The text that was judged: cleaned, and repaired where a keyboard layout had changed it. */
    String text();

    /**
     * The text is the link of a fiscal receipt.
     *
     * @param warnings what a person should look at before sending; empty for an ordinary receipt of a till
     * @param layoutRepaired whether a keyboard layout had changed the text; tell the user, so the scanner gets set right
     */
    record Accepted(FiscalReceipt receipt, List<ReceiptWarning> warnings, boolean layoutRepaired)
            implements ReceiptReading {
        public Accepted {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String text() {
            return receipt.url();
        }
    }

    /** The text is no receipt that may be sent. */
    record Refused(ReceiptRefusal reason, String text) implements ReceiptReading {}
}

package uz.fiskaldesk.receipt;

import java.util.List;

/** The result of {@link ReceiptReader#read}. */
public sealed interface ReceiptReading {
    /** The text that was judged: trimmed, and repaired if a keyboard layout had changed it. */
    String text();

    /**
     * The text is the link of a fiscal receipt.
     *
     * @param warnings what a person should check before sending; empty for an ordinary receipt
     * @param layoutRepaired whether a keyboard layout had changed the text; shown to the user, so that the scanner or the
     *     layout can be corrected
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

    /** The text is not a receipt that may be sent. */
    record Refused(ReceiptRefusal reason, String text) implements ReceiptReading {}
}

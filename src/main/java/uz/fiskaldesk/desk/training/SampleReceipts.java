package uz.fiskaldesk.desk.training;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.payment.TransactionId;

/** The sample receipts of training mode. */
public interface SampleReceipts {
    /** The receipt of a sample payment; empty for other payments. */
    Optional<BufferedImage> receiptOf(TransactionId id);

    /** Receipts that demonstrate what can be wrong. */
    List<Lesson> lessons();

    /** Writes all receipts and printable pages to a folder and returns it. Blocks for seconds. */
    Path writeAll();

    /** @param key the text key of the sentence that says what is wrong with the receipt */
    record Lesson(String key, BufferedImage picture) {}
}

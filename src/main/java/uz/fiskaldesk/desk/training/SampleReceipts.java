package uz.fiskaldesk.desk.training;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.payment.TransactionId;

/** The receipts that training mode has for its payments. */
public interface SampleReceipts {
    /** The receipt that belongs to a payment; empty where it is none of the samples. */
    Optional<BufferedImage> receiptOf(TransactionId id);

    /** Receipts that teach what can be wrong: the key of what they are, and the picture. */
    List<Lesson> lessons();

    /** Writes all of them to a folder, with pages to print, and says where; takes seconds. */
    Path writeAll();

    /** @param key of the sentence that says what is wrong with it */
    record Lesson(String key, BufferedImage picture) {}
}

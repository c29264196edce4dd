package uz.fiskaldesk.desk.shell;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.payment.TransactionId;

/** Switches training mode on without any samples. */
record NoSamples() implements SampleReceipts {
    @Override
    public Optional<BufferedImage> receiptOf(TransactionId id) {
        return Optional.empty();
    }

    @Override
    public List<Lesson> lessons() {
        return List.of();
    }

    @Override
    public Path writeAll() {
        throw new UnsupportedOperationException("nothing is written here");
    }
}

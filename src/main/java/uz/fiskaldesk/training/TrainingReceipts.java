package uz.fiskaldesk.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Draws the receipts of a training day. Thread-safe. */
public final class TrainingReceipts implements SampleReceipts {
    private static final Amount AMOUNT = new Amount(6_400_000);

    private final List<Sample> samples;
    private final Instant opened;
    private final Path folder;
    private final ReceiptPicture picture = new ReceiptPicture();

    /** @param folder the folder for image files */
    TrainingReceipts(List<Sample> samples, Instant opened, Path folder) {
        this.samples = List.copyOf(samples);
        this.opened = opened;
        this.folder = folder;
    }

    @Override
    public Optional<BufferedImage> receiptOf(TransactionId id) {
        return samples.stream()
                .filter(sample -> sample.payment().transactionId().equals(id))
                .findFirst()
                .map(this::draw);
    }

    private BufferedImage draw(Sample sample) {
        Amount amount = sample.payment().amount();
        return picture.of(sample.receipt(), amount == null ? AMOUNT : amount);
    }

    @Override
    public List<Lesson> lessons() {
        Instant now = opened;
        FiscalReceipt ours = receipt(TrainingDay.TERMINAL, "2422", now, "514343190161");
        FiscalReceipt elsewhere = receipt("UZ210324000189", "118", now, "902115830447");
        FiscalReceipt old = receipt(TrainingDay.TERMINAL, "1874", now.minus(Duration.ofDays(12)), "330482915576");
        return List.of(
                new Lesson("training.lesson.other-till", picture.of(elsewhere, AMOUNT)),
                new Lesson("training.lesson.old", picture.of(old, AMOUNT)),
                new Lesson("training.lesson.torn", picture.torn(ours, AMOUNT)),
                new Lesson("training.lesson.no-receipt", picture.withText("https://t.me/oquv_dokoni", ours, AMOUNT)));
    }

    private static FiscalReceipt receipt(String terminal, String number, Instant issuedAt, String sign) {
        return TrainingDay.receipt(terminal, number, issuedAt, sign);
    }

    @Override
    public Path writeAll() {
        List<BufferedImage> pictures = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Sample sample : samples) {
                BufferedImage drawn = draw(sample);
                write(drawn, sample.receipt().receiptNumber());
                pictures.add(drawn);
            }
            for (Lesson lesson : lessons()) {
                write(lesson.picture(), lesson.key().substring(lesson.key().lastIndexOf('.') + 1));
                pictures.add(lesson.picture());
            }
            PrintedPages.write(pictures, folder.resolve("receipts.pdf"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(BufferedImage drawn, String name) throws IOException {
        ImageIO.write(drawn, "png", folder.resolve("receipt-" + name + ".png").toFile());
    }
}

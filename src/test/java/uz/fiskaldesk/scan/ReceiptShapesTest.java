package uz.fiskaldesk.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.ReceiptShape;
import uz.fiskaldesk.scan.drawn.Scene;

class ReceiptShapesTest {
    private final ReceiptReader receipts = new ReceiptReader(Clock.systemUTC());
    private final QrReader reader =
            QrReader.forReceipts(text -> receipts.read(text) instanceof ReceiptReading.Accepted, Clock.systemUTC());

    @ParameterizedTest
    @EnumSource
    void readsTheReceiptInEveryShape(ReceiptShape shape) {
        Scene scene = Scene.of(Level.EASY, 4).withShape(shape).withSize(640, 480);

        Reading reading = reader.read(DrawnReceipt.of(scene).picture(), Deadline.never());

        assertThat(reading.wanted()).extracting(DecodedCode::text).containsExactly(scene.text());
    }
}

package uz.fiskaldesk.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.Luminance;

class QrReaderTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String ANOTHER =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6014&c=20231201161003&s=425561534770";
    private static final String SHOP = "https://shop.example/promo?code=12345";

    private final QrReader receipts =
            QrReader.forReceipts(text -> text.startsWith("https://ofd.soliq.uz/"), Clock.systemUTC());

    @Test
    void readsAReceipt() {
        assertThat(texts(read(PrintedCode.of(RECEIPT, 4)))).containsExactly(RECEIPT);
    }

    @Test
    void returnsTheOutline() {
        Luminance picture = PrintedCode.beside(blank(100, 200), PrintedCode.of(RECEIPT, 4));

        DecodedCode code = read(picture).wanted().getFirst();

        assertThat(code.outline()).hasSize(4);
        assertThat(code.outline().get(0).x()).isBetween(112.0, 120.0);
        assertThat(code.outline().get(0).y()).isBetween(12.0, 20.0);
        assertThat(code.outline().get(2).x()).isBetween(256.0, 284.0);
    }

    @Test
    void readsTheReceiptAmongOtherCodes() {
        Luminance picture = PrintedCode.beside(PrintedCode.of(SHOP, 5), PrintedCode.of(RECEIPT, 3));

        assertThat(read(picture)).isInstanceOf(Reading.Found.class);
        assertThat(texts(read(picture))).containsExactly(RECEIPT);
    }

    @Test
    void reportsTwoDifferentReceipts() {
        Luminance picture = PrintedCode.beside(PrintedCode.of(RECEIPT, 4), PrintedCode.of(ANOTHER, 4));

        assertThat(read(picture)).isInstanceOf(Reading.Several.class);
        assertThat(texts(read(picture))).containsExactlyInAnyOrder(RECEIPT, ANOTHER);
    }

    @Test
    void reportsTheSameReceiptOnce() {
        Luminance picture = PrintedCode.beside(PrintedCode.of(RECEIPT, 4), PrintedCode.of(RECEIPT, 3));

        assertThat(read(picture)).isInstanceOf(Reading.Found.class);
    }

    @Test
    void reportsACodeThatIsNotAReceipt() {
        assertThat(read(PrintedCode.of(SHOP, 4)))
                .isInstanceOfSatisfying(
                        Reading.NotFound.class,
                        none -> assertThat(none.others())
                                .extracting(DecodedCode::text)
                                .containsExactly(SHOP));
    }

    @Test
    void readsAnyCodeWithoutAFilter() {
        assertThat(texts(QrReader.forReceipts(text -> true, Clock.systemUTC()).readFrame(PrintedCode.of(SHOP, 4))))
                .containsExactly(SHOP);
    }

    @Test
    void findsNothingInABlankPicture() {
        assertThat(read(blank(300, 200))).isEqualTo(new Reading.NotFound(List.of()));
        assertThat(read(blank(1, 1))).isEqualTo(new Reading.NotFound(List.of()));
    }

    private Reading read(Luminance picture) {
        return receipts.read(picture, Deadline.never());
    }

    private static List<String> texts(Reading reading) {
        return reading.wanted().stream().map(DecodedCode::text).toList();
    }

    private static Luminance blank(int width, int height) {
        byte[] grey = new byte[width * height];
        java.util.Arrays.fill(grey, (byte) 235);
        return new Luminance(width, height, grey);
    }
}

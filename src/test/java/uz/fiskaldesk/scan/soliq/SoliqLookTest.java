package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.Luminance;

class SoliqLookTest {
    private final SplittableRandom random = new SplittableRandom(11);
    private final SoliqLook look = new SoliqLook();

    @ParameterizedTest
    @EnumSource(ErrorCorrectionLevel.class)
    void readsACleanCodeOfEveryLevel(ErrorCorrectionLevel level) {
        for (String path : List.of("check", "epi")) {
            String text = Receipts.link(path, 1 + random.nextInt(10), random);

            assertThat(texts(Codes.picture(Codes.encoded(text, level, Map.of()), 4)))
                    .containsExactly(text);
        }
    }

    @Test
    void readsMostHardReceipts() {
        int read = 0;
        for (int seed = 0; seed < 8; seed++) {
            Scene scene = Scene.of(Level.HARD, 4_000 + seed).withSize(640, 480);
            List<String> texts = texts(DrawnReceipt.of(scene).picture());
            assertThat(texts).isSubsetOf(scene.text());
            read += texts.size();
        }
        assertThat(read).isGreaterThanOrEqualTo(7);
    }

    @Test
    void saysWhereTheCodeIs() {
        QrText code =
                look.look(Codes.picture(Receipts.link("check", 4, random), 4)).getFirst();

        assertThat(code.outline().getFirst().x()).isBetween(14.0, 18.0);
        assertThat(code.outline().getFirst().y()).isBetween(14.0, 18.0);
    }

    @Test
    void readsTwoReceiptsBesideEachOther() {
        String first = Receipts.link("check", 4, random);
        String second = Receipts.link("check", 5, random);
        Luminance a = Codes.picture(first, 4);
        Luminance b = Codes.picture(second, 4);
        byte[] grey = new byte[a.grey().length * 2];
        for (int y = 0; y < a.height(); y++) {
            System.arraycopy(a.grey(), y * a.width(), grey, 2 * y * a.width(), a.width());
            System.arraycopy(b.grey(), y * a.width(), grey, (2 * y + 1) * a.width(), a.width());
        }

        assertThat(texts(new Luminance(2 * a.width(), a.height(), grey))).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void beginsNothingAfterTheDeadline() {
        Luminance picture = Codes.picture(Receipts.link("check", 4, random), 4);

        assertThat(look.look(picture, Deadline.in(Duration.ZERO))).isEmpty();
    }

    private List<String> texts(Luminance picture) {
        return look.look(picture).stream().map(QrText::text).toList();
    }
}

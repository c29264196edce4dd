package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;
import uz.fiskaldesk.scan.picture.Luminance;

class SoliqDecoderTest {
    private final SplittableRandom random = new SplittableRandom(11);
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private final SoliqDecoder decoder = new SoliqDecoder(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @ParameterizedTest
    @EnumSource(ErrorCorrectionLevel.class)
    void readsACleanCodeOfEveryLevel(ErrorCorrectionLevel level) {
        for (String path : List.of("check", "epi")) {
            String text = Receipts.url(path, 1 + random.nextInt(10), random);

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

    /**
     * In this order: defocus that inverts fine patterns, so that only the grid before refinement is right; motion blur that
     * makes the finders look smaller; crumpled paper, whose template is recognised after refinement; a finder under glare.
     */
    @ParameterizedTest
    @ValueSource(longs = {31_001_000_032L, 31_003_000_039L, 31_004_000_072L, 47_104_000_084L})
    void readsReceiptsWhoseFirstGridMisleads(long seed) {
        DrawnReceipt receipt = DrawnReceipt.of(Level.EXTREME, seed);

        assertThat(texts(receipt.picture())).containsExactly(receipt.scene().text());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {2026, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035, 2036, 2037, 2038, 2039, 2040, 2041, 2098})
    void readsReceiptsOfTheYearOfTheClock(int year) {
        for (String day : List.of("-01-01T00:00:00Z", "-12-31T18:59:59Z")) {
            now = Instant.parse(year + day);

            assertReads(Receipts.url("check", 4, year, random));
            assertReads(Receipts.url("epi", 6, 2026, random));
        }
    }

    @Test
    void adaptsWhenTheYearChanges() {
        now = Instant.parse("2029-12-31T18:59:59Z");
        assertReads(Receipts.url("check", 4, 2029, random));
        now = Instant.parse("2030-12-31T19:00:01Z");
        assertReads(Receipts.url("check", 4, 2031, random));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2015-06-01T00:00:00Z", "2046-06-01T00:00:00Z", "+12026-01-01T00:00:00Z"
            })
    void readsCurrentReceiptsWithAWrongClock(String clock) {
        now = Instant.parse(clock);

        assertReads(Receipts.url("check", 4, 2026, random));
    }

    private void assertReads(String text) {
        assertThat(decoder.decode(Codes.picture(text, 4), Deadline.never()))
                .singleElement()
                .satisfies(code -> assertThat(code.text()).isEqualTo(text))
                .satisfies(code -> assertThat(code.decoder()).isEqualTo("soliq"));
    }

    @Test
    void returnsTheOutline() {
        DecodedCode code = decoder.decode(Codes.picture(Receipts.url("check", 4, random), 4), Deadline.never())
                .getFirst();

        assertThat(code.outline().getFirst().x()).isBetween(14.0, 18.0);
        assertThat(code.outline().getFirst().y()).isBetween(14.0, 18.0);
    }

    @Test
    void readsTwoReceiptsInOnePicture() {
        String first = Receipts.url("check", 4, random);
        String second = Receipts.url("check", 5, random);
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
    void startsNothingAfterTheDeadline() {
        Luminance picture = Codes.picture(Receipts.url("check", 4, random), 4);

        assertThat(decoder.decode(picture, Deadline.in(Duration.ZERO))).isEmpty();
    }

    private List<String> texts(Luminance picture) {
        return decoder.decode(picture, Deadline.never()).stream()
                .map(DecodedCode::text)
                .toList();
    }
}

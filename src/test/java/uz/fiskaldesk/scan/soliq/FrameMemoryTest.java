package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameMemoryTest {
    private static final int MASK = 3;
    /** A bit is right with a chance of 0.75 then. */
    private static final double NOISE = 1.5;

    private final Template template = new Template(
            new ModuleLayout(5), new Correction(5, ErrorCorrectionLevel.M), new ReceiptForm("check", 5, 2027));
    private final SplittableRandom random = new SplittableRandom(5);
    private long now;
    private final FrameMemory memory = new FrameMemory(() -> now);

    @Test
    void readsFromSeveralFramesWhatNoneOfThemShows() {
        String link = Receipts.link("check", 5, random);
        Optional<SoftCode> sum = Optional.empty();
        for (int frame = 0; frame < 8; frame++) {
            SoftCode code = frame(link);
            assertThat(code.text(1)).isEmpty();
            sum = memory.with(code);
        }

        assertThat(sum.flatMap(code -> code.text(1))).contains(link);
    }

    @Test
    void doesNotAddTheFramesOfAnotherReceipt() {
        String link = Receipts.link("check", 5, random);
        memory.with(frame(link));

        // As alike as two receipts of one till can be: only the sign is another.
        String other = link.substring(0, link.length() - 12) + "314159265358";

        assertThat(memory.with(frame(other))).isEmpty();
    }

    @Test
    void forgets() {
        String link = Receipts.link("check", 5, random);
        memory.with(frame(link));
        assertThat(memory.with(frame(link))).isPresent();

        now += Duration.ofSeconds(2).toNanos();

        assertThat(memory.with(frame(link))).isEmpty();
    }

    /** The log-likelihood ratios of a noisy view of the code. */
    private SoftCode frame(String link) {
        ByteMatrix code = Codes.encoded(link, 5, ErrorCorrectionLevel.M, MASK);
        int side = template.layout.side;
        double[] ratios = new double[side * side];
        for (int i = 0; i < ratios.length; i++) {
            double colour = code.get(i % side, Math.floorDiv(i, side)) == 1 ? 1 : -1;
            ratios[i] = 2 * (colour + NOISE * random.nextGaussian()) / (NOISE * NOISE);
        }
        return SoftCode.of(template, MASK, ratios);
    }
}

package uz.fiskaldesk.scan.soliq.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.scan.soliq.Codes;
import uz.fiskaldesk.scan.soliq.Receipts;

/** Compares templates with real codes of every version, level, mask, path and length of {@code r}. */
class TemplateTest {
    /** With these the tens digit of the year has no unknown bit, one, three or four. */
    private static final int[] LAST_YEARS = {2027, 2029, 2030, 2041, 2079, 2099};

    private final SplittableRandom random = new SplittableRandom(5);

    private record Case(ModuleLayout layout, Template template, ByteMatrix code, String text, int mask) {
        boolean bit(int placed) {
            int module = layout.placement()[placed];
            int side = layout.side();
            return (code.get(module % side, Math.floorDiv(module, side)) == 1) ^ layout.isInverted(mask, module);
        }

        List<long[]> words() {
            List<long[]> words = new ArrayList<>();
            for (BlockCode block : template.blocks()) {
                long[] word = new long[BlockCode.words(block.length())];
                for (int i = 0; i < block.length(); i++) {
                    if (bit(block.placed()[i])) {
                        BlockCode.set(word, i);
                    }
                }
                words.add(word);
            }
            return words;
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCorrectionLevel.class)
    void knownModulesEqualThoseOfTheEncoder(ErrorCorrectionLevel level) {
        for (Case real : all(level)) {
            byte[] known = real.template().modules(real.mask());
            int side = real.code().getWidth();
            int count = 0;
            for (int m = 0; m < known.length; m++) {
                if (known[m] != 0) {
                    count++;
                    boolean black = real.code().get(m % side, Math.floorDiv(m, side)) == 1;
                    assertThat(known[m] == ModuleLayout.BLACK)
                            .as("module %d of %s", m, real)
                            .isEqualTo(black);
                }
            }
            assertThat(count).as("%s", real).isGreaterThan(known.length * 45 / 100);
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCorrectionLevel.class)
    void unknownBitsAreDeterminedByTheInformationBits(ErrorCorrectionLevel level) {
        for (Case real : all(level)) {
            List<long[]> words = real.words();
            for (int b = 0; b < words.size(); b++) {
                BlockCode block = real.template().blocks().get(b);
                long[] expected = block.offset().clone();
                for (int k = 0; k < block.information(); k++) {
                    if (BlockCode.bit(words.get(b), k)) {
                        for (int w = 0; w < expected.length; w++) {
                            expected[w] ^= block.generator()[k][w];
                        }
                    }
                }
                assertThat(words.get(b)).as("block %d of %s", b, real).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCorrectionLevel.class)
    void extractsTheTextOfARealCode(ErrorCorrectionLevel level) {
        for (Case real : all(level)) {
            assertThat(real.template().text(real.words())).isEqualTo(real.text());
        }
    }

    private List<Case> all(ErrorCorrectionLevel level) {
        List<Case> cases = new ArrayList<>();
        for (int version = TemplateCache.MIN_VERSION; version <= TemplateCache.MAX_VERSION; version++) {
            ModuleLayout layout = new ModuleLayout(version);
            ErrorCorrection correction = new ErrorCorrection(version, level);
            for (String path : List.of("check", "epi")) {
                for (int number = 1; number <= ReceiptFormat.MAX_NUMBER_DIGITS; number++) {
                    int lastYear = LAST_YEARS[random.nextInt(LAST_YEARS.length)];
                    ReceiptFormat format = new ReceiptFormat(path, number, lastYear);
                    if (Template.fits(correction, format)) {
                        Template template = new Template(layout, correction, format);
                        int mask = random.nextInt(8);
                        for (int m : number == 4 ? new int[] {0, 1, 2, 3, 4, 5, 6, 7} : new int[] {mask}) {
                            String text = Receipts.url(path, number, random.nextInt(2020, lastYear + 1), random);
                            cases.add(new Case(layout, template, Codes.encoded(text, version, level, m), text, m));
                        }
                    }
                }
            }
        }
        assertThat(cases).isNotEmpty();
        return cases;
    }
}

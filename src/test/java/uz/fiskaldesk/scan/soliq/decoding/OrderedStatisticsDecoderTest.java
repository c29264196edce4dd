package uz.fiskaldesk.scan.soliq.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import uz.fiskaldesk.scan.soliq.template.BlockCode;
import uz.fiskaldesk.scan.soliq.template.Template;
import uz.fiskaldesk.scan.soliq.template.TestTemplates;

class OrderedStatisticsDecoderTest {
    private final Template template = TestTemplates.receipt();

    @Property(tries = 40)
    void findsTheCodewordUnderNoise(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (BlockCode block : template.blocks()) {
            long[] sent = codeword(block, random);
            // Gaussian noise at 4 dB: about one hard decision in eighteen is wrong.
            double[] channel = seen(block, sent, 0.63, random);

            List<Codeword> found = OrderedStatisticsDecoder.decode(block, channel);

            assertThat(found).isNotEmpty();
            assertThat(found.getFirst().bits()).isEqualTo(sent);
            assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(Codeword::cost));
        }
    }

    @Property(tries = 20)
    void returnsOnlyDecimalDigits(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (BlockCode block : template.blocks()) {
            double[] noise = new double[block.length()];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = 2 * random.nextGaussian();
            }
            for (Codeword candidate : OrderedStatisticsDecoder.decode(block, noise)) {
                for (int[] digit : block.digits()) {
                    assertThat(value(digit, candidate.bits())).isLessThanOrEqualTo(9);
                }
            }
        }
    }

    private static double[] seen(BlockCode block, long[] sent, double deviation, SplittableRandom random) {
        double[] channel = new double[block.length()];
        for (int i = 0; i < channel.length; i++) {
            double value = (BlockCode.bit(sent, i) ? 1 : -1) + deviation * random.nextGaussian();
            channel[i] = 2 * value / (deviation * deviation);
        }
        return channel;
    }

    private static long[] codeword(BlockCode block, SplittableRandom random) {
        long[] word = block.offset().clone();
        boolean[] ones = new boolean[block.information()];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = random.nextBoolean();
        }
        for (int[] digit : block.digits()) {
            int value = digit[0] >= 0 ? random.nextInt(10) : 0;
            for (int j = 0; j < 4; j++) {
                if (digit[j] >= 0) {
                    ones[digit[j]] = (value >> (3 - j) & 1) == 1;
                }
            }
        }
        for (int k = 0; k < ones.length; k++) {
            for (int w = 0; ones[k] && w < word.length; w++) {
                word[w] ^= block.generator()[k][w];
            }
        }
        return word;
    }

    private static int value(int[] digit, long[] word) {
        int value = 0;
        for (int bit : digit) {
            value = value * 2 + (bit >= 0 && BlockCode.bit(word, bit) ? 1 : 0);
        }
        return value;
    }
}

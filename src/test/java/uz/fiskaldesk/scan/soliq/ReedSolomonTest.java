package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.reedsolomon.GenericGF;
import com.google.zxing.common.reedsolomon.ReedSolomonEncoder;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReedSolomonTest {
    @Property(tries = 200)
    void parityIsThatOfTheStandard(
            @ForAll @IntRange(min = 1, max = 30) int parity,
            @ForAll @IntRange(min = 1, max = 116) int length,
            @ForAll long seed) {
        int[] data = bytes(length, seed);
        int[] block = Arrays.copyOf(data, length + parity);
        new ReedSolomonEncoder(GenericGF.QR_CODE_FIELD_256).encode(block, parity);

        assertThat(new ReedSolomon(parity).parity(data)).isEqualTo(Arrays.copyOfRange(block, length, length + parity));
    }

    @Property(tries = 100)
    void theParityOfABlockIsTheSumOfTheParitiesOfItsBytes(
            @ForAll @IntRange(min = 1, max = 30) int parity,
            @ForAll @IntRange(min = 1, max = 116) int length,
            @ForAll long seed) {
        ReedSolomon code = new ReedSolomon(parity);
        int[] data = bytes(length, seed);
        int[][] units = code.parityOfUnits(length);
        int[] sum = new int[parity];
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < parity; j++) {
                sum[j] ^= ReedSolomon.multiply(units[i][j], data[i]);
            }
        }

        assertThat(code.parity(data)).isEqualTo(sum);
    }

    private static int[] bytes(int length, long seed) {
        return new SplittableRandom(seed).ints(length, 0, 256).toArray();
    }
}

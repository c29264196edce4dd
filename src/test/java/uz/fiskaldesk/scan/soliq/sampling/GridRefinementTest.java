package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.picture.Luminance;

class GridTest {
    private static final double MODULE = 5;
    private static final int EDGE = 40;

    private final Template template = new Template(
            new ModuleLayout(5), new Correction(5, ErrorCorrectionLevel.M), new ReceiptForm("check", 5, 2027));
    private final int side = template.layout.side;

    @Property(tries = 200)
    void aHomographyLeadsThroughItsFourPoints(
            @ForAll @DoubleRange(min = -20, max = 20) double dx, @ForAll @DoubleRange(min = -20, max = 20) double dy) {
        double[][] modules = {{3.5, 3.5}, {33.5, 3.5}, {3.5, 33.5}, {30.5, 30.5}};
        double[][] pixels = {{100, 90}, {300 + dx, 100}, {110, 290 + dy}, {280 - dy, 270 + dx}};

        Grid grid = Objects.requireNonNull(Homography.through(modules, pixels));

        for (int i = 0; i < 4; i++) {
            double[] xy = new double[2];
            grid.locate(modules[i][0], modules[i][1], xy);
            assertThat(xy[0]).isCloseTo(pixels[i][0], within(1e-6));
            assertThat(xy[1]).isCloseTo(pixels[i][1], within(1e-6));
        }
    }

    @Test
    void thereIsNoHomographyThroughThreePointsOnALine() {
        double[][] modules = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};
        double[][] pixels = {{0, 0}, {10, 10}, {20, 20}, {20, 20}};

        assertThat(Homography.through(modules, pixels)).isNull();
    }

    /** A code bent by most of a module: the flat grid is wrong in the middle, the bent one is right everywhere. */
    @Test
    void bendsTheGridAlongABentCode() {
        Grid flat = (u, v, xy) -> {
            xy[0] = EDGE + u * MODULE;
            xy[1] = EDGE + v * MODULE;
        };
        double[] none = {0, 0, 0, 0, 0, 0};
        Grid truth = new BentGrid(flat, new double[] {0.6, 0.2, 0.2, -0.7, 0.2, -0.4}, none, side);
        GreyPyramid pyramid = new GreyPyramid(picture(truth));
        Pattern pattern = new Pattern(template.modules(3));

        Grid grid = flat;
        for (int round = 0; round < 3; round++) {
            FlatCode code = Objects.requireNonNull(FlatCode.of(pyramid, grid, side));
            grid = GridRefinement.bend(grid, code, pattern, new GridRefinement.Round(5, 2, 5, 7));
        }

        assertThat(worst(flat, truth)).isGreaterThan(0.6);
        assertThat(worst(grid, truth)).isLessThan(0.2);
    }

    private double worst(Grid grid, Grid truth) {
        double worst = 0;
        double[] a = new double[2];
        double[] b = new double[2];
        for (int v = 1; v < side; v += 3) {
            for (int u = 1; u < side; u += 3) {
                grid.locate(u, v, a);
                truth.locate(u, v, b);
                worst = Math.max(worst, Math.hypot(a[0] - b[0], a[1] - b[1]) / MODULE);
            }
        }
        return worst;
    }

    private Luminance picture(Grid grid) {
        ByteMatrix code =
                Codes.encoded(Receipts.link("check", 5, new SplittableRandom(1)), 5, ErrorCorrectionLevel.M, 3);
        return Codes.picture(code, grid, (int) (2 * EDGE + side * MODULE));
    }
}

package uz.fiskaldesk.scan.soliq.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.Codes;
import uz.fiskaldesk.scan.soliq.Receipts;
import uz.fiskaldesk.scan.soliq.grid.Grid;
import uz.fiskaldesk.scan.soliq.template.KnownModules;
import uz.fiskaldesk.scan.soliq.template.TestTemplates;

class GridRefinementTest {
    private static final double MODULE = 5;
    private static final int EDGE = 40;
    private static final int SIDE = 37;
    private static final int MASK = 3;

    /** The code is bent by most of a module: the flat grid is wrong in the middle, the refined one is right everywhere. */
    @Test
    void followsABentCode() {
        Grid flat = TestGrids.flat(EDGE, MODULE);
        double[] none = {0, 0, 0, 0, 0, 0};
        Grid truth = new WarpedGrid(flat, new double[] {0.6, 0.2, 0.2, -0.7, 0.2, -0.4}, none, SIDE);
        ImagePyramid pyramid = new ImagePyramid(picture(truth));
        KnownModules known = TestTemplates.knownModules(MASK);

        Grid grid = flat;
        for (int round = 0; round < 3; round++) {
            RectifiedCode code = RectifiedCode.of(pyramid, grid, SIDE).orElseThrow();
            grid = GridRefinement.refine(code, known, new RectifiedCode.Round(5, 2, 5, 7));
        }

        assertThat(largestError(flat, truth)).isGreaterThan(0.6);
        assertThat(largestError(grid, truth)).isLessThan(0.2);
    }

    private static double largestError(Grid grid, Grid truth) {
        double largest = 0;
        double[] a = new double[2];
        double[] b = new double[2];
        for (int v = 1; v < SIDE; v += 3) {
            for (int u = 1; u < SIDE; u += 3) {
                grid.locate(u, v, a);
                truth.locate(u, v, b);
                largest = Math.max(largest, Math.hypot(a[0] - b[0], a[1] - b[1]) / MODULE);
            }
        }
        return largest;
    }

    private static Luminance picture(Grid grid) {
        ByteMatrix code =
                Codes.encoded(Receipts.url("check", 5, new SplittableRandom(1)), 5, ErrorCorrectionLevel.M, MASK);
        return Codes.picture(code, grid, (int) (2 * EDGE + SIDE * MODULE));
    }
}

package uz.fiskaldesk.scan.soliq.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.scan.decoder.Corner;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.grid.Grid;
import uz.fiskaldesk.scan.soliq.template.KnownModules;

/**
 * A code resampled under a grid, {@value #STEPS} by {@value #STEPS} samples per module, with a margin. A sample's value
 * says how much darker it is than the seven by seven modules around it, in their standard deviations; black is positive.
 * Immutable.
 */
public final class RectifiedCode {
    /** Samples per module along each axis. */
    static final int STEPS = 4;
    /** Modules around the code. */
    static final int MARGIN = 3;

    private static final int WINDOW = STEPS * 7 / 2;
    /** Modules along a side of the code. */
    final int side;
    /** Modules along a side with the margin. */
    final int stride;

    private final ImagePyramid pyramid;
    private final Grid grid;
    /**
     * The samples by their place within a module, {@code [STEPS * row + column]}; each element has one value per module.
     * Shifting the code by a part of a module means selecting another element.
     */
    private final float[][] phases = new float[STEPS * STEPS][];

    /**
     * The parameters of one refinement of the grid.
     *
     * @param reach largest shift, samples
     * @param degree of the polynomial
     * @param window modules to each side of a node
     * @param nodes along a side
     */
    public record Round(int reach, int degree, int window, int nodes) {}

    private RectifiedCode(ImagePyramid pyramid, Grid grid, int side) {
        this.pyramid = pyramid;
        this.grid = grid;
        this.side = side;
        this.stride = side + 2 * MARGIN;
    }

    /**
     * Samples a code.
     *
     * @param side modules along a side
     * @return empty where the grid leads far outside the picture
     */
    public static Optional<RectifiedCode> of(ImagePyramid pyramid, Grid grid, int side) {
        double module = grid.modulePixels(side / 2.0, side / 2.0);
        // A pixel should be about as large as a sample, so that fine noise does not alias.
        Luminance picture = pyramid.level(module, 3);
        RectifiedCode code = new RectifiedCode(pyramid, grid, side);
        double[][] corners = code.corners(pyramid.original().width() / (double) picture.width());
        if (corners.length == 0) {
            return Optional.empty();
        }
        int size = code.stride * STEPS;
        float[] samples = new float[size * size];
        for (int row = 0; row < code.stride; row++) {
            code.sampleRow(picture, corners, row, samples, size);
        }
        // The background two samples outside the code may be anything.
        code.setPhases(LocalContrast.of(averaged(samples, size), size, WINDOW, STEPS * MARGIN - 2), size);
        return Optional.of(code);
    }

    /**
     * Samples each module once, which costs a tenth of {@link #of} and suffices to tell what a code may be.
     *
     * @param side modules along a side
     * @return for each module its value
     */
    public static float[] sampleOnce(ImagePyramid pyramid, Grid grid, int side) {
        // A pixel should be about half a module.
        Luminance picture = pyramid.level(grid.modulePixels(side / 2.0, side / 2.0), 1.6);
        double scale = picture.width() / (double) pyramid.original().width();
        float[] dark = new float[side * side];
        double[] xy = new double[2];
        for (int i = 0; i < dark.length; i++) {
            grid.locate(i % side + 0.5, Math.floorDiv(i, side) + 0.5, xy);
            dark[i] = -picture.interpolate(xy[0] * scale - 0.5, xy[1] * scale - 0.5);
        }
        return LocalContrast.of(dark, side, 3, 0);
    }

    /**
     * Samples the code again after each round of refining the grid by the known modules.
     *
     * @return empty where a refined grid leads far outside the picture
     */
    public Optional<RectifiedCode> refined(KnownModules known, List<Round> rounds) {
        Optional<RectifiedCode> code = Optional.of(this);
        for (Round round : rounds) {
            code = code.flatMap(c -> of(pyramid, GridRefinement.refine(c, known, round), side));
        }
        return code;
    }

    public Grid grid() {
        return grid;
    }

    /** The corners of the code in the picture, in order around it. */
    public List<Corner> outline() {
        double[][] corners = {{0, 0}, {side, 0}, {side, side}, {0, side}};
        return Arrays.stream(corners)
                .map(corner -> {
                    double[] xy = new double[2];
                    grid.locate(corner[0], corner[1], xy);
                    return new Corner(xy[0], xy[1]);
                })
                .toList();
    }

    /** Modules along a side. */
    public int side() {
        return side;
    }

    /** The corners of all modules, x and y, row by row, pixels less a half; empty when one is far outside. */
    private double[][] corners(double scale) {
        int count = stride + 1;
        double[] x = new double[count * count];
        double[] y = new double[count * count];
        double[] xy = new double[2];
        for (int i = 0; i < x.length; i++) {
            grid.locate(i % count - MARGIN, Math.floorDiv(i, count) - MARGIN, xy);
            if (!(Math.abs(xy[0]) < 1e5 && Math.abs(xy[1]) < 1e5)) {
                return new double[0][];
            }
            x[i] = xy[0] / scale - 0.5;
            y[i] = xy[1] / scale - 0.5;
        }
        return new double[][] {x, y};
    }

    private void sampleRow(Luminance picture, double[][] corners, int row, float[] samples, int size) {
        for (int column = 0; column < stride; column++) {
            int a = row * (stride + 1) + column;
            int c = a + stride + 1;
            for (int j = 0; j < STEPS; j++) {
                double t = (j + 0.5) / STEPS;
                float x0 = (float) (corners[0][a] + t * (corners[0][c] - corners[0][a]));
                float y0 = (float) (corners[1][a] + t * (corners[1][c] - corners[1][a]));
                float dx = (float) (corners[0][a + 1] + t * (corners[0][c + 1] - corners[0][a + 1])) - x0;
                float dy = (float) (corners[1][a + 1] + t * (corners[1][c + 1] - corners[1][a + 1])) - y0;
                int target = (row * STEPS + j) * size + column * STEPS;
                for (int i = 0; i < STEPS; i++) {
                    float s = (i + 0.5f) / STEPS;
                    samples[target + i] = picture.interpolate(x0 + s * dx, y0 + s * dy);
                }
            }
        }
    }

    /** The negated mean of each sample and its neighbours to the right, below, and diagonally below right. */
    private static float[] averaged(float[] samples, int size) {
        float[] mean = new float[samples.length];
        for (int y = 0; y < size; y++) {
            int row = y * size;
            int below = Math.min(size - 1, y + 1) * size;
            for (int x = 0; x < size - 1; x++) {
                mean[row + x] = -0.25f
                        * (samples[row + x] + samples[row + x + 1] + samples[below + x] + samples[below + x + 1]);
            }
            mean[row + size - 1] = -0.5f * (samples[row + size - 1] + samples[below + size - 1]);
        }
        return mean;
    }

    private void setPhases(float[] contrast, int size) {
        for (int p = 0; p < phases.length; p++) {
            phases[p] = new float[stride * stride];
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                phases[(y % STEPS) * STEPS + x % STEPS][y / STEPS * stride + x / STEPS] = contrast[y * size + x];
            }
        }
    }

    /** The samples at an offset from the centres of the modules, given in samples. */
    float[] phase(int dx, int dy) {
        return phases[Math.floorMod(1 + dy, STEPS) * STEPS + Math.floorMod(1 + dx, STEPS)];
    }

    /** The index of module (0, 0) in {@link #phase}; the next module is at + 1, the next row at + {@link #stride}. */
    int origin(int dx, int dy) {
        return (MARGIN + Math.floorDiv(1 + dy, STEPS)) * stride + MARGIN + Math.floorDiv(1 + dx, STEPS);
    }

    /** The values at the centres of the modules. */
    public float[] modules() {
        float[] values = new float[side * side];
        float[] centres = phase(0, 0);
        for (int y = 0; y < side; y++) {
            System.arraycopy(centres, origin(0, 0) + y * stride, values, y * side, side);
        }
        return values;
    }
}

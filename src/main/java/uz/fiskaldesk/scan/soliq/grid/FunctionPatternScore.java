package uz.fiskaldesk.scan.soliq.grid;

import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.template.ModuleLayout;

/**
 * Measures how well the finder, timing and alignment patterns fit a grid. Each pattern is normalised by itself, as the
 * light may be uneven.
 */
final class FunctionPatternScore {
    private final Luminance picture;
    private final double scale;
    private final Grid grid;
    private final double[] xy = new double[2];
    private double agreement;
    private int modules;

    // Of the current pattern.
    private double sum;
    private double power;
    private double product;
    private int blacks;
    private int count;

    private FunctionPatternScore(ImagePyramid pyramid, Grid grid, int side) {
        picture = pyramid.level(grid.modulePixels(side / 2.0, side / 2.0), 2.5);
        scale = pyramid.original().width() / (double) picture.width();
        this.grid = grid;
    }

    /** The score; approximately a standard normal variable where there is no code. */
    static double of(ImagePyramid pyramid, Grid grid, ModuleLayout layout) {
        int side = layout.side();
        FunctionPatternScore score = new FunctionPatternScore(pyramid, grid, side);
        score.addRings(3.5, 3.5, 4);
        score.addRings(side - 3.5, 3.5, 4);
        score.addRings(3.5, side - 3.5, 4);
        for (int[] centre : layout.alignments()) {
            score.addRings(centre[0] + 0.5, centre[1] + 0.5, 2);
        }
        score.addTiming(side, true);
        score.addTiming(side, false);
        return score.agreement / Math.sqrt(score.modules);
    }

    private void addRings(double u, double v, int outermost) {
        for (int y = -outermost; y <= outermost; y++) {
            for (int x = -outermost; x <= outermost; x++) {
                int ring = Math.max(Math.abs(x), Math.abs(y));
                boolean white = outermost == 4 ? ring == 2 || ring == 4 : ring == 1;
                addModule(u + x, v + y, !white);
            }
        }
        endPattern();
    }

    private void addTiming(int side, boolean horizontal) {
        for (int i = 8; i < side - 8; i++) {
            addModule(horizontal ? i + 0.5 : 6.5, horizontal ? 6.5 : i + 0.5, i % 2 == 0);
        }
        endPattern();
    }

    private void addModule(double u, double v, boolean black) {
        grid.locate(u, v, xy);
        float grey = picture.interpolate(xy[0] / scale - 0.5, xy[1] / scale - 0.5);
        sum += grey;
        power += grey * grey;
        product += black ? -grey : grey;
        blacks += black ? 1 : 0;
        count++;
    }

    private void endPattern() {
        double mean = sum / count;
        double variance = power / count - mean * mean + 4;
        double balance = (count - 2.0 * blacks) / count;
        double covariance = product / count - mean * balance;
        agreement += count * covariance / Math.sqrt(variance * (1 - balance * balance));
        modules += count;
        sum = 0;
        power = 0;
        product = 0;
        blacks = 0;
        count = 0;
    }
}

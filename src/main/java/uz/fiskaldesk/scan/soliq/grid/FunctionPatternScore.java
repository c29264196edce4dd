package uz.fiskaldesk.scan.soliq;

import uz.fiskaldesk.scan.picture.Luminance;

/** How well finders, timing and alignment patterns fit a grid. Each is compared by itself, for light may be uneven. */
final class FunctionLikeness {
    private final Luminance picture;
    private final double scale;
    private final Grid grid;
    private final double[] xy = new double[2];
    private double agreement;
    private int modules;

    private double sum;
    private double power;
    private double product;
    private int blacks;
    private int count;

    private FunctionLikeness(GreyPyramid pyramid, Grid grid, int side) {
        double module = grid.modulePixels(side / 2.0, side / 2.0);
        picture = pyramid.halved(module > 14 ? 2 : module > 5 ? 1 : 0);
        scale = pyramid.picture().width() / (double) picture.width();
        this.grid = grid;
    }

    /** About normally distributed with deviation 1 where there is no code. */
    static double of(GreyPyramid pyramid, Grid grid, ModuleLayout layout) {
        FunctionLikeness likeness = new FunctionLikeness(pyramid, grid, layout.side);
        int side = layout.side;
        likeness.rings(3.5, 3.5, 4);
        likeness.rings(side - 3.5, 3.5, 4);
        likeness.rings(3.5, side - 3.5, 4);
        likeness.rings(layout.alignment, layout.alignment, 2);
        likeness.timing(side, true);
        likeness.timing(side, false);
        return likeness.agreement / Math.sqrt(likeness.modules);
    }

    private void rings(double u, double v, int outermost) {
        for (int y = -outermost; y <= outermost; y++) {
            for (int x = -outermost; x <= outermost; x++) {
                int ring = Math.max(Math.abs(x), Math.abs(y));
                boolean white = outermost == 4 ? ring == 2 || ring == 4 : ring == 1;
                add(u + x, v + y, !white);
            }
        }
        close();
    }

    private void timing(int side, boolean across) {
        for (int i = 8; i < side - 8; i++) {
            add(across ? i + 0.5 : 6.5, across ? 6.5 : i + 0.5, i % 2 == 0);
        }
        close();
    }

    private void add(double u, double v, boolean black) {
        grid.locate(u, v, xy);
        float grey = Bilinear.at(picture, xy[0] / scale - 0.5, xy[1] / scale - 0.5);
        sum += grey;
        power += grey * grey;
        product += black ? -grey : grey;
        blacks += black ? 1 : 0;
        count++;
    }

    private void close() {
        double mean = sum / count;
        double variance = power / count - mean * mean + 4;
        double balance = (count - 2.0 * blacks) / count;
        double own = product / count - mean * balance;
        agreement += count * own / Math.sqrt(variance * (1 - balance * balance));
        modules += count;
        sum = 0;
        power = 0;
        product = 0;
        blacks = 0;
        count = 0;
    }
}

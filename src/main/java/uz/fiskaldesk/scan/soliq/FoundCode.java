package uz.fiskaldesk.scan.soliq;

import java.util.List;
import uz.fiskaldesk.scan.look.Corner;

/**
 * A code that was read.
 *
 * @param look for {@link uz.fiskaldesk.scan.look.QrText}
 * @param outline the corners of the code in the picture
 */
record ReadCode(String look, String text, List<Corner> outline) {
    private static final String RECEIPT = "soliq";
    private static final String OTHER = "grid";

    /** A receipt, read by what is known of it, on the code of so many modules a side under the grid. */
    static ReadCode receipt(Grid grid, int side, String text) {
        return new ReadCode(RECEIPT, text, corners(grid, side));
    }

    /** Any text, read without knowing anything of it. */
    static ReadCode other(Grid grid, int side, String text) {
        return new ReadCode(OTHER, text, corners(grid, side));
    }

    boolean isReceipt() {
        return look.equals(RECEIPT);
    }

    private static List<Corner> corners(Grid grid, int side) {
        return List.of(corner(grid, 0, 0), corner(grid, side, 0), corner(grid, side, side), corner(grid, 0, side));
    }

    private static Corner corner(Grid grid, double u, double v) {
        double[] xy = new double[2];
        grid.locate(u, v, xy);
        return new Corner(xy[0], xy[1]);
    }

    /** Whether a mark lies within the code's outline, a convex one, or on its edge. */
    boolean covers(FinderMark mark) {
        double slack = mark.module();
        for (int i = 0; i < outline.size(); i++) {
            Corner a = outline.get(i);
            Corner b = outline.get((i + 1) % outline.size());
            double length = Math.hypot(b.x() - a.x(), b.y() - a.y());
            double inwards = ((b.x() - a.x()) * (mark.y() - a.y()) - (b.y() - a.y()) * (mark.x() - a.x())) / length;
            if (inwards < -slack) {
                return false;
            }
        }
        return true;
    }
}

package uz.fiskaldesk.scan.soliq;

import java.util.List;
import uz.fiskaldesk.scan.look.Corner;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;
import uz.fiskaldesk.scan.soliq.grid.Grid;
import uz.fiskaldesk.scan.soliq.sampling.RectifiedCode;

/**
 * A code that was decoded.
 *
 * @param decoder for {@link uz.fiskaldesk.scan.look.QrText}
 * @param outline the corners of the code in the picture, in order around it
 */
record FoundCode(String decoder, String text, List<Corner> outline) {
    private static final String RECEIPT = "soliq";
    private static final String GENERIC = "grid";

    /** A receipt that was decoded by its template. */
    static FoundCode receipt(RectifiedCode code, String text) {
        return new FoundCode(RECEIPT, text, outline(code));
    }

    /** A text that was decoded without a template. */
    static FoundCode generic(RectifiedCode code, String text) {
        return new FoundCode(GENERIC, text, outline(code));
    }

    boolean isReceipt() {
        return decoder.equals(RECEIPT);
    }

    private static List<Corner> outline(RectifiedCode code) {
        Grid grid = code.grid();
        int side = code.side();
        return List.of(corner(grid, 0, 0), corner(grid, side, 0), corner(grid, side, side), corner(grid, 0, side));
    }

    private static Corner corner(Grid grid, double u, double v) {
        double[] xy = new double[2];
        grid.locate(u, v, xy);
        return new Corner(xy[0], xy[1]);
    }

    /** Whether a finder candidate lies inside the code's outline, which is convex, or on its edge. */
    boolean covers(FinderCandidate finder) {
        double slack = finder.module();
        for (int i = 0; i < outline.size(); i++) {
            Corner a = outline.get(i);
            Corner b = outline.get((i + 1) % outline.size());
            double length = Math.hypot(b.x() - a.x(), b.y() - a.y());
            double inwards = ((b.x() - a.x()) * (finder.y() - a.y()) - (b.y() - a.y()) * (finder.x() - a.x())) / length;
            if (inwards < -slack) {
                return false;
            }
        }
        return true;
    }
}

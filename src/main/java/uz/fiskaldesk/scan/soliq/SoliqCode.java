package uz.fiskaldesk.scan.soliq;

import java.util.List;
import uz.fiskaldesk.scan.look.Corner;

/**
 * A receipt that was read.
 *
 * @param outline the corners of the code in the picture
 */
record SoliqCode(String text, List<Corner> outline) {
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

package uz.fiskaldesk.scan.decoder;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** Erases a decoded code from a picture, so that other codes in it can be found. */
public final class CodeEraser {
    private static final byte GREY = (byte) 160;

    private CodeEraser() {}

    /** A copy of the picture with the inside of the outline, a convex quadrilateral, filled with grey. */
    public static Luminance erase(Luminance picture, List<Corner> outline) {
        byte[] grey = picture.grey().clone();
        double top = outline.stream().mapToDouble(Corner::y).min().orElse(0);
        double bottom = outline.stream().mapToDouble(Corner::y).max().orElse(-1);
        int last = (int) Math.min(picture.height() - 1, bottom);
        for (int y = (int) Math.max(0, top); y <= last; y++) {
            double left = Double.MAX_VALUE;
            double right = -1;
            for (int i = 0; i < outline.size(); i++) {
                Corner a = outline.get(i);
                Corner b = outline.get((i + 1) % outline.size());
                if (Math.min(a.y(), b.y()) > y || Math.max(a.y(), b.y()) < y) {
                    continue;
                }
                double t = a.y() == b.y() ? 0 : (y - a.y()) / (b.y() - a.y());
                double x = a.x() + t * (b.x() - a.x());
                left = Math.min(left, x);
                right = Math.max(right, x);
            }
            int end = (int) Math.min(picture.width() - 1, right);
            for (int x = (int) Math.max(0, left); x <= end; x++) {
                grey[y * picture.width() + x] = GREY;
            }
        }
        return new Luminance(picture.width(), picture.height(), grey);
    }
}

package uz.fiskaldesk.scan.soliq;

import uz.fiskaldesk.scan.picture.Luminance;

/** Grey between pixels. */
final class Bilinear {
    private Bilinear() {}

    /** Whole numbers are the middles of pixels; outside, the edge goes on. */
    static float at(Luminance picture, double x, double y) {
        byte[] grey = picture.grey();
        float px = (float) Math.max(0, Math.min(picture.width() - 1.001, x));
        float py = (float) Math.max(0, Math.min(picture.height() - 1.001, y));
        int left = (int) px;
        int top = (int) py;
        int k = top * picture.width() + left;
        int below = k + picture.width();
        float u = px - left;
        float upper = (grey[k] & 255) + u * ((grey[k + 1] & 255) - (grey[k] & 255));
        float lower = (grey[below] & 255) + u * ((grey[below + 1] & 255) - (grey[below] & 255));
        return upper + (py - top) * (lower - upper);
    }
}

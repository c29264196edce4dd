package uz.fiskaldesk.scan.camera;

import java.awt.Rectangle;
import uz.fiskaldesk.scan.picture.Luminance;

/** A reusable frame of the camera: red, green and blue of each pixel, one byte each, rows from the top. */
final class Frame {
    final byte[] rgb;
    private int width;
    private int height;
    private long session;

    Frame(int bytes) {
        rgb = new byte[bytes];
    }

    /** @param newSession differs each time the camera is opened */
    void set(int newWidth, int newHeight, long newSession) {
        width = newWidth;
        height = newHeight;
        session = newSession;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    long session() {
        return session;
    }

    /**
     * Rec. 601 luma, in 256ths: 77 + 150 + 29.
     *
     * @param area the part that is converted, pixels
     */
    Luminance luminance(Rectangle area) {
        byte[] grey = new byte[area.width * area.height];
        for (int y = 0; y < area.height; y++) {
            int at = 3 * ((area.y + y) * width + area.x);
            for (int i = y * area.width; i < (y + 1) * area.width; i++, at += 3) {
                grey[i] = (byte) ((77 * (rgb[at] & 255) + 150 * (rgb[at + 1] & 255) + 29 * (rgb[at + 2] & 255)) >> 8);
            }
        }
        return new Luminance(area.width, area.height, grey);
    }
}

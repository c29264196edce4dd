package uz.fiskaldesk.scan.camera;

import uz.fiskaldesk.scan.picture.Luminance;

/** One picture of the camera: red, green and blue of each pixel, a byte each, rows from the top. It is used again. */
final class Frame {
    final byte[] rgb;
    private int width;
    private int height;
    private long session;

    Frame(int bytes) {
        rgb = new byte[bytes];
    }

    /** @param newSession counts the times the camera was opened */
    void is(int newWidth, int newHeight, long newSession) {
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

    /** Rec. 601 luma, in 256ths: 77 + 150 + 29. */
    Luminance luminance() {
        byte[] grey = new byte[width * height];
        for (int i = 0, at = 0; i < grey.length; i++, at += 3) {
            grey[i] = (byte) ((77 * (rgb[at] & 255) + 150 * (rgb[at + 1] & 255) + 29 * (rgb[at + 2] & 255)) >> 8);
        }
        return new Luminance(width, height, grey);
    }
}

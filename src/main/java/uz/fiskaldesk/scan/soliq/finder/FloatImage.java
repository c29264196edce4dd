package uz.fiskaldesk.scan.soliq;

/**
 * Grey values as floats, for filters. Every row is an array of its own: the compiler makes vector instructions only of
 * loops that use all their arrays at the same index. It can be filled again and again.
 */
final class FloatPicture {
    int width;
    int height;
    /** Pixels of the original picture to one of this. */
    double scale;

    float[][] rows = new float[0][];

    /** Makes room; what was in it is lost. */
    void resize(int newWidth, int newHeight, double newScale) {
        width = newWidth;
        height = newHeight;
        scale = newScale;
        if (rows.length < height || rows[0].length < width) {
            int longest = Math.max(width, rows.length == 0 ? 0 : rows[0].length);
            rows = new float[Math.max(height, rows.length)][longest];
        }
    }
}

package uz.fiskaldesk.scan.soliq;

/** Grey values as floats, for filters: its even and its odd rows lie apart, so that every second row is one long run. */
final class FloatPicture {
    final int width;
    final int height;
    /** Pixels of the original picture to one of this. */
    final double scale;
    /** The even rows and the odd rows. */
    final float[][] halves;

    FloatPicture(int width, int height, double scale) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.halves = new float[][] {new float[width * ((height + 1) >> 1)], new float[width * (height >> 1)]};
    }

    float[] half(int y) {
        return halves[y & 1];
    }

    /** Where row y begins in its half. */
    int start(int y) {
        return (y >> 1) * width;
    }
}

package uz.fiskaldesk.scan.soliq.sampling;

/** Removes uneven light from samples of a code. */
final class LocalContrast {
    /** Standard deviation of camera noise, grey levels. */
    private static final double NOISE = 1.5;

    /** Limit of a value's magnitude. */
    private static final float MAX_VALUE = 2;

    private LocalContrast() {}

    /**
     * For each sample its difference from the mean of the square around it, in standard deviations of that square.
     *
     * @param samples of a square, row by row
     * @param size samples along a side
     * @param reach samples from the centre of the square to its edge
     * @param margin samples at each edge that count for no square, as they may show anything; less than {@code reach}
     */
    static float[] of(float[] samples, int size, int reach, int margin) {
        int stride = size + 1;
        double[] sums = new double[stride * stride];
        double[] squares = new double[stride * stride];
        for (int y = 0; y < size; y++) {
            double sum = 0;
            double square = 0;
            int row = (y + 1) * stride + 1;
            for (int x = 0; x < size; x++) {
                double v = samples[y * size + x];
                sum += v;
                square += v * v;
                sums[row + x] = sums[row + x - stride] + sum;
                squares[row + x] = squares[row + x - stride] + square;
            }
        }
        float[] contrast = new float[samples.length];
        int end = size - margin;
        for (int y = 0; y < size; y++) {
            int top = Math.min(Math.max(margin, y - reach), end - reach) * stride;
            int bottom = Math.max(Math.min(end, y + reach + 1), margin + reach) * stride;
            for (int x = 0; x < size; x++) {
                int left = Math.min(Math.max(margin, x - reach), end - reach);
                int right = Math.max(Math.min(end, x + reach + 1), margin + reach);
                int rows = (bottom - top) / stride;
                double area = (double) (right - left) * rows;
                double mean = sum(sums, top, bottom, left, right) / area;
                double power = sum(squares, top, bottom, left, right) / area;
                double deviation = Math.sqrt(Math.max(0, power - mean * mean)) + NOISE;
                float z = (float) ((samples[y * size + x] - mean) / deviation);
                contrast[y * size + x] = Math.clamp(z, -MAX_VALUE, MAX_VALUE);
            }
        }
        return contrast;
    }

    private static double sum(double[] sums, int top, int bottom, int left, int right) {
        return sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
    }
}

package uz.fiskaldesk.scan.soliq.grid;

import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;

/** Measures the side of a module in one direction, which with perspective differs between directions and finders. */
final class FinderSize {
    /** Modules from the centre up to which edges are searched, as estimated for all directions together. */
    private static final double REACH = 7;

    private static final double STEP = 0.5;
    /** Relative difference between the measures of the core and of the whole finder. */
    private static final double TOLERANCE = 0.35;

    private FinderSize() {}

    /** Of two finders, in the direction from one to the other. */
    static double[] ofBoth(ImagePyramid pyramid, FinderCandidate a, FinderCandidate b) {
        double dx = (b.x() - a.x()) / a.distance(b);
        double dy = (b.y() - a.y()) / a.distance(b);
        return new double[] {along(pyramid, a, dx, dy), along(pyramid, b, dx, dy)};
    }

    /** Pixels; 0 where the edges of the finder are not clear. */
    private static double along(ImagePyramid pyramid, FinderCandidate finder, double dx, double dy) {
        Luminance picture = pyramid.level(finder.module(), 5);
        double scale = pyramid.original().width() / (double) picture.width();
        double unit = finder.module() / scale;
        int reach = (int) (unit * REACH / STEP);
        float[] line = new float[2 * reach + 1];
        float least = 255;
        float most = 0;
        for (int i = -reach; i <= reach; i++) {
            float value = picture.interpolate(
                    finder.x() / scale - 0.5 + i * STEP * dx, finder.y() / scale - 0.5 + i * STEP * dy);
            line[i + reach] = value;
            if (Math.abs(i) * STEP < 3 * unit) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        double[] forward = edges(line, reach, 1, (least + most) / 2);
        double[] backward = edges(line, reach, -1, (least + most) / 2);
        double core = (forward[0] + backward[0]) / 3;
        double ring = (forward[1] + backward[1]) / 5;
        double whole = (forward[2] + backward[2]) / 7;
        boolean clear = Math.abs(core - ring) < TOLERANCE * ring;
        return !clear ? 0 : STEP * scale * (Math.abs(whole - ring) < TOLERANCE / 2 * ring ? whole : ring);
    }

    /** The distances of the first three edges from the centre, in samples. */
    private static double[] edges(float[] line, int middle, int direction, float threshold) {
        double[] edges = new double[3];
        int i = 0;
        for (int edge = 0; edge < 3; edge++) {
            while (i < middle && line[middle + direction * i] > threshold == (edge == 1)) {
                i++;
            }
            float here = line[middle + direction * i];
            float before = line[middle + direction * Math.max(0, i - 1)];
            edges[edge] = here == before ? i : i - (here - threshold) / (here - before);
        }
        return edges;
    }
}

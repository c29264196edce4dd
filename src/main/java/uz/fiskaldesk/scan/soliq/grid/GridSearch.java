package uz.fiskaldesk.scan.soliq.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;
import uz.fiskaldesk.scan.soliq.template.ModuleLayout;

/**
 * Finds grids by plausible triples of finder candidates. The perspective follows from the sizes of the finders, and more
 * precisely from the alignment pattern as the fourth point, or where there is none from the agreement of all function
 * patterns. For one thread.
 */
public final class GridSearch {
    /** For finders found by correlation, which are many, and imprecise in size. */
    public static final Limits FRONTAL = new Limits(1.9, 2.1, 0.72, 15, 16, false);
    /** For finders whose edges are clear, in any perspective. */
    public static final Limits TILTED = new Limits(2.6, 3.5, 0.3, 7, 60, true);

    private static final double MAX_MODULES = 190;
    private static final int MAX_PER_TRIPLE = 3;
    private static final int MAX_VERSION = 40;

    private final Map<Integer, ModuleLayout> layouts = new HashMap<>();

    /** Least score of a grid that is improved. */
    private static final double MIN_SCORE = 4;

    /** Modules by which the centre of a finder may be wrong. */
    private static final double MAX_FINDER_MOVE = 0.6;

    /** The correlation of a finder that is not seen. */
    private static final double MISSING = 0.1;

    /** Of the numbers of modules measured along both axes, as the absolute value of its logarithm. */
    private static final double MAX_MODULES_RATIO = 0.3;

    /**
     * Which triples of finders are plausible.
     *
     * @param scaleRatio of the largest module to the smallest
     * @param sideRatio of the longer side to the shorter
     * @param sine least one of the angle at the corner finder
     * @param modules least distance of two finders, in their modules
     * @param triples how many are tried, the most plausible first
     * @param measured whether the perspective is measured, and triples without a clear one are left out
     */
    public record Limits(
            double scaleRatio, double sideRatio, double sine, double modules, int triples, boolean measured) {}

    /** The finder in the upper left corner of a code and those to its right and below. */
    public record Triple(FinderCandidate corner, FinderCandidate right, FinderCandidate below, double score) {}

    /**
     * How a triple is seen.
     *
     * @param modules between the centres of two of its finders
     * @param right how much farther than the corner the right finder is from the camera, as a ratio; below likewise
     */
    private record Perspective(double modules, double right, double below) {}

    /** The likely grids of a triple, best first. */
    public List<GridCandidate> search(ImagePyramid pyramid, Triple triple, Limits limits) {
        Perspective perspective = limits.measured() ? measured(pyramid, triple) : frontal(triple);
        if (perspective == null) {
            return List.of();
        }
        List<GridCandidate> grids = new ArrayList<>();
        long estimated = Math.round((perspective.modules() - 10) / 4);
        int error = estimated > 15 ? 3 : 1;
        // Blurred finders look smaller, so that the version is rather overestimated.
        for (long version = Math.max(1, estimated - error - 1);
                version <= Math.min(MAX_VERSION, estimated + error);
                version++) {
            addGrids(pyramid, triple, perspective, layouts.computeIfAbsent((int) version, ModuleLayout::new), grids);
        }
        return grids.stream()
                .sorted(GridCandidate.BEST_FIRST)
                .limit(MAX_PER_TRIPLE)
                .map(grid -> limits.measured() && grid.score() > MIN_SCORE ? climbed(pyramid, grid) : grid)
                .toList();
    }

    /**
     * Adds the places where the third finder may have been, to codes of which a corner is torn off or covered. Of each pair,
     * the missing one is beside either finder, to either side, or at the corner between them.
     */
    public static List<FinderCandidate> withMissing(List<FinderCandidate> finders) {
        List<FinderCandidate> all = new ArrayList<>(finders);
        for (FinderCandidate a : finders) {
            for (FinderCandidate b : finders) {
                double dx = b.x() - a.x();
                double dy = b.y() - a.y();
                double modules = Math.hypot(dx, dy) / a.module();
                double ratio = a.module() / b.module();
                if (ratio > 0.7 && ratio < 1.4 && modules > FRONTAL.modules() && modules < MAX_MODULES) {
                    double module = Math.sqrt(a.module() * b.module());
                    all.add(new FinderCandidate(a.x() - dy, a.y() + dx, module, MISSING));
                    all.add(new FinderCandidate(b.x() - dy, b.y() + dx, module, MISSING));
                    all.add(new FinderCandidate(a.x() + (dx - dy) / 2, a.y() + (dx + dy) / 2, module, MISSING));
                }
            }
        }
        return all;
    }

    /**
     * Plausible triples, best first.
     *
     * @param moduleLimit at least one of the three finders has modules smaller than this, pixels
     */
    public static List<Triple> triples(List<FinderCandidate> finders, double moduleLimit, Limits limits) {
        List<Triple> triples = new ArrayList<>();
        for (FinderCandidate corner : finders) {
            for (FinderCandidate right : finders) {
                for (FinderCandidate below : finders) {
                    addIfPlausible(corner, right, below, moduleLimit, limits, triples);
                }
            }
        }
        triples.sort(Comparator.comparingDouble(Triple::score).reversed());
        return triples.subList(0, Math.min(limits.triples(), triples.size()));
    }

    private static void addIfPlausible(
            FinderCandidate corner,
            FinderCandidate right,
            FinderCandidate below,
            double moduleLimit,
            Limits limits,
            List<Triple> triples) {
        double largest = Math.max(corner.module(), Math.max(right.module(), below.module()));
        double smallest = Math.min(corner.module(), Math.min(right.module(), below.module()));
        if (smallest >= moduleLimit || largest > limits.scaleRatio() * smallest) {
            return;
        }
        double across = corner.distance(right);
        double down = corner.distance(below);
        double sideRatio = Math.max(across, down) / Math.min(across, down);
        if (Math.min(across, down) < limits.modules() * largest
                || Math.max(across, down) > MAX_MODULES * smallest
                || sideRatio > limits.sideRatio()) {
            return;
        }
        double cross = (right.x() - corner.x()) * (below.y() - corner.y())
                - (right.y() - corner.y()) * (below.x() - corner.x());
        double sine = cross / (across * down);
        if (sine < limits.sine()) {
            return;
        }
        double score = corner.correlation()
                + right.correlation()
                + below.correlation()
                - 0.35 * Math.log(sideRatio)
                - 0.45 * Math.log(largest / smallest)
                - 0.5 * (1 - sine);
        triples.add(new Triple(corner, right, below, score));
    }

    private static Perspective frontal(Triple triple) {
        double pixels = Math.sqrt(
                triple.corner().distance(triple.right()) * triple.corner().distance(triple.below()));
        double module = Math.cbrt(triple.corner().module()
                * triple.right().module()
                * triple.below().module());
        return new Perspective(pixels / module, 1, 1);
    }

    /**
     * Along a line in perspective, the side of a module is inversely proportional to the square of the distance from the
     * camera, and the distance of two points is their number of modules times the geometric mean of both sides.
     */
    private static @Nullable Perspective measured(ImagePyramid pyramid, Triple triple) {
        double[] right = FinderSize.ofBoth(pyramid, triple.corner(), triple.right());
        double[] below = FinderSize.ofBoth(pyramid, triple.corner(), triple.below());
        double across = triple.corner().distance(triple.right()) / Math.sqrt(right[0] * right[1]);
        double down = triple.corner().distance(triple.below()) / Math.sqrt(below[0] * below[1]);
        // Not a number or infinite where a size is unclear.
        return Math.abs(Math.log(across / down)) < MAX_MODULES_RATIO
                ? new Perspective(
                        Math.sqrt(across * down), Math.sqrt(right[0] / right[1]), Math.sqrt(below[0] / below[1]))
                : null;
    }

    private static void addGrids(
            ImagePyramid pyramid,
            Triple triple,
            Perspective perspective,
            ModuleLayout layout,
            List<GridCandidate> grids) {
        double span = layout.side() - 7;
        double r = perspective.right();
        double b = perspective.below();
        FinderCandidate corner = triple.corner();
        double depth = Math.max(0.2, r + b - 1);
        double[] opposite = {
            (r * triple.right().x() + b * triple.below().x() - corner.x()) / depth,
            (r * triple.right().y() + b * triple.below().y() - corner.y()) / depth
        };
        Homography expected = through(triple, layout, 3.5 + span, opposite);
        if (expected == null) {
            return;
        }
        add(pyramid, layout, expected, grids);
        if (!layout.alignments().isEmpty()) {
            for (double[] place : new AlignmentSearch(pyramid, expected).around(layout.alignment())) {
                add(pyramid, layout, through(triple, layout, layout.alignment(), place), grids);
            }
        }
    }

    /** @param fourth both coordinates of the fourth point, modules */
    private static @Nullable Homography through(Triple triple, ModuleLayout layout, double fourth, double[] place) {
        double last = layout.side() - 3.5;
        double[][] modules = {{3.5, 3.5}, {last, 3.5}, {3.5, last}, {fourth, fourth}};
        double[][] pixels = {
            {triple.corner().x(), triple.corner().y()},
            {triple.right().x(), triple.right().y()},
            {triple.below().x(), triple.below().y()},
            place
        };
        return Homography.through(modules, pixels);
    }

    private static void add(
            ImagePyramid pyramid, ModuleLayout layout, @Nullable Homography grid, List<GridCandidate> grids) {
        if (grid != null) {
            grids.add(new GridCandidate(layout, grid, FunctionPatternScore.of(pyramid, grid, layout)));
        }
    }

    /** Moves the corners, most of all the one without a finder, while the function patterns agree better. */
    private static GridCandidate climbed(ImagePyramid pyramid, GridCandidate candidate) {
        GridCandidate best = candidate;
        double last = candidate.layout().side() - 3.5;
        double[][] modules = {{3.5, 3.5}, {last, 3.5}, {3.5, last}, {last, last}};
        for (double step = last / 16; step > 0.1; step /= 2) {
            for (int corner = 3; corner >= 0; corner--) {
                double move = corner == 3 ? step : Math.min(step, MAX_FINDER_MOVE);
                GridCandidate middle = best;
                for (int i = 0; i < 9; i++) {
                    double[][] pixels = new double[4][2];
                    for (int j = 0; j < 4; j++) {
                        double u = modules[j][0] + (corner == j ? move * (i % 3 - 1) : 0);
                        double v = modules[j][1] + (corner == j ? move * (Math.floorDiv(i, 3) - 1) : 0);
                        middle.grid().locate(u, v, pixels[j]);
                    }
                    best = better(pyramid, best, Homography.through(modules, pixels));
                }
            }
        }
        return best;
    }

    private static GridCandidate better(ImagePyramid pyramid, GridCandidate best, @Nullable Homography moved) {
        double score = moved == null ? 0 : FunctionPatternScore.of(pyramid, moved, best.layout());
        return moved != null && score > best.score() ? new GridCandidate(best.layout(), moved, score) : best;
    }
}

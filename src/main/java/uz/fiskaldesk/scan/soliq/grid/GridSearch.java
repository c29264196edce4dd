package uz.fiskaldesk.scan.soliq.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;
import uz.fiskaldesk.scan.soliq.template.ModuleLayout;

/** Finds grids by plausible triples of finder candidates; the fourth point is the alignment pattern. For one thread. */
public final class GridSearch {
    private static final double MAX_SCALE_RATIO = 1.9;
    private static final double MAX_SIDE_RATIO = 2.1;
    /** Of the angle at the corner finder. */
    private static final double MIN_SINE = 0.72;
    /** Between the centres of two finders. */
    private static final double MIN_MODULES = 17;

    private static final double MAX_MODULES = 60;
    private static final int MAX_TRIPLES = 16;
    private static final int MAX_PER_TRIPLE = 3;

    /** All versions with one alignment pattern, and some larger ones. */
    private static final int MIN_VERSION = 2;

    private static final int MAX_VERSION = 10;

    private final Map<Integer, ModuleLayout> layouts = new HashMap<>();

    /** The finder in the upper left corner of a code and those to its right and below. */
    private record Triple(
            FinderCandidate corner, FinderCandidate right, FinderCandidate below, double modules, double score) {}

    /**
     * The grids of one picture, best first.
     *
     * @param moduleLimit at least one of the three finders of a grid has modules smaller than this, pixels
     */
    public List<GridCandidate> search(ImagePyramid pyramid, List<FinderCandidate> finders, double moduleLimit) {
        List<GridCandidate> grids = new ArrayList<>();
        for (Triple triple : triples(finders, moduleLimit)) {
            List<GridCandidate> ofTriple = new ArrayList<>();
            int middle = Math.clamp(Math.round((triple.modules() - 10) / 4), MIN_VERSION, MAX_VERSION);
            int last = Math.min(MAX_VERSION, middle + 1);
            for (int version = Math.max(MIN_VERSION, middle - 1); version <= last; version++) {
                addGrids(pyramid, triple, layouts.computeIfAbsent(version, ModuleLayout::new), ofTriple);
            }
            ofTriple.sort(Comparator.comparingDouble(GridCandidate::score).reversed());
            grids.addAll(ofTriple.subList(0, Math.min(MAX_PER_TRIPLE, ofTriple.size())));
        }
        grids.sort(Comparator.comparingDouble(GridCandidate::score).reversed());
        return grids;
    }

    private static List<Triple> triples(List<FinderCandidate> finders, double moduleLimit) {
        List<Triple> triples = new ArrayList<>();
        for (FinderCandidate corner : finders) {
            for (FinderCandidate right : finders) {
                for (FinderCandidate below : finders) {
                    addIfPlausible(corner, right, below, moduleLimit, triples);
                }
            }
        }
        triples.sort(Comparator.comparingDouble(Triple::score).reversed());
        return triples.subList(0, Math.min(MAX_TRIPLES, triples.size()));
    }

    private static void addIfPlausible(
            FinderCandidate corner,
            FinderCandidate right,
            FinderCandidate below,
            double moduleLimit,
            List<Triple> triples) {
        double largest = Math.max(corner.module(), Math.max(right.module(), below.module()));
        double smallest = Math.min(corner.module(), Math.min(right.module(), below.module()));
        if (smallest >= moduleLimit || largest > MAX_SCALE_RATIO * smallest) {
            return;
        }
        double across = corner.distance(right);
        double down = corner.distance(below);
        if (Math.min(across, down) < 15 * largest) {
            return;
        }
        double sideRatio = Math.max(across, down) / Math.min(across, down);
        if (sideRatio > MAX_SIDE_RATIO) {
            return;
        }
        double cross = (right.x() - corner.x()) * (below.y() - corner.y())
                - (right.y() - corner.y()) * (below.x() - corner.x());
        double sine = cross / (across * down);
        if (sine < MIN_SINE) {
            return;
        }
        double modules = Math.sqrt(across * down) / Math.cbrt(corner.module() * right.module() * below.module());
        if (modules < MIN_MODULES || modules > MAX_MODULES) {
            return;
        }
        double score = corner.correlation()
                + right.correlation()
                + below.correlation()
                - 0.35 * Math.log(sideRatio)
                - 0.45 * Math.log(largest / smallest)
                - 0.5 * (1 - sine);
        triples.add(new Triple(corner, right, below, modules, score));
    }

    private static void addGrids(ImagePyramid pyramid, Triple triple, ModuleLayout layout, List<GridCandidate> grids) {
        FinderCandidate corner = triple.corner();
        int side = layout.side();
        double span = side - 7;
        double[] axes = {
            (triple.right().x() - corner.x()) / span,
            (triple.right().y() - corner.y()) / span,
            (triple.below().x() - corner.x()) / span,
            (triple.below().y() - corner.y()) / span
        };
        double alignment = layout.alignment();
        double[][] modules = {{3.5, 3.5}, {side - 3.5, 3.5}, {3.5, side - 3.5}, {alignment, alignment}};
        for (double[] place : new AlignmentSearch(pyramid, corner, axes).around(alignment - 3.5)) {
            double[][] pixels = {
                {corner.x(), corner.y()},
                {triple.right().x(), triple.right().y()},
                {triple.below().x(), triple.below().y()},
                place
            };
            Homography grid = Homography.through(modules, pixels);
            if (grid != null) {
                grids.add(new GridCandidate(layout, grid, FunctionPatternScore.of(pyramid, grid, layout)));
            }
        }
    }
}

package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** From marks that look like finders to grids: plausible triples, the fourth corner by the alignment pattern. */
final class GridProposals {
    private static final double MOST_SCALE_RATIO = 1.9;
    private static final double MOST_SIDE_RATIO = 2.1;
    private static final double LEAST_SINE = 0.72;
    /** Between the middles of two finders. */
    private static final double LEAST_MODULES = 17;

    private static final double MOST_MODULES = 60;
    private static final int TRIPLES = 16;
    private static final int PER_TRIPLE = 3;

    /** Versions that are looked for: all with one alignment pattern, and those somewhat larger. */
    private static final int SMALLEST_VERSION = 2;

    private static final int LARGEST_VERSION = 10;

    private final GreyPyramid pyramid;
    private final Map<Integer, ModuleLayout> layouts;

    /** A corner of the code and the finders to its right and below, with how plausible that is. */
    private record Triple(FinderMark corner, FinderMark right, FinderMark below, double modules, double merit) {}

    /**
     * Proposals for one picture.
     *
     * @param layouts by version, kept for the next picture
     */
    GridProposals(GreyPyramid pyramid, Map<Integer, ModuleLayout> layouts) {
        this.pyramid = pyramid;
        this.layouts = layouts;
    }

    /**
     * The most likely first.
     *
     * @param smallest of the three marks of a grid one at least has modules below this, pixels
     */
    List<Proposal> from(List<FinderMark> marks, double smallest) {
        List<Proposal> proposals = new ArrayList<>();
        for (Triple triple : triples(marks, smallest)) {
            List<Proposal> own = new ArrayList<>();
            int middle = Math.clamp(Math.round((triple.modules() - 10) / 4), SMALLEST_VERSION, LARGEST_VERSION);
            int last = Math.min(LARGEST_VERSION, middle + 1);
            for (int version = Math.max(SMALLEST_VERSION, middle - 1); version <= last; version++) {
                addGrids(triple, layouts.computeIfAbsent(version, ModuleLayout::new), own);
            }
            own.sort(Comparator.comparingDouble(Proposal::likeness).reversed());
            proposals.addAll(own.subList(0, Math.min(PER_TRIPLE, own.size())));
        }
        proposals.sort(Comparator.comparingDouble(Proposal::likeness).reversed());
        return proposals;
    }

    private static List<Triple> triples(List<FinderMark> marks, double smallest) {
        List<Triple> triples = new ArrayList<>();
        for (FinderMark corner : marks) {
            for (FinderMark right : marks) {
                for (FinderMark below : marks) {
                    addIfPlausible(corner, right, below, smallest, triples);
                }
            }
        }
        triples.sort(Comparator.comparingDouble(Triple::merit).reversed());
        return triples.subList(0, Math.min(TRIPLES, triples.size()));
    }

    private static void addIfPlausible(
            FinderMark corner, FinderMark right, FinderMark below, double limit, List<Triple> triples) {
        double largest = Math.max(corner.module(), Math.max(right.module(), below.module()));
        double smallest = Math.min(corner.module(), Math.min(right.module(), below.module()));
        if (smallest >= limit || largest > MOST_SCALE_RATIO * smallest) {
            return;
        }
        double across = corner.distance(right);
        double down = corner.distance(below);
        if (Math.min(across, down) < 15 * largest) {
            return;
        }
        double sides = Math.max(across, down) / Math.min(across, down);
        if (sides > MOST_SIDE_RATIO) {
            return;
        }
        double cross = (right.x() - corner.x()) * (below.y() - corner.y())
                - (right.y() - corner.y()) * (below.x() - corner.x());
        double sine = cross / (across * down);
        if (sine < LEAST_SINE) {
            return;
        }
        double modules = Math.sqrt(across * down) / Math.cbrt(corner.module() * right.module() * below.module());
        if (modules < LEAST_MODULES || modules > MOST_MODULES) {
            return;
        }
        double merit = corner.likeness()
                + right.likeness()
                + below.likeness()
                - 0.35 * Math.log(sides)
                - 0.45 * Math.log(largest / smallest)
                - 0.5 * (1 - sine);
        triples.add(new Triple(corner, right, below, modules, merit));
    }

    private void addGrids(Triple triple, ModuleLayout layout, List<Proposal> proposals) {
        int side = layout.side;
        double span = side - 7;
        double ux = (triple.right().x() - triple.corner().x()) / span;
        double uy = (triple.right().y() - triple.corner().y()) / span;
        double vx = (triple.below().x() - triple.corner().x()) / span;
        double vy = (triple.below().y() - triple.corner().y()) / span;
        AlignmentSearch search = new AlignmentSearch(pyramid, triple.corner(), new double[] {ux, uy, vx, vy});
        double reach = layout.alignment - 3.5;
        for (double[] place : search.around(reach)) {
            double[][] modules = {{3.5, 3.5}, {side - 3.5, 3.5}, {3.5, side - 3.5}, {layout.alignment, layout.alignment}
            };
            double[][] pixels = {
                {triple.corner().x(), triple.corner().y()},
                {triple.right().x(), triple.right().y()},
                {triple.below().x(), triple.below().y()},
                place
            };
            Homography grid = Homography.through(modules, pixels);
            if (grid != null) {
                proposals.add(new Proposal(layout, grid, FunctionLikeness.of(pyramid, grid, layout)));
            }
        }
    }
}

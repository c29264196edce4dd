package uz.fiskaldesk.scan.soliq.grid;

import java.util.Comparator;
import uz.fiskaldesk.scan.soliq.template.ModuleLayout;

/**
 * A place where a code may lie.
 *
 * @param score agreement of the function patterns, in standard deviations
 */
public record GridCandidate(ModuleLayout layout, Grid grid, double score) {
    /** By descending score. */
    public static final Comparator<GridCandidate> BEST_FIRST =
            Comparator.comparingDouble(GridCandidate::score).reversed();
}

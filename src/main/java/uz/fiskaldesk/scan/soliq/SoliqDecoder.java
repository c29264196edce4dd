package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.look.Corner;
import uz.fiskaldesk.scan.look.Deadline;

/** From marks that look like finders to the text of a receipt. For one thread. */
final class SoliqDecoder {
    private static final int MOST_CODES = 3;
    private static final int GRIDS = 20;
    /** Agreement with a hypothesis, standard deviations: at once, and after all others. */
    private static final double CLEAR = 7.5;

    private static final double POSSIBLE = 5;
    private static final int LATE_TRIES = 8;
    /** A second hypothesis or length is tried when it is about as good as the first. */
    private static final double NEARLY = 0.8;

    private static final double NEARLY_AS_LONG = 4;

    private static final List<GridRefinement.Round> COARSE =
            List.of(new GridRefinement.Round(6, 2, 6, 7), new GridRefinement.Round(4, 2, 6, 7));
    private static final List<GridRefinement.Round> FINE = List.of(
            new GridRefinement.Round(5, 2, 5, 7),
            new GridRefinement.Round(3, 3, 5, 7),
            new GridRefinement.Round(3, 3, 4, 9),
            new GridRefinement.Round(3, 3, 4, 9));

    private final Templates templates;

    SoliqDecoder(Templates templates) {
        this.templates = templates;
    }

    /** All codes: where one was found, what lies beside it is looked at again. */
    List<SoliqCode> decode(GreyPyramid pyramid, List<FinderMark> marks, Deadline deadline) {
        Attempt attempt = new Attempt(pyramid, deadline);
        List<SoliqCode> codes = new ArrayList<>();
        List<FinderMark> rest = new ArrayList<>(marks);
        while (codes.size() < MOST_CODES) {
            Optional<SoliqCode> found = attempt.run(rest);
            if (found.isEmpty()) {
                break;
            }
            codes.add(found.get());
            rest.removeIf(found.get()::covers);
        }
        return codes;
    }

    /** The work on one picture. */
    private final class Attempt {
        private final GreyPyramid pyramid;
        private final Deadline deadline;
        private int tries;

        Attempt(GreyPyramid pyramid, Deadline deadline) {
            this.pyramid = pyramid;
            this.deadline = deadline;
        }

        Optional<SoliqCode> run(List<FinderMark> marks) {
            List<Proposal> proposals = new GridProposals(pyramid, templates).from(marks);
            List<Start> later = new ArrayList<>();
            for (Proposal proposal : proposals.subList(0, Math.min(GRIDS, proposals.size()))) {
                if (deadline.passed()) {
                    return Optional.empty();
                }
                Start start = start(proposal);
                if (start.agreement() >= CLEAR) {
                    Optional<SoliqCode> code = follow(start);
                    if (code.isPresent()) {
                        return code;
                    }
                } else if (start.agreement() >= POSSIBLE) {
                    later.add(start);
                }
            }
            later.sort(Comparator.comparingDouble(Start::agreement).reversed());
            for (Start start : later.subList(0, Math.min(LATE_TRIES, later.size()))) {
                Optional<SoliqCode> code = deadline.passed() ? Optional.empty() : follow(start);
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        private Start start(Proposal proposal) {
            Templates.Family family = templates.family(proposal.version());
            int side = family.layout.side;
            return new Start(proposal, side, family.score(ModuleGlance.modules(pyramid, proposal.grid(), side)));
        }

        private Optional<SoliqCode> follow(Start start) {
            for (Templates.Scored scored : start.hypotheses().subList(0, 2)) {
                if (scored.agreement() < Math.max(POSSIBLE, NEARLY * start.agreement())) {
                    break;
                }
                Optional<SoliqCode> code = follow(start, scored.hypothesis());
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        private Optional<SoliqCode> follow(Start start, Templates.Hypothesis hypothesis) {
            FlatCode flat = FlatCode.of(pyramid, start.proposal().grid(), start.side());
            Fit coarse = flat == null ? null : bent(new Fit(start.proposal().grid(), flat), hypothesis.common, COARSE);
            if (coarse == null) {
                return Optional.empty();
            }
            float[] modules = coarse.flat().modules();
            double[] agreement = new double[hypothesis.lengths.size()];
            List<Integer> lengths = new ArrayList<>();
            for (int i = 0; i < agreement.length; i++) {
                agreement[i] = hypothesis.pattern(i).agreement(modules);
                lengths.add(i);
            }
            lengths.sort(Comparator.comparingDouble(i -> -agreement[i]));
            for (int i : lengths.subList(0, Math.min(2, lengths.size()))) {
                if (agreement[i] < agreement[lengths.getFirst()] - NEARLY_AS_LONG || deadline.passed()) {
                    break;
                }
                Optional<SoliqCode> code = decode(coarse, hypothesis, i);
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        private @Nullable Fit bent(Fit fit, Pattern pattern, List<GridRefinement.Round> rounds) {
            Fit bent = fit;
            for (GridRefinement.Round round : rounds) {
                Grid grid = GridRefinement.bend(bent.grid(), bent.flat(), pattern, round);
                FlatCode flat = FlatCode.of(pyramid, grid, fit.flat().side);
                if (flat == null) {
                    return null;
                }
                bent = new Fit(grid, flat);
            }
            return bent;
        }

        private Optional<SoliqCode> decode(Fit coarse, Templates.Hypothesis hypothesis, int length) {
            Pattern pattern = hypothesis.pattern(length);
            Fit fine = bent(coarse, pattern, FINE);
            if (fine == null || !Acceptance.knownAgree(pattern, fine.flat().modules())) {
                return Optional.empty();
            }
            double[] soft = Equaliser.softModules(fine.flat(), pattern);
            if (soft == null) {
                return Optional.empty();
            }
            double[] ratios = Reliability.ratios(soft, pattern, fine.flat().side);
            SoftCode code = SoftCode.of(hypothesis.lengths.get(length), hypothesis.mask, ratios);
            tries++;
            Optional<String> text = code.text(tries);
            return text.map(t -> new SoliqCode(t, outline(fine.grid(), fine.flat().side)));
        }

        private static List<Corner> outline(Grid grid, int side) {
            return List.of(corner(grid, 0, 0), corner(grid, side, 0), corner(grid, side, side), corner(grid, 0, side));
        }

        private static Corner corner(Grid grid, double u, double v) {
            double[] xy = new double[2];
            grid.locate(u, v, xy);
            return new Corner(xy[0], xy[1]);
        }
    }

    /** A grid and the code as it looks under it. */
    private record Fit(Grid grid, FlatCode flat) {}

    /** A proposal, the code under it, and what it may be. */
    private record Start(Proposal proposal, int side, List<Templates.Scored> hypotheses) {
        double agreement() {
            return hypotheses.getFirst().agreement();
        }
    }
}

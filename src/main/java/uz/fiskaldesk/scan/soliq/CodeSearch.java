package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.look.Deadline;

/** From marks that look like finders to the text of a receipt, or of another code where there is no receipt. For one thread. */
final class SoliqDecoder {
    private static final int MOST_CODES = 6;
    /** Likeness of marks that are worth looking at where a code was found already. */
    private static final double ANOTHER = 0.5;

    private static final int GRIDS = 20;
    /** Agreement with a hypothesis, standard deviations: at once, and after all others. */
    private static final double CLEAR = 7.5;

    private static final double POSSIBLE = 5;
    private static final int LATE_TRIES = 8;
    /** A second hypothesis or length is tried when it is about as good as the first. */
    private static final double NEARLY = 0.8;

    private static final double NEARLY_AS_LONG = 4;

    /** Likeness from which a grid surely lies on a code, whatever it says; others are not worth reading any text from. */
    private static final double SURELY_A_CODE = 9;

    private static final int OTHER_CODES = 3;

    private static final List<GridRefinement.Round> COARSE =
            List.of(new GridRefinement.Round(6, 2, 6, 7), new GridRefinement.Round(4, 2, 6, 7));
    private static final List<GridRefinement.Round> FINE = List.of(
            new GridRefinement.Round(5, 2, 5, 7),
            new GridRefinement.Round(3, 3, 5, 7),
            new GridRefinement.Round(3, 3, 4, 9),
            new GridRefinement.Round(3, 3, 4, 9));

    private final Templates templates;
    private final Map<Integer, ModuleLayout> layouts = new HashMap<>();

    SoliqDecoder(Templates templates) {
        this.templates = templates;
    }

    /**
     * All codes: where one was found, what lies beside it is looked at again.
     *
     * @param smallest of the three marks of a code that are taken together one at least has modules below this, pixels
     */
    List<ReadCode> decode(GreyPyramid pyramid, List<FinderMark> marks, double smallest, Deadline deadline) {
        Attempt attempt = new Attempt(pyramid, deadline);
        List<ReadCode> codes = new ArrayList<>();
        List<FinderMark> rest = new ArrayList<>(marks);
        while (codes.size() < MOST_CODES) {
            Optional<ReadCode> found = attempt.run(rest, smallest);
            if (found.isEmpty()) {
                break;
            }
            codes.add(found.get());
            rest.removeIf(mark -> mark.likeness() < ANOTHER || found.get().covers(mark));
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

        Optional<ReadCode> run(List<FinderMark> marks, double smallest) {
            List<Proposal> proposals = new GridProposals(pyramid, layouts).from(marks, smallest);
            Optional<ReadCode> receipt = receipt(proposals);
            return receipt.isPresent() ? receipt : otherCode(proposals);
        }

        private Optional<ReadCode> receipt(List<Proposal> proposals) {
            List<Start> later = new ArrayList<>();
            List<Proposal> fitting = proposals.stream()
                    .filter(proposal -> Templates.exist(proposal.layout().version))
                    .limit(GRIDS)
                    .toList();
            for (Proposal proposal : fitting) {
                if (deadline.passed()) {
                    return Optional.empty();
                }
                Start start = start(proposal);
                if (start.agreement() >= CLEAR) {
                    Optional<ReadCode> code = follow(start);
                    if (code.isPresent()) {
                        return code;
                    }
                } else if (start.agreement() >= POSSIBLE) {
                    later.add(start);
                }
            }
            later.sort(Comparator.comparingDouble(Start::agreement).reversed());
            for (Start start : later.subList(0, Math.min(LATE_TRIES, later.size()))) {
                Optional<ReadCode> code = deadline.passed() ? Optional.empty() : follow(start);
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        /** What the best grids show where it is no receipt, or one that was written in another way. */
        private Optional<ReadCode> otherCode(List<Proposal> proposals) {
            List<Proposal> sure = proposals.stream()
                    .filter(proposal -> proposal.likeness() >= SURELY_A_CODE)
                    .limit(OTHER_CODES)
                    .toList();
            for (Proposal proposal : sure) {
                Optional<ReadCode> code = deadline.passed() ? Optional.empty() : UnknownCode.read(pyramid, proposal);
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        private Start start(Proposal proposal) {
            int side = proposal.layout().side;
            Templates.Family family = templates.family(proposal.layout().version);
            return new Start(proposal, side, family.score(ModuleGlance.modules(pyramid, proposal.grid(), side)));
        }

        private Optional<ReadCode> follow(Start start) {
            for (Templates.Scored scored : start.hypotheses().subList(0, 2)) {
                if (scored.agreement() < Math.max(POSSIBLE, NEARLY * start.agreement())) {
                    break;
                }
                Optional<ReadCode> code = follow(start, scored.hypothesis());
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        private Optional<ReadCode> follow(Start start, Templates.Hypothesis hypothesis) {
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
                Optional<ReadCode> code = decode(coarse, hypothesis, i);
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

        /** Most codes are read from the first, coarse fit; the fine one is for what is left. */
        private Optional<ReadCode> decode(Fit coarse, Templates.Hypothesis hypothesis, int length) {
            Optional<ReadCode> early =
                    soft(coarse, hypothesis, length).flatMap(this::text).map(text -> readCode(coarse, text));
            if (early.isPresent()) {
                return early;
            }
            Fit fine = bent(coarse, hypothesis.pattern(length), FINE);
            return fine == null
                    ? Optional.empty()
                    : soft(fine, hypothesis, length)
                            .flatMap(this::text)
                            .map(text -> readCode(fine, text));
        }

        private static ReadCode readCode(Fit fit, String text) {
            return ReadCode.receipt(fit.grid(), fit.flat().side, text);
        }

        /** The code's bits under a fit; nothing where it does not show what is known. */
        private static Optional<SoftCode> soft(Fit fit, Templates.Hypothesis hypothesis, int length) {
            Pattern pattern = hypothesis.pattern(length);
            if (!Acceptance.knownAgree(pattern, fit.flat().modules())) {
                return Optional.empty();
            }
            double[] soft = Equaliser.softModules(fit.flat(), pattern);
            if (soft == null) {
                return Optional.empty();
            }
            double[] ratios = Reliability.ratios(soft, pattern, fit.flat().side);
            return Optional.of(SoftCode.of(hypothesis.lengths.get(length), hypothesis.mask, ratios));
        }

        private Optional<String> text(SoftCode code) {
            tries++;
            return code.text(tries);
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

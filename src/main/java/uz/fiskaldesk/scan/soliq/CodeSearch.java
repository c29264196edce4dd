package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.decoder.Corner;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.soliq.decoding.TemplateDecoder;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;
import uz.fiskaldesk.scan.soliq.grid.GridCandidate;
import uz.fiskaldesk.scan.soliq.grid.GridSearch;
import uz.fiskaldesk.scan.soliq.sampling.Equaliser;
import uz.fiskaldesk.scan.soliq.sampling.LogLikelihoodRatios;
import uz.fiskaldesk.scan.soliq.sampling.ModuleSampler;
import uz.fiskaldesk.scan.soliq.sampling.RectifiedCode;
import uz.fiskaldesk.scan.soliq.template.KnownModules;
import uz.fiskaldesk.scan.soliq.template.TemplateCache;

/** Finds and decodes the codes that belong to finder candidates: receipts, or other codes if there is none. For one thread. */
final class CodeSearch {
    /** The name of the decoder by templates. */
    static final String RECEIPT = "soliq";

    private static final int MAX_CODES = 6;
    /** Least correlation of the finders of further codes, once one was found. */
    private static final double MIN_CORRELATION_OF_FURTHER = 0.5;

    private static final int MAX_GRIDS = 20;
    /** Agreement with a hypothesis, standard deviations, from which a grid is decoded immediately. */
    private static final double CLEAR_AGREEMENT = 7.5;
    /** Agreement from which a grid is decoded after all clear ones. */
    private static final double POSSIBLE_AGREEMENT = 5;

    private static final int MAX_POSSIBLE = 8;
    /** Agreement of a second hypothesis, relative to the best, from which it is tried too. */
    private static final double SECOND_HYPOTHESIS = 0.8;
    /** Agreement of a second length below the best one, standard deviations, up to which it is tried too. */
    private static final double SECOND_LENGTH = 4;

    /** Score from which a grid certainly lies on a code; other grids are not worth decoding without a template. */
    private static final double CERTAIN_GRID = 9;

    private static final int MAX_GENERIC = 3;

    private static final List<RectifiedCode.Round> COARSE =
            List.of(new RectifiedCode.Round(6, 2, 6, 7), new RectifiedCode.Round(4, 2, 6, 7));
    private static final List<RectifiedCode.Round> FINE = List.of(
            new RectifiedCode.Round(5, 2, 5, 7),
            new RectifiedCode.Round(3, 3, 5, 7),
            new RectifiedCode.Round(3, 3, 4, 9),
            new RectifiedCode.Round(3, 3, 4, 9));

    private final TemplateCache templates;
    private final GridSearch grids = new GridSearch();

    CodeSearch(TemplateCache templates) {
        this.templates = templates;
    }

    /**
     * All codes of a picture. After each code the search is repeated on the remaining finder candidates.
     *
     * @param moduleLimit at least one of the three finders of a code has modules smaller than this, pixels
     * @return a modifiable list
     */
    List<DecodedCode> search(
            ImagePyramid pyramid,
            List<FinderCandidate> finders,
            double moduleLimit,
            GridSearch.Limits limits,
            Deadline deadline) {
        Attempt attempt = new Attempt(pyramid, deadline);
        List<DecodedCode> codes = new ArrayList<>();
        List<FinderCandidate> remaining = new ArrayList<>(finders);
        while (codes.size() < MAX_CODES) {
            Optional<DecodedCode> found = attempt.run(remaining, moduleLimit, limits);
            if (found.isEmpty()) {
                break;
            }
            codes.add(found.get());
            remaining.removeIf(
                    finder -> finder.correlation() < MIN_CORRELATION_OF_FURTHER || covers(found.get(), finder));
        }
        return codes;
    }

    /** The search in one picture. */
    private final class Attempt {
        private final ImagePyramid pyramid;
        private final Deadline deadline;
        private int decodings;

        Attempt(ImagePyramid pyramid, Deadline deadline) {
            this.pyramid = pyramid;
            this.deadline = deadline;
        }

        Optional<DecodedCode> run(List<FinderCandidate> finders, double moduleLimit, GridSearch.Limits limits) {
            List<GridCandidate> candidates = grids.search(pyramid, finders, moduleLimit, limits);
            Optional<DecodedCode> receipt = receipt(candidates);
            return receipt.isPresent() ? receipt : genericCode(candidates);
        }

        private Optional<DecodedCode> receipt(List<GridCandidate> candidates) {
            List<ScoredGrid> possible = new ArrayList<>();
            List<GridCandidate> supported = candidates.stream()
                    .filter(candidate ->
                            TemplateCache.supports(candidate.layout().version()))
                    .limit(MAX_GRIDS)
                    .toList();
            for (GridCandidate candidate : supported) {
                if (deadline.passed()) {
                    return Optional.empty();
                }
                ScoredGrid grid = score(candidate);
                if (grid.agreement() >= CLEAR_AGREEMENT) {
                    Optional<DecodedCode> code = decode(grid);
                    if (code.isPresent()) {
                        return code;
                    }
                } else if (grid.agreement() >= POSSIBLE_AGREEMENT) {
                    possible.add(grid);
                }
            }
            possible.sort(Comparator.comparingDouble(ScoredGrid::agreement).reversed());
            for (ScoredGrid grid : possible.subList(0, Math.min(MAX_POSSIBLE, possible.size()))) {
                Optional<DecodedCode> code = deadline.passed() ? Optional.empty() : decode(grid);
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        /** A code that is not a receipt, or whose text is encoded in another way than the templates expect. */
        private Optional<DecodedCode> genericCode(List<GridCandidate> candidates) {
            List<GridCandidate> certain = candidates.stream()
                    .filter(candidate -> candidate.score() >= CERTAIN_GRID)
                    .limit(MAX_GENERIC)
                    .toList();
            for (GridCandidate candidate : certain) {
                Optional<DecodedCode> code =
                        deadline.passed() ? Optional.empty() : GenericCodeReader.read(pyramid, candidate);
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        private ScoredGrid score(GridCandidate candidate) {
            float[] darkness = ModuleSampler.sample(
                    pyramid, candidate.grid(), candidate.layout().side());
            return new ScoredGrid(
                    candidate, templates.templates(candidate.layout().version()).score(darkness));
        }

        private Optional<DecodedCode> decode(ScoredGrid grid) {
            for (TemplateCache.ScoredHypothesis scored : grid.hypotheses().subList(0, 2)) {
                if (scored.agreement() < Math.max(POSSIBLE_AGREEMENT, SECOND_HYPOTHESIS * grid.agreement())) {
                    break;
                }
                Optional<DecodedCode> code = decode(grid.candidate(), scored.hypothesis());
                if (code.isPresent()) {
                    return code;
                }
            }
            return Optional.empty();
        }

        /** Determines the length of {@code r} after the coarse refinement; the two most likely ones are decoded. */
        private Optional<DecodedCode> decode(GridCandidate candidate, TemplateCache.Hypothesis hypothesis) {
            RectifiedCode code = RectifiedCode.of(
                    pyramid, candidate.grid(), candidate.layout().side());
            RectifiedCode coarse = refined(code, hypothesis.common(), COARSE);
            if (coarse == null) {
                return Optional.empty();
            }
            float[] modules = coarse.modules();
            double[] agreement = new double[hypothesis.lengths().size()];
            List<Integer> lengths = new ArrayList<>();
            for (int i = 0; i < agreement.length; i++) {
                agreement[i] = hypothesis.knownModules(i).agreement(modules);
                lengths.add(i);
            }
            lengths.sort(Comparator.comparingDouble(i -> -agreement[i]));
            for (int i : lengths.subList(0, Math.min(2, lengths.size()))) {
                if (agreement[i] < agreement[lengths.getFirst()] - SECOND_LENGTH || deadline.passed()) {
                    break;
                }
                Optional<DecodedCode> found = decode(coarse, hypothesis, i);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /** Most codes are decoded after the coarse refinement; only the others are refined further. */
        private Optional<DecodedCode> decode(RectifiedCode coarse, TemplateCache.Hypothesis hypothesis, int length) {
            Optional<DecodedCode> early = decodeOnce(coarse, hypothesis, length);
            if (early.isPresent()) {
                return early;
            }
            RectifiedCode fine = refined(coarse, hypothesis.knownModules(length), FINE);
            return fine == null ? Optional.empty() : decodeOnce(fine, hypothesis, length);
        }

        private Optional<DecodedCode> decodeOnce(RectifiedCode code, TemplateCache.Hypothesis hypothesis, int length) {
            KnownModules known = hypothesis.knownModules(length);
            double[] soft = known.areSeenIn(code.modules()) ? Equaliser.equalise(code, known) : null;
            if (soft == null) {
                return Optional.empty();
            }
            double[] ratios = LogLikelihoodRatios.of(soft, known, code.side());
            decodings++;
            return TemplateDecoder.decode(hypothesis.lengths().get(length), hypothesis.mask(), ratios, decodings)
                    .map(text -> new DecodedCode(text, code.outline(), RECEIPT));
        }
    }

    /** Whether a code was decoded by a template. */
    static boolean isReceipt(DecodedCode code) {
        return code.decoder().equals(RECEIPT);
    }

    /** Whether a finder candidate lies inside a code's outline, which is convex, or on its edge. */
    static boolean covers(DecodedCode code, FinderCandidate finder) {
        List<Corner> outline = code.outline();
        for (int i = 0; i < outline.size(); i++) {
            Corner a = outline.get(i);
            Corner b = outline.get((i + 1) % outline.size());
            double length = Math.hypot(b.x() - a.x(), b.y() - a.y());
            double inwards = ((b.x() - a.x()) * (finder.y() - a.y()) - (b.y() - a.y()) * (finder.x() - a.x())) / length;
            if (inwards < -finder.module()) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable RectifiedCode refined(
            @Nullable RectifiedCode code, KnownModules known, List<RectifiedCode.Round> rounds) {
        RectifiedCode refined = code;
        for (RectifiedCode.Round round : rounds) {
            if (refined != null) {
                refined = refined.refined(known, round);
            }
        }
        return refined;
    }

    /**
     * A grid and what the code under it may be.
     *
     * @param hypotheses best first
     */
    private record ScoredGrid(GridCandidate candidate, List<TemplateCache.ScoredHypothesis> hypotheses) {
        double agreement() {
            return hypotheses.getFirst().agreement();
        }
    }
}

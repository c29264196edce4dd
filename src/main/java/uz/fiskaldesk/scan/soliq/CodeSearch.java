package uz.fiskaldesk.scan.soliq;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
import uz.fiskaldesk.scan.soliq.sampling.RectifiedCode;
import uz.fiskaldesk.scan.soliq.template.KnownModules;
import uz.fiskaldesk.scan.soliq.template.ModuleLayout;
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
    /** Score from which a grid certainly lies on a code; other grids are not worth refining without a template. */
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
        /** Decoded after all grids with a clear agreement. */
        private final List<ScoredGrid> possible = new ArrayList<>();

        private int decodings;

        Attempt(ImagePyramid pyramid, Deadline deadline) {
            this.pyramid = pyramid;
            this.deadline = deadline;
        }

        Optional<DecodedCode> run(List<FinderCandidate> finders, double moduleLimit, GridSearch.Limits limits) {
            List<GridCandidate> all = new ArrayList<>();
            possible.clear();
            for (GridSearch.Triple triple : GridSearch.triples(finders, moduleLimit, limits)) {
                List<GridCandidate> candidates = grids.search(pyramid, triple, limits);
                all.addAll(candidates);
                // Most receipts lie under the first certain grid; then the other triples need not be examined.
                Optional<DecodedCode> receipt =
                        receipt(candidates.stream().filter(grid -> grid.score() >= CERTAIN_GRID));
                if (receipt.isPresent() || deadline.passed()) {
                    return receipt;
                }
            }
            all.sort(GridCandidate.BEST_FIRST);
            Stream<GridCandidate> certain = all.stream().takeWhile(grid -> grid.score() >= CERTAIN_GRID);
            return receipt(all.stream().dropWhile(grid -> grid.score() >= CERTAIN_GRID))
                    .or(this::possibleReceipt)
                    .or(() -> first(certain.limit(MAX_GENERIC), this::withoutTemplate));
        }

        private <T> Optional<DecodedCode> first(Stream<T> candidates, Function<T, Optional<DecodedCode>> decoder) {
            return candidates
                    .takeWhile(_ -> !deadline.passed())
                    .map(decoder)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<DecodedCode> receipt(Stream<GridCandidate> candidates) {
            Stream<GridCandidate> supported = candidates
                    .filter(grid -> TemplateCache.supports(grid.layout().version()))
                    .limit(MAX_GRIDS);
            return first(supported, candidate -> {
                ScoredGrid grid = score(candidate);
                if (grid.agreement() >= CLEAR_AGREEMENT) {
                    return decode(grid);
                }
                if (grid.agreement() >= POSSIBLE_AGREEMENT) {
                    possible.add(grid);
                }
                return Optional.empty();
            });
        }

        private Optional<DecodedCode> possibleReceipt() {
            possible.sort(Comparator.comparingDouble(ScoredGrid::agreement).reversed());
            return first(possible.stream().limit(MAX_POSSIBLE), this::decode);
        }

        /** Reads any code, or a receipt whose template is recognised only after the grid was refined without it. */
        private Optional<DecodedCode> withoutTemplate(GridCandidate candidate) {
            ModuleLayout layout = candidate.layout();
            return GenericCodeReader.refined(pyramid, candidate)
                    .flatMap(code -> GenericCodeReader.read(layout, code)
                            .or(() -> receipt(Stream.of(new GridCandidate(layout, code.grid(), candidate.score())))));
        }

        private ScoredGrid score(GridCandidate candidate) {
            float[] darkness = RectifiedCode.sampleOnce(
                    pyramid, candidate.grid(), candidate.layout().side());
            return new ScoredGrid(
                    candidate, templates.templates(candidate.layout().version()).score(darkness));
        }

        /**
         * Decodes the most likely hypothesis. Most codes are decoded after the coarse refinement. Strong defocus inverts the
         * contrast of fine patterns, so that refinement leads away from the right grid; then only the first grid is right.
         */
        private Optional<DecodedCode> decode(ScoredGrid grid) {
            GridCandidate candidate = grid.candidate();
            TemplateCache.Hypothesis hypothesis = grid.hypotheses().getFirst().hypothesis();
            Optional<RectifiedCode> first = RectifiedCode.of(
                    pyramid, candidate.grid(), candidate.layout().side());
            Optional<RectifiedCode> coarse = first.flatMap(code -> code.refined(hypothesis.common(), COARSE));
            return coarse.flatMap(code -> decode(code, hypothesis))
                    .or(() -> coarse.flatMap(code -> code.refined(
                                    hypothesis.knownModules(hypothesis.likeliestLength(code.modules())), FINE))
                            .flatMap(code -> decode(code, hypothesis)))
                    .or(() -> first.flatMap(code -> decode(code, hypothesis)));
        }

        /** With the most likely length of {@code r}. */
        private Optional<DecodedCode> decode(RectifiedCode code, TemplateCache.Hypothesis hypothesis) {
            int length = hypothesis.likeliestLength(code.modules());
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

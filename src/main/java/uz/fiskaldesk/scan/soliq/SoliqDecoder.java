package uz.fiskaldesk.scan.soliq;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.decoder.QrDecoder;
import uz.fiskaldesk.scan.picture.ImagePyramid;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.finder.FinderCandidate;
import uz.fiskaldesk.scan.soliq.finder.FinderScan;
import uz.fiskaldesk.scan.soliq.finder.FinderSearch;
import uz.fiskaldesk.scan.soliq.grid.GridSearch;
import uz.fiskaldesk.scan.soliq.template.TemplateCache;

/** Decodes Soliq receipts by templates, and on a best-effort basis other QR codes in the same picture. */
public final class SoliqDecoder implements QrDecoder {
    private static final int MAX_FINDERS = 24;
    private static final int MAX_SCANNED = 40;
    /** Finders of which pairs are completed. */
    private static final int MAX_PAIRED = 6;

    /** Smallest side of a module, pixels. */
    private static final double MIN_MODULE = 1.7;

    /**
     * Most codes have larger modules than this, pixels. Smaller ones are searched for only when no receipt was found, as
     * that takes as long as all larger scales together.
     */
    private static final double COMMON_MODULE = MIN_MODULE * FinderSearch.SCALE_STEP * FinderSearch.SCALE_STEP;

    /** Pixels, somewhat more than a full HD frame; in larger pictures small modules would take too long. */
    private static final int LARGE = 2_500_000;

    private static final double MAX_MODULE = 14;

    /** Pixels: less than 37 modules of the smallest size, including the neighbours for interpolation. */
    private static final int MIN_SIDE = 48;

    private final FinderSearch finders = new FinderSearch();
    private final CodeSearch search;

    /** @param clock limits the years of issue of receipts */
    public SoliqDecoder(Clock clock) {
        search = new CodeSearch(new TemplateCache(clock));
    }

    @Override
    public String name() {
        return CodeSearch.RECEIPT;
    }

    @Override
    public List<DecodedCode> decode(Luminance picture, Deadline deadline) {
        if (Math.min(picture.width(), picture.height()) < MIN_SIDE) {
            return List.of();
        }
        ImagePyramid pyramid = new ImagePyramid(picture);
        List<FinderCandidate> common = finders.search(pyramid, COMMON_MODULE, MAX_MODULE, deadline);
        List<DecodedCode> codes = search.search(
                pyramid,
                FinderSearch.withoutOverlaps(common, MAX_FINDERS),
                Double.MAX_VALUE,
                GridSearch.FRONTAL,
                deadline);
        boolean large = picture.width() * picture.height() > LARGE;
        if (!large && codes.stream().noneMatch(CodeSearch::isReceipt)) {
            List<FinderCandidate> all = new ArrayList<>(common);
            all.addAll(finders.search(pyramid, MIN_MODULE, COMMON_MODULE - 1e-6, deadline));
            all.removeIf(finder -> codes.stream().anyMatch(code -> CodeSearch.covers(code, finder)));
            codes.addAll(search.search(
                    pyramid,
                    FinderSearch.withoutOverlaps(all, MAX_FINDERS),
                    COMMON_MODULE - 1e-6,
                    GridSearch.FRONTAL,
                    deadline));
        }
        if (codes.isEmpty()) {
            List<FinderCandidate> whole = FinderScan.search(pyramid, deadline);
            codes.addAll(search.search(
                    pyramid,
                    FinderSearch.withoutOverlaps(whole, MAX_SCANNED),
                    Double.MAX_VALUE,
                    GridSearch.TILTED,
                    deadline));
            // Glare hides a finder of some codes, and blur hides the others from the scan.
            for (List<FinderCandidate> best :
                    List.of(FinderSearch.withoutOverlaps(whole, MAX_PAIRED), FinderSearch.withoutOverlaps(common, 2))) {
                if (codes.isEmpty()) {
                    codes.addAll(search.search(
                            pyramid, GridSearch.withMissing(best), Double.MAX_VALUE, GridSearch.FRONTAL, deadline));
                }
            }
        }
        return codes;
    }

    @Override
    public boolean findsAll() {
        return true;
    }
}
